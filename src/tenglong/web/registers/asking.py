"""What the address of a list asks of a register, and the filter that asks it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, QueryDict

from tenglong.core.ledger import CannotRead, Field, Kind, read_value
from tenglong.records.ledgers.registers import Condition, Found, Register
from tenglong.records.people.rights import By, open_fields
from tenglong.web import asked

FORCE = (("valid", "在有效期"), ("soon", "60 天内到期"), ("over", "已过期"))
SOON_DAYS = 60
ENDED = "all"  # word of the address: what is over stands in the list too
ONLY = "f."  # before the key of a field, in the address
SINCE, UNTIL = ".from", ".to"
LIES = frozenset({"parcel", "plant"})  # what lies on the map
RANGED = frozenset({Kind.NUMBER, Kind.WHOLE, Kind.DATE})
KEPT = frozenset({"q", "force", "on", "sort", "col", "ended"})  # words that a saved view keeps, beside conditions


@dataclass(frozen=True, slots=True)
class Asking:
    """A condition as the filter shows it: what stands in its inputs, the sentence beside it."""

    field: Field
    name: str
    text: str = ""
    since: str = ""
    until: str = ""
    problem: str = ""

    @property
    def shape(self) -> str:
        if self.field.kind is Kind.CHOICE or self.field.kind is Kind.TRUTH:
            return "choice"
        return "range" if self.field.kind in RANGED else "words"

    @property
    def options(self) -> tuple[str, ...]:
        return ("是", "否") if self.field.kind is Kind.TRUTH else self.field.choices

    @property
    def given(self) -> bool:
        return bool(self.text or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that an address asks of a register, as one reader may ask it."""

    register: Register
    fields: tuple[Field, ...]  # all that the reader sees
    columns: tuple[Field, ...]
    filters: tuple[Asking, ...]
    conditions: tuple[Condition, ...]
    search: str
    order: str
    force: str
    on: date | None
    ended: bool  # what is over stands in the list too
    today: date

    @property
    def narrowed(self) -> bool:
        return bool(self.conditions or self.search or self.force or self.on)

    def found(self, by: By, fields: Iterable[Field] | None = None) -> Found:
        """The rows, with the values of these fields, else of the columns."""
        ledger = self.register.ledger
        keys = {field.key for field in fields or self.columns} | {ledger.state, *self._validity(), *ledger.ended}
        return self.register.find(
            by,
            search=self.search,
            conditions=(*self.conditions, *self._in_force()),
            order=self.order,
            on=self.on or (self.today if ledger.ended and not self.ended else None),
            keys=keys - {""},
        )

    def _validity(self) -> tuple[str, str]:
        return self.register.ledger.valid_from, self.register.ledger.valid_through

    def _in_force(self) -> Iterable[Condition]:
        through = self.register.ledger.valid_through
        if self.force == "over":
            yield Condition(through, "until", self.today)
        elif self.force == "soon":
            yield Condition(through, "since", self.today)
            yield Condition(through, "until", self.today + timedelta(days=SOON_DAYS + 1))


def question(request: HttpRequest, register: Register, today: date) -> Question:
    """What is asked; what makes no sense is shown beside its input and asks nothing."""
    sent, ledger = request.GET, register.ledger
    fields = open_fields(request.user, ledger.fields)
    listed = [field for field in fields if field.listed]
    wanted = set(sent.getlist("col"))
    filters, conditions = [], []
    for field in listed:
        asking, asks = _asking(field, sent)
        filters.append(asking)
        conditions += asks
    force = asked.chosen(request, "force", dict(FORCE)) if ledger.valid_through else ""
    on = asked.day(request, "on", today) if "on" in sent and sent["on"] and register.dated else None
    order = asked.chosen(request, "sort", [f"{sign}{field.key}" for field in listed for sign in ("", "-")])
    return Question(
        register=register,
        fields=fields,
        columns=tuple(field for field in fields if field.key in wanted) or tuple(listed),
        filters=tuple(filters),
        conditions=tuple(conditions),
        search=asked.words(request),
        order=order,
        force=force,
        on=today if force == "valid" else on,
        ended=bool(ledger.ended) and asked.chosen(request, "ended", (ENDED,)) == ENDED,
        today=today,
    )


def has_map(kind: Register) -> bool:
    """Whether its rows lie on parcels: it is them, or refers to them or to buildings on them."""
    return kind.ledger.key == "parcel" or any(field.refers_to in LIES for field in kind.ledger.fields)


def kept_words(sent: QueryDict) -> str:
    """Of an address what a saved view keeps."""
    kept = QueryDict(mutable=True)
    for name in sent:
        if (name in KEPT or name.startswith(ONLY)) and any(sent.getlist(name)):
            kept.setlist(name, [value for value in sent.getlist(name) if value])
    return kept.urlencode()


def _asking(field: Field, sent: Mapping[str, str]) -> tuple[Asking, list[Condition]]:
    name = ONLY + field.key
    if field.kind in RANGED:
        since, until = (sent.get(name + end, "").strip()[:40] for end in (SINCE, UNTIL))
        return _ranged(Asking(field, name, since=since, until=until))
    text = sent.get(name, "").strip()[: asked.MOST_WORDS]
    asking = Asking(field, name, text=text)
    if not text:
        return asking, []
    if asking.shape == "words":
        return asking, [Condition(field.key, "has", text)]
    value, problem = _value(field, text)
    return Asking(field, name, text=text, problem=problem), [] if problem else [Condition(field.key, "is", value)]


def _ranged(asking: Asking) -> tuple[Asking, list[Condition]]:
    """Both ends are meant: 到 5 has 5 in it."""
    asks, problems = [], []
    for text, test in ((asking.since, "since"), (asking.until, "until")):
        if text:
            value, problem = _value(asking.field, text)
            problems.append(problem)
            if not problem:
                asks.append(Condition(asking.field.key, test, _beyond(value) if test == "until" else value))
    problem = next(filter(None, problems), "")
    return Asking(asking.field, asking.name, "", asking.since, asking.until, problem), [] if problem else asks


def _value(field: Field, text: str) -> tuple[Any, str]:
    try:
        return read_value(field, text), ""
    except CannotRead as problem:
        return None, str(problem)


def _beyond(value: Any) -> Any:
    """The least that is more, as finely as the index keeps values."""
    if isinstance(value, date):
        return value + timedelta(days=1)
    return value + (1 if isinstance(value, int) else Decimal("0.000001"))
