"""A small match of tests: rooms and who looks for one."""

from tenglong.core.formula import Checked, check, parse
from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.core.matching import Hard, Match, On, Side, Soft, names_of_side

ROOM = Ledger(
    "room",
    "房",
    (
        Field("key", "编号"),
        Field("use", "用途"),
        Field("floor_sqm", "面积", Kind.NUMBER, unit="平方米"),
        Field("height_m", "层高", Kind.NUMBER, unit="米"),
        Field("rent", "租金", Kind.NUMBER, unit="元"),
        Field("clean", "可环评", Kind.TRUTH),
    ),
    "key",
)
WISH = Ledger(
    "wish",
    "客",
    (
        Field("key", "编号"),
        Field("use", "用途"),
        Field("least_sqm", "最小面积", Kind.NUMBER, unit="平方米"),
        Field("least_m", "最低层高", Kind.NUMBER, unit="米"),
        Field("rent", "最高租金", Kind.NUMBER, unit="元"),
    ),
    "key",
)
NAMES = {**names_of_side(On.LEFT, "房", ROOM), **names_of_side(On.RIGHT, "客", WISH)}


def checked(text: str) -> Checked:
    """A formula over a room and a wish."""
    return check(parse(text), NAMES)


def match_of(hard: dict[str, str], soft: dict[str, tuple[str, str]], near: int = 1, firm: str = "") -> Match:
    """A match; `hard` are formulas by reason, `soft` weights and formulas by label; `firm` is a reason."""
    return Match(
        key="rooms.fit",
        label="找房",
        station="匹配",
        left=Side("房", "room"),
        right=Side("客", "wish"),
        hard=tuple(Hard(checked(that), reason, reason == firm) for reason, that in hard.items()),
        soft=tuple(Soft(label, checked(score), weight) for label, (weight, score) in soft.items()),
        near=near,
    )


HARD = {
    "用途不同": "房的用途 = 客的用途",
    "面积不够": "房的面积 >= 客的最小面积",
    "层高不够": "客的最低层高 缺失 或 房的层高 >= 客的最低层高",
}
SOFT = {
    "面积贴近": ("60", "客的最小面积 / 房的面积"),
    "租金合适": ("40", "(客的最高租金 - 房的租金) / 客的最高租金"),
}
MATCH = match_of(HARD, SOFT)
