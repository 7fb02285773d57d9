"""The review desk (核对台): pair after pair, decided by one key each; the next one is there already."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tenglong.core.errors import Refused
from tenglong.core.linking.words import FEATURES
from tenglong.records.links import actions
from tenglong.records.links.queries import Pair, count_standings, next_pairs
from tenglong.web import asked, clock
from tenglong.web.doors import is_fragment, needs

from .marking import marked

READY = 3  # pairs on the page: the one to decide, and those that follow at once
VERDICTS = ("same", "different", "later")


@needs("import")
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The pairs to decide now."""
    return _desk(request)


@needs("import")
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """One pair decided: same, different, or later; the answer brings the pair after those that are on the page."""
    verdict = request.POST.get("verdict", "")
    line, entity = _number(request, "line"), _number(request, "entity")
    try:
        if verdict not in VERDICTS:
            raise asked.CannotShow("没有判定：没有说是同一家还是不同。请按页面上的按钮。")
        if verdict == "later":
            actions.put_off(line_id=line, by=request.user, at=clock.now())
        else:
            actions.decide(line_id=line, entity_id=entity, same=verdict == "same", by=request.user, at=clock.now())
    except Refused as refusal:
        return _desk(request, sentence=str(refusal))
    return _following(request) if is_fragment(request) else redirect(_address(request))


@needs("import")
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back one's own newest decision: its pair stands first again."""
    try:
        line = actions.undo_last(by=request.user, at=clock.now())
    except Refused as refusal:
        return _desk(request, sentence=str(refusal))
    return _desk(request, said=f"已撤销对“{line.name}”的判定。")


def _desk(request: HttpRequest, *, sentence: str = "", said: str = "") -> HttpResponse:
    context = {
        "pairs": [_shown(pair) for pair in next_pairs(request.user, roll_id=_roll(request), most=READY)],
        "counted": count_standings(request.user, _roll(request)),
        "roll_id": _roll(request),
        "sentence": sentence,
        "said": said,
    }
    template = "web/links/desk_body.html" if is_fragment(request) else "web/links/desk.html"
    answer = render(request, template, context, status=422 if sentence else 200)
    if is_fragment(request):
        answer["HX-Retarget"], answer["HX-Reswap"] = "#desk", "innerHTML"
    return answer


def _address(request: HttpRequest) -> str:
    roll_id = _roll(request)
    return reverse("desk") + (f"?roll={roll_id}" if roll_id else "")


def _following(request: HttpRequest) -> HttpResponse:
    """The pair that comes after those that the page still has, to be put behind them."""
    there = [int(text) for text in request.POST.getlist("there") if text.isdecimal()]
    line = _number(request, "line")
    skip = [number for number in there if number != line]
    if request.POST.get("verdict") == "later":
        skip.append(line)
    pairs = next_pairs(request.user, roll_id=_roll(request), skip=skip)
    context = {
        "pairs": [_shown(pair) for pair in pairs],
        "counted": count_standings(request.user, _roll(request)),
        "roll_id": _roll(request),
    }
    return render(request, "web/links/following.html", context)


def _shown(pair: Pair) -> dict[str, object]:
    """Both sides row by row, what differs marked, with what was found of it."""
    found = {one.feature: one for one in pair.judged.evidence}
    sides = (
        ("name", "名称", pair.line.name, pair.firm.name),
        ("code", "统一社会信用代码", pair.line.code, pair.firm.code),
        ("address", "地址", pair.line.address, pair.firm.address),
    )
    rows = [
        {"label": label, "left": marked(left, right), "right": marked(right, left), "found": found.pop(feature, None)}
        for feature, label, left, right in sides
    ]
    others = [{"label": FEATURES[one.feature], "found": one} for one in found.values() if one.weight]
    return {"pair": pair, "rows": rows, "others": others}


def _roll(request: HttpRequest) -> int | None:
    text = request.GET.get("roll", "")
    return int(text) if text.isdecimal() else None


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() else 0
