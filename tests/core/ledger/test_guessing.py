"""What a header that nobody knows may mean."""

from tenglong.core.ledger import Field, guess_columns

FIELDS = (
    Field("name", "企业名称"),
    Field("code", "统一社会信用代码"),
    Field("address", "注册地址"),
    Field("land_mu", "用地面积", unit="亩"),
    Field("permit", "许可证编号"),
)


def test_words_for_one_thing_and_words_like_a_label() -> None:
    headers = ["主体名称", "纳税人识别号", "住 所", "占地面积（公顷）", "许可证号", "备注"]
    keys = ["name", "code", "address", "land_mu", "permit"]
    assert guess_columns(FIELDS, headers) == dict(zip(headers, keys, strict=False))


def test_no_field_is_proposed_twice_and_the_likelier_column_has_it() -> None:
    assert guess_columns(FIELDS, ["许可证的编号", "许可证编号 ", "单位名称", "公司名称"]) == {
        "许可证编号 ": "permit",
        "单位名称": "name",
    }


def test_two_fields_equally_like_are_no_guess() -> None:
    fields = (Field("output", "工业产值"), Field("tax", "工业税收"))
    assert guess_columns(fields, ["工业"]) == {}
    assert guess_columns((Field("a", "用地面积"), Field("b", "占地面积")), ["宗地面积"]) == {}
    assert guess_columns((), ["企业名称"]) == {}
