"""What happens in a story: rows are registered, cases opened and moved."""

from collections.abc import Callable, Mapping

from tenglong.core.ledger import Value
from tenglong.core.procedure import Act, Procedure, Step

from . import text
from .expectations import read_expectation
from .problems import listed
from .publications import read_listed, read_publication
from .read import Part
from .scene import REGISTERED, Scene
from .story import Do, Event, Happening, Open, Register


def read_happening(scene: Scene, part: Part) -> Event | None:
    """The one thing that an event says happens; None, with a problem, if it says none or several."""
    possible = [way for way in (*_WAYS, "repeat") if way in part.words]
    ways = [way for way in possible if part.has(way)]
    if len(ways) != 1 or ways[0] not in _WAYS:
        part.reading.problem(part.place, f"一个事件写一件事，也只写一件：{listed(possible)}。")
        return None
    way = ways[0]
    by = scene.person(part, needed=way not in ("register", "expect"))
    does = _WAYS[way](scene, part, way)
    return Event(scene.at, by, does, part.text("refused"), part.place.line) if does else None


def _register(scene: Scene, part: Part, _way: str) -> Happening | None:
    rows = list(part.labelled("register"))
    if len(rows) != 1:
        part.reading.problem(part.at("register"), "一个事件登记一行，例如 register: {parcel: {…}}。")
        return None
    kind, place, node = rows[0]
    possible = {key: scene.known.county.ledgers.get(key) for key in REGISTERED} | scene.known.registers()
    ledger = possible.get(kind)
    if ledger is None:
        part.reading.unknown(place, f"没有“{kind}”这一种登记，可以写：{listed(possible)}。", kind, possible)
        return None
    if ledger.kept_by:
        scene.check_role(part, ledger.kept_by, f"登记“{ledger.label}”")
    values = scene.values(node, ledger.fields)
    missing = [field.label for field in ledger.fields if field.required and values.get(field.key) is None]
    if missing and not part.has("refused"):
        part.reading.problem(place, f"必填的还没有写：{listed(missing)}。")
    scene.register(ledger, values)
    return Register(ledger.key, values)


def _open(scene: Scene, part: Part, _way: str) -> Happening | None:
    key = scene.known.procedure(part.text("open"), part.at("open"))
    alias = part.text("as")
    if not part.has("refused"):
        _name_case(scene, part, alias, key or "")
    if key is None:
        return None
    procedure = scene.procedure(key)
    scene.check_role(part, procedure.opened_by, f"“{procedure.label}”")
    ledger = scene.known.record_ledger(key)
    fields = ledger.fields if ledger else ()
    values = scene.values(part.entries.get("with"), fields)
    listed, carried = read_listed(scene, part, key) if part.has("from") else (None, ())
    scene.check_filled(part, [field for field in fields if field.key not in carried], values)
    return Open(key, scene.called(alias), values, listed)


def _name_case(scene: Scene, part: Part, alias: str, procedure: str) -> None:
    if not part.has("as"):
        part.reading.problem(part.place, "缺少“as”：给这个办件起一个名字，后面的事件用它。")
    elif alias in scene.cases:
        part.reading.problem(part.at("as"), f"已经有一个办件叫“{alias}”，请换一个名字。")
    scene.cases[alias] = procedure


def _cancel(scene: Scene, part: Part, way: str) -> Happening | None:
    alias = part.text(way)
    procedure = scene.case(alias, part.at(way))
    if procedure is None:
        return None
    scene.check_role(part, procedure.cancel_by, f"取消“{procedure.label}”")
    return Do(Act.CANCEL, scene.called(alias), "", reason=part.text("reason"), evidence=part.texts("evidence"))


def _move(scene: Scene, part: Part, way: str) -> Happening | None:
    alias, slash, word = part.text(way).rpartition("/")
    if not slash:
        part.reading.problem(part.at(way), f"“{way}”应当写成 办件/步骤，例如 石桥/权属核查。")
        return None
    procedure = scene.case(alias, part.at(way))
    step = scene.step(procedure, word, part.at(way)) if procedure else None
    opens_as = _opens_as(scene, part, step)
    if procedure is None or step is None:
        return None
    scene.check_role(part, [step.owner.role], f"“{step.label}”")
    return Do(
        Act(way),
        scene.called(alias),
        step.key,
        values=_entered(scene, part, Act(way), step),
        evidence=part.texts("evidence"),
        reason=_reason(part, Act(way), procedure),
        to=_returned_to(scene, part, Act(way), procedure),
        opens_as=opens_as,
    )


def _entered(scene: Scene, part: Part, act: Act, step: Step) -> Mapping[str, Value]:
    fields = {Act.FINISH: step.fields, Act.NOTE: step.log}.get(act, ())
    values = scene.values(part.entries.get("with"), fields)
    scene.check_filled(part, fields, values)
    return values


def _reason(part: Part, act: Act, procedure: Procedure) -> str:
    """Free words; of a pause the key of its reason, written by label or key."""
    reason = part.text("reason")
    if act is not Act.PAUSE:
        return reason
    keys = {word: pause.key for pause in procedure.pauses for word in (pause.key, pause.label)}
    if reason not in keys:
        labels = [pause.label for pause in procedure.pauses]
        message = f"停钟要写明原因（reason），“{procedure.label}”的有：{listed(labels) or '没有'}。"
        part.reading.unknown(part.at("reason"), message, reason, labels)
    return keys.get(reason, reason)


def _returned_to(scene: Scene, part: Part, act: Act, procedure: Procedure) -> str | None:
    if act is not Act.RETURN:
        return None
    if not part.has("to"):
        part.reading.problem(part.place, "缺少“to”：写明退回到哪一步。")
        return None
    step = scene.step(procedure, part.text("to"), part.at("to"))
    return step.key if step else None


def _opens_as(scene: Scene, part: Part, step: Step | None) -> Mapping[str, str]:
    """Aliases by procedure. One that is wrongly given is known all the same, so that it is reported once."""
    opened = {opening.procedure for opening in step.opens} if step else set()
    aliases: dict[str, str] = {}
    for word, place, node in part.labelled("opens_as"):
        key = scene.known.procedure(word, place)
        alias = node.text.strip() if isinstance(node, text.Scalar) else ""
        if not alias or alias in scene.cases:
            part.reading.problem(node.place, "这里应当是一个还没有用过的办件名字。")
            continue
        if step and key and key not in opened:
            part.reading.problem(place, f"“{step.label}”办结时不会开出“{word}”。")
        aliases[key or ""] = scene.called(alias)
        scene.cases[alias] = key or ""
    return aliases


def _expect(scene: Scene, part: Part, _way: str) -> Happening | None:
    return read_expectation(scene, part.entries["expect"])


_MOVES = (Act.FINISH, Act.NOTE, Act.PAUSE, Act.RESUME, Act.RETURN)
_WAYS: Mapping[str, Callable[[Scene, Part, str], Happening | None]] = {
    "register": _register,
    "open": _open,
    "publish": lambda scene, part, _way: read_publication(scene, part),
    **dict.fromkeys((act.value for act in _MOVES), _move),
    "cancel": _cancel,
    "expect": _expect,
}
