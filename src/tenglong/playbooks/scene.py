"""Where a story stands while it is read: who acts, what has been registered, which cases are open under which alias."""

from collections.abc import Iterable
from collections.abc import Mapping as Table
from dataclasses import dataclass, field, replace
from datetime import datetime

from tenglong.core.ledger import CannotRead, Field, Ledger, Value, read_value
from tenglong.core.procedure.model import Procedure, Step

from .known import Known
from .problems import listed
from .read import Part
from .story import Cast
from .text import Mapping, Node, Place, Scalar, Sequence

NUMBER_SIGN = "№"  # in what is repeated: the running number
# kinds of rows that a story registers
REGISTERED = ("enterprise", "parcel", "plant", "floor", "space", "occupancy", "observation", "term", "title")


@dataclass(slots=True)
class Scene:
    """`rows` are keys by kind and name or key; `cases` the procedures by alias, empty for one that is not known.

    `outside`: while what is repeated is read, the aliases that were there before.
    """

    known: Known
    at: datetime  # of the event that is being read
    procedures: Table[str, Procedure]  # of this mechanism
    cast: dict[str, Cast] = field(default_factory=dict)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    outside: frozenset[str] | None = None

    def procedure(self, key: str) -> Procedure:
        """A procedure by its key, of this mechanism or another."""
        return self.procedures.get(key) or self.known.county.others[key.partition(".")[0]].procedures[key]

    def person(self, part: Part, needed: bool) -> str:
        """Who acts; somebody unknown is a problem."""
        name = part.text("by")
        if not name and needed:
            part.reading.problem(part.place, "缺少“by”：写明是谁做的。")
        if name and self.cast and name not in self.cast:
            message = f"没有“{name}”这个人，请写进 people。"
            part.reading.unknown(part.at("by"), message, name, self.cast)
        return name

    def check_role(self, part: Part, allowed: Iterable[str], what: str) -> None:
        """The person must hold one of the roles that may do it, unless the story expects a refusal."""
        name = part.text("by")
        person, roles = self.cast.get(name), list(allowed)
        if person and person.role not in roles and not part.has("refused"):
            labels = listed(self.known.county.roles[role].label for role in roles if role in self.known.county.roles)
            part.reading.problem(part.at("by"), f"{what}由{labels or '没有人'}来做，{name}不是。")

    def register(self, ledger: Ledger, values: Table[str, Value]) -> None:
        """From here on the row can be referred to by its name or its key."""
        named = [str(values[key]) for key in (*ledger.identity[:1], ledger.title) if values.get(key)]
        for name in named:
            self.rows.setdefault(ledger.key, {})[name] = named[0]

    def row(self, kind: str, word: str, place: Place) -> str:
        """The key of a row the story has registered; a problem if it has not."""
        rows = self.rows.get(kind, {})
        if word not in rows:
            label = self.known.county.ledgers[kind].label
            self.known.reading.unknown(place, f"{label}“{word}”前面没有登记过。", word, rows)
        return rows.get(word, word)

    def case(self, alias: str, place: Place) -> Procedure | None:
        """The procedure of a case by its alias; None, with a problem reported here or before, if it is not known."""
        if alias in self.cases:
            return self.procedure(self.cases[alias]) if self.cases[alias] else None
        self.known.reading.unknown(place, f"没有叫“{alias}”的办件。", alias, self.cases)
        return None

    def called(self, alias: str) -> str:
        """The alias as events say it: one given in what is repeated carries the running number."""
        own = self.outside is not None and alias not in self.outside and NUMBER_SIGN not in alias
        return f"{alias}{NUMBER_SIGN}" if own else alias

    def step(self, procedure: Procedure, word: str, place: Place) -> Step | None:
        """A step by its label or key; None, with a problem, if there is none."""
        for step in procedure.steps:
            if word in (step.label, step.key):
                return step
        labels = [step.label for step in procedure.steps]
        self.known.reading.unknown(place, f"“{procedure.label}”没有“{word}”这一步。", word, labels)
        return None

    def values(self, node: Node | None, fields: Iterable[Field]) -> dict[str, Value]:
        """Values by the key of their field; a field may be written by its label or its key."""
        by_word = {word: field for field in fields for word in (field.key, field.label)}
        values: dict[str, Value] = {}
        if isinstance(node, Mapping):
            for word, value in node.entries.items():
                if word in by_word:
                    values[by_word[word].key] = self._value(by_word[word], value)
                else:
                    labels = [field.label for field in by_word.values()]
                    self.known.reading.unknown(node.keys[word], f"没有叫“{word}”的字段。", word, labels)
        elif node is not None:
            self.known.reading.problem(node.place, "这里应当是“字段: 值”。")
        return values

    def check_filled(self, part: Part, fields: Iterable[Field], values: Table[str, Value]) -> None:
        """Required fields must have values, unless the story expects a refusal."""
        missing = [field.label for field in fields if field.required and values.get(field.key) is None]
        if missing and not part.has("refused"):
            part.reading.problem(part.at("with"), f"必填的还没有写：{listed(missing)}。")

    def _value(self, field: Field, node: Node) -> Value:
        raw = _raw(node)
        try:
            value = None if raw is None else read_value(replace(field, required=False), raw)
        except CannotRead as problem:
            self.known.reading.problem(node.place, str(problem))
            return "".join(raw or "")
        if raw is None:
            self.known.reading.problem(node.place, f"“{field.label}”应当是一个值，或一串值。")
        if isinstance(value, list):
            return [self._referred(field, word, node.place) for word in value]
        return self._referred(field, value, node.place) if isinstance(value, str) else value

    def _referred(self, field: Field, word: str, place: Place) -> str:
        """The key behind a reference to a row of the registry; a case stays its alias."""
        if field.refers_to in REGISTERED:
            return self.row(field.refers_to, word, place)
        if field.refers_to and self._is_procedure(field.refers_to):
            self.case(word, place)
            return self.called(word)
        return word

    def _is_procedure(self, key: str) -> bool:
        other = self.known.county.others.get(key.partition(".")[0])
        return key in self.procedures or (other is not None and key in other.procedures)


def _raw(node: Node) -> str | list[str] | None:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence) and all(isinstance(item, Scalar) for item in node.items):
        return [item.text for item in node.items if isinstance(item, Scalar)]
    return None
