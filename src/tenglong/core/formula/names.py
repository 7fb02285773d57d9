"""The names a formula may use."""

from dataclasses import dataclass

from .tree import Type


@dataclass(frozen=True, slots=True)
class NameSpec:
    """`name` is the county's word, `column` the physical code; without one the word itself is the column.

    `calculated`: its values come out of another formula, so they are compared as calculated numbers are.
    """

    name: str
    type: Type
    unit: str | None = None
    column: str = ""
    calculated: bool = False

    @property
    def code(self) -> str:
        """The column an engine reads."""
        return self.column or self.name
