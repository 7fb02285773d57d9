"""Names of companies: one normal form, and parts."""

import pytest

from tenglong.core.identity import normal_name, read_company_name, read_places

PLACES = read_places(
    [
        ("浙江省", "33"),
        ("衢州市", "3308"),
        ("衢江区", "330803"),
        ("龙游县", "330825"),
        ("常山县", "330822"),
        ("遂昌县", "331123"),
    ]
)


@pytest.mark.parametrize(
    "raw",
    [
        "霖栖(衢州)光电科技有限公司",
        "霖栖（衢州）光电科技有限公司 ",
        "霖栖 ( 衢州 ) 光电科技有限公司",
        "霖栖〔衢州〕光电科技有限公司",
    ],
)
def test_ways_to_write_a_name_have_one_form(raw: str) -> None:
    assert normal_name(raw) == "霖栖（衢州）光电科技有限公司"


def test_spaces_between_latin_words_stay() -> None:
    assert normal_name("Ｌｉｎｑｉ  Optics 光电") == "Linqi Optics光电"


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("衢州市衢江区霁川机械厂", ("衢州市衢江区", "霁川", "机械", "厂")),
        ("浙江常山汐岭轴承股份有限公司", ("浙江常山", "汐岭", "轴承", "股份有限公司")),
        ("霖栖（衢州）新材料有限公司", ("衢州", "霖栖", "新材料", "有限公司")),
        ("遂昌樾岚竹木制品厂(普通合伙)", ("遂昌", "樾岚", "竹木制品", "厂（普通合伙）")),
        ("澜樾有限公司", ("", "澜樾", "", "有限公司")),
    ],
)
def test_parts(raw: str, parts: tuple[str, ...]) -> None:
    name = read_company_name(raw, PLACES)
    assert (name.place, name.brand, name.trade, name.legal_form) == parts
    assert name.branch == name.parent == name.second == ""


@pytest.mark.parametrize(
    ("raw", "branch"),
    [
        ("龙游砚湖特种纸有限公司常山分公司", "常山分公司"),
        ("龙游砚湖特种纸有限公司常山支行城关分理处", "常山支行城关分理处"),
        ("龙游砚湖特种纸有限公司城东加油站", "城东加油站"),
    ],
)
def test_a_branch_has_a_parent(raw: str, branch: str) -> None:
    name = read_company_name(raw, PLACES)
    assert (name.branch, name.parent) == (branch, "龙游砚湖特种纸有限公司")
    assert (name.place, name.brand, name.trade) == ("龙游", "砚湖", "特种纸")


@pytest.mark.parametrize(
    "raw", ["衢州芷光实业总公司;从属名称:衢州芷光无线电厂", "衢州芷光实业总公司（第二名称：衢州芷光无线电厂）"]
)
def test_a_second_name(raw: str) -> None:
    name = read_company_name(raw, PLACES)
    assert (name.brand, name.legal_form, name.second) == ("芷光", "总公司", "衢州芷光无线电厂")
