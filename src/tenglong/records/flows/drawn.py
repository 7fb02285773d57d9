"""What a story expects of a report or a document. Drawing lies above the records: whoever plays hands it in."""

from collections.abc import Callable, Mapping
from datetime import datetime

from tenglong.core.errors import Refused
from tenglong.playbooks.story import ExpectDocument, ExpectReport
from tenglong.records.people.rights import By

Expected = ExpectReport | ExpectDocument
Draw = Callable[[Expected, str, By, datetime], str]  # all that the paper says; of the case with that number


def draws_nothing(expected: Expected, number: str, by: By, at: datetime) -> str:  # noqa: ARG001  a drawer gets them all
    """Where nobody draws, a story cannot expect it."""
    raise Refused("演这个故事的地方不出报告和文书，没有核对；请用 tenglong story run 演。")


def expect_drawn(draw: Draw, expected: Expected, numbers: Mapping[str, str], by: By, at: datetime) -> tuple[str, bool]:
    """Whether the paper says what it should, or is refused as it should be; `numbers` are those of cases by alias."""
    alias = expected.alias if isinstance(expected, ExpectDocument) else ""
    name = expected.report if isinstance(expected, ExpectReport) else f"{expected.document} {alias}"
    try:
        said = draw(expected, numbers.get(alias, ""), by, at)
    except Refused as refusal:
        return f"{name}：{refusal}", bool(expected.refused) and expected.refused in str(refusal)
    if expected.refused:
        return f"{name}：应当不能出（{expected.refused}），却出成了", False
    found = expected.contains in said
    return f"{name}：{'写着' if found else '没有写'}“{expected.contains}”", found
