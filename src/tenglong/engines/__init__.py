"""Engines: the same checked formulas over whole tables."""

from .base import CannotRun, Engine, Total
from .duckdb import DuckDb
from .reference import Reference

_ENGINES: dict[str, type[Engine]] = {"reference": Reference, "duckdb": DuckDb}


def engine(name: str) -> Engine:
    """The engine of that name: `reference` or `duckdb`. CannotRun for another name."""
    if name not in _ENGINES:
        raise CannotRun(f"没有叫“{name}”的计算引擎。可用的是 {'、'.join(_ENGINES)}。")
    return _ENGINES[name]()


__all__ = ["CannotRun", "DuckDb", "Engine", "Reference", "Total", "engine"]
