from tests.spec.write_reference import PAGE, page


def test_the_reference_page_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: ./tenglong dev docs"
