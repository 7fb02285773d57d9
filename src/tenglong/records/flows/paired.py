"""What a story expects of a pair, held against how it is judged."""

from collections.abc import Mapping

from tenglong.core.matching import WORDS, Judgement, Verdict
from tenglong.playbooks.story import ExpectMatch
from tenglong.records.matches.queries import PairView, get_pair
from tenglong.records.people.rights import By


def expect_match(expected: ExpectMatch, numbers: Mapping[str, str], by: By) -> tuple[str, bool]:
    """What was found, and whether it is as expected; `numbers` are those of cases by alias."""
    left, right = (numbers.get(word, word) for word in (expected.left, expected.right))
    pair = get_pair(by, expected.match, left, right)
    wrong = _differences(expected, pair)
    said = "；".join(wrong) or "；".join((WORDS[pair.judgement.verdict], *_reasons(pair.judgement)))
    return f"{expected.left} 和 {expected.right}：{said}", not wrong


def _differences(expected: ExpectMatch, pair: PairView) -> list[str]:
    judgement = pair.judgement
    found = {
        "fits": judgement.verdict is Verdict.FITS,
        "near": judgement.verdict is Verdict.NEAR,
        "suggested": pair.suggested,
    }
    wrong = [
        f"{name} 应为 {wanted}，现在是 {found[name]}（{'、'.join(_reasons(judgement)) or '没有不符'}）"
        for name in found
        if (wanted := getattr(expected, name)) is not None and wanted != found[name]
    ]
    if expected.reason and expected.reason not in (reasons := [one.hard.reason for one in judgement.failed]):
        wrong.append(f"应当不符：{expected.reason}，现在不符的是：{'、'.join(reasons) or '没有'}")
    if expected.asks and expected.asks not in (asks := [ask.name for ask in judgement.asks]):
        wrong.append(f"应当要核实：{expected.asks}，现在要核实的是：{'、'.join(asks) or '没有'}")
    return wrong


def _reasons(judgement: Judgement) -> list[str]:
    asks = [f"待核实 {ask.name}" for ask in judgement.asks]
    return [*(one.hard.reason for one in judgement.failed), *asks]
