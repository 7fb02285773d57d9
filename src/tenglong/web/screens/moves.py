"""The forms of a case: one for each thing that this person may do now, and what came back from one of them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest

from tenglong.core.ledger import Field
from tenglong.core.ledger.values import Value, clean
from tenglong.core.procedure import Act, Move, PauseReason, Procedure, Step

from .form import Input, as_texts, entered, inputs

BUTTONS = {
    Act.FINISH: "办结本步",
    Act.NOTE: "记一条",
    Act.PAUSE: "停钟",
    Act.RESUME: "恢复计时",
    Act.RETURN: "退回",
    Act.CANCEL: "中止本件",
    Act.REOPEN: "重开更正",
}
WORDS = {
    Act.NOTE: "说明",
    Act.PAUSE: "说明",
    Act.RESUME: "说明",
    Act.RETURN: "退回原因",
    Act.CANCEL: "中止原因",
    Act.REOPEN: "更正原因",
}
MUST_SAY = frozenset({Act.RETURN, Act.CANCEL, Act.REOPEN})
ORDER = (Act.FINISH, Act.NOTE, Act.RESUME, Act.PAUSE, Act.RETURN, Act.CANCEL, Act.REOPEN)


@dataclass(frozen=True, slots=True)
class Document:
    """A document to attach: the name of its input, its title, whether it is still missing."""

    name: str
    title: str
    missing: bool


@dataclass(frozen=True, slots=True)
class Form:
    """One act on one step, as drawn. `problem` is the sentence of a refusal that belongs to no single field."""

    key: str
    act: Act
    step: str
    label: str
    button: str
    inputs: tuple[Input, ...]
    documents: tuple[Document, ...]
    words_label: str
    words: str
    must_say: bool
    reasons: tuple[PauseReason, ...]
    returns: tuple[Step, ...]
    chosen: str
    help: str
    problem: str
    open: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """What came back: texts by field key, what was chosen, documents as (title, file name, bytes)."""

    act: Act
    step: str
    version: int | None
    texts: Mapping[str, str]
    words: str
    chosen: str
    evidence: tuple[tuple[str, str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was sent and why it was not taken: `problems` by field key, `sentence` for the rest."""

    sent: Sent
    sentence: str
    problems: Mapping[str, str]


def forms(
    procedure: Procedure,
    moves: Iterable[Move],
    values: Mapping[str, Value],
    attached: Collection[tuple[str, str]],
    refusal: Refusal | None = None,
) -> list[Form]:
    """The forms of the moves that are allowed. `attached` are (step, title) of the documents that are there."""
    found = [_form(procedure, move, values, attached, refusal) for move in _once(moves)]
    order = {step.key: place for place, step in enumerate(procedure.steps)}
    found.sort(key=lambda form: (order.get(form.step, len(order)), ORDER.index(form.act)))
    if found and not any(form.open for form in found):
        found[0] = replace(found[0], open=True)
    return found


def read_sent(request: HttpRequest, procedure: Procedure) -> Sent:
    """What a form of `forms` sent."""
    sent = request.POST
    act = Act(sent["act"]) if sent.get("act") in set(Act) else Act.NOTE
    key = sent.get("step", "")
    step = next((step for step in procedure.steps if step.key == key), None)
    version = sent.get("version", "")
    return Sent(
        act=act,
        step=key,
        version=int(version) if version.isdecimal() else None,
        texts=entered(_fields(step, act), sent, f"{act}-{key}-"),
        words=clean(sent.get("words", "")),
        chosen=clean(sent.get("chosen", "")),
        evidence=tuple(_uploaded(request, step)),
    )


def _uploaded(request: HttpRequest, step: Step | None) -> Iterable[tuple[str, str, bytes]]:
    for name, file in request.FILES.items():
        place = name.removeprefix("document-")
        if step and place.isdecimal() and int(place) < len(step.evidence):
            yield step.evidence[int(place)], file.name, file.read()
        elif name == "other":
            yield clean(request.POST.get("other-title", "")) or file.name, file.name, file.read()


def _once(moves: Iterable[Move]) -> list[Move]:
    """One form per act and step: where a step may be returned to several, the form asks."""
    return list({(move.act, move.step): move for move in moves}.values())


def _fields(step: Step | None, act: Act) -> tuple[Field, ...]:
    if step is None:
        return ()
    return step.fields if act is Act.FINISH else step.log if act is Act.NOTE else ()


def _form(
    procedure: Procedure,
    move: Move,
    values: Mapping[str, Value],
    attached: Collection[tuple[str, str]],
    refusal: Refusal | None,
) -> Form:
    act, key = move.act, move.step
    step = next((step for step in procedure.steps if step.key == key), None)
    back = refusal if refusal and (refusal.sent.act, refusal.sent.step) == (act, key) else None
    fields = _fields(step, act)
    known = as_texts(fields, values) if act is Act.FINISH else {}
    texts = {**known, **back.sent.texts} if back else known
    return Form(
        key=f"{act}-{key}",
        act=act,
        step=key,
        label=step.label if step else procedure.label,
        button=BUTTONS[act],
        inputs=inputs(fields, texts, back.problems if back else None, f"{act}-{key}-"),
        documents=_documents(step, attached) if act is Act.FINISH else (),
        words_label=WORDS.get(act, ""),
        words=back.sent.words if back else "",
        must_say=act in MUST_SAY,
        reasons=procedure.pauses if act is Act.PAUSE else (),
        returns=tuple(procedure.step(to) for to in step.returns_to) if step and act is Act.RETURN else (),
        chosen=back.sent.chosen if back else "",
        help=step.help if step and act is Act.FINISH else "",
        problem=back.sentence if back else "",
        open=back is not None,
    )


def _documents(step: Step | None, attached: Collection[tuple[str, str]]) -> tuple[Document, ...]:
    titles = step.evidence if step else ()
    return tuple(
        Document(f"document-{place}", title, (step.key, title) not in attached)
        for place, title in enumerate(titles)
        if step
    )
