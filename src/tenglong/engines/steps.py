"""Named steps of one SQL statement: what is used twice is calculated once, under a name one can read."""

from sqlglot import exp

SOURCE, FACTS = "source", "facts"
_SHORT = (exp.Column, exp.Literal, exp.Boolean, exp.Placeholder)


class Steps:
    """Collects columns level by level; each level becomes one step that reads the level below.

    Level 0 is `facts`, the table's columns as the formulas need them. Parts of a longer statement share `parameters`;
    each has a `stem` of its own for what is not called anything, so that what a later part keeps is not hidden.
    """

    def __init__(self, parameters: dict[str, str] | None = None, stem: str = "x") -> None:
        self.parameters: dict[str, str] = {} if parameters is None else parameters
        self._stem = stem
        self._facts: dict[str, exp.Expr] = {}
        self._levels: list[dict[str, exp.Expr]] = []
        self._level_of: dict[str, int] = {}
        self._named: dict[str, str] = {}
        self._taken: set[str] = set()

    def fact(self, wanted: str, expression: exp.Expr) -> exp.Column:
        """A column of level 0, under `wanted` or, when that is taken, a name like it."""
        return self._add(expression, wanted, 0)

    def column(self, name: str) -> exp.Column:
        """A column of an earlier part, which stays as it is."""
        self._level_of[name] = 0
        self._taken.add(name.casefold())
        return exp.column(name, quoted=True)

    def call(self, wanted: str, expression: exp.Expr) -> exp.Column:
        """A step under `wanted` or, when that is taken, a name like it."""
        used = (self._level_of[column.name] for column in expression.find_all(exp.Column))
        return self._add(expression, wanted, 1 + max(used, default=0))

    def name(self, expression: exp.Expr) -> exp.Expr:
        """A short stand-in that may be repeated: a column, literal or parameter itself, otherwise a named step."""
        if isinstance(expression, _SHORT) or (
            isinstance(expression, exp.Cast) and isinstance(expression.this, exp.Literal)
        ):
            return expression
        return self.call(f"{self._stem}1", expression)

    def parameter(self, value: str) -> exp.Expr:
        """A text is never part of the statement: it is handed over beside it."""
        for name, known in self.parameters.items():
            if known == value:
                return exp.Placeholder(this=name)
        name = f"text{len(self.parameters) + 1}"
        self.parameters[name] = value
        return exp.Placeholder(this=name)

    def select(self, outputs: list[exp.Expr], source: exp.Select | None = None) -> exp.Select:
        """The whole statement: facts, the steps, and the outputs read from the last of them.

        `source`: what the facts are read from, where that is no table.
        """
        statement = exp.Select(expressions=outputs)
        facts = [exp.alias_(made, name, quoted=True) for name, made in self._facts.items()] or [exp.Star()]
        queries = [(SOURCE, source)] if source is not None else []
        queries.append((FACTS, exp.Select(expressions=facts).from_(SOURCE)))
        for number, columns in enumerate(self._levels, 1):
            made = [exp.alias_(column, name, quoted=True) for name, column in columns.items()]
            queries.append((f"step{number}", exp.Select(expressions=[exp.Star(), *made]).from_(queries[-1][0])))
        statement = statement.from_(queries[-1][0])
        for name, query in queries:
            statement = statement.with_(name, as_=query, materialized=False, copy=False)
        return statement

    def _add(self, expression: exp.Expr, wanted: str, level: int) -> exp.Column:
        key = f"{level}:{wanted}:{expression.sql('duckdb')}"
        if key not in self._named:
            name = self._free(wanted)
            self._named[key] = name
            self._level_of[name] = level
            self._at(level)[name] = expression
        return exp.column(self._named[key], quoted=True)

    def _at(self, level: int) -> dict[str, exp.Expr]:
        while len(self._levels) < level:
            self._levels.append({})
        return self._levels[level - 1] if level else self._facts

    def _free(self, wanted: str) -> str:
        stem, number = (self._stem, 1) if wanted == f"{self._stem}1" else (f"{wanted}_", 2)
        name = wanted
        while name.casefold() in self._taken:
            name, number = f"{stem}{number}", number + 1
        self._taken.add(name.casefold())
        return name
