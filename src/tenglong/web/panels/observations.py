"""Reported figures as a table: a row per metric, a column per period."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric with its figures, newest first."""

    label: str
    unit: str
    figures: tuple[Any, ...]


def by_metric(observations: Iterable[Any]) -> list[Metric]:
    """Group observations by metric and unit."""
    found: dict[tuple[str, str], list[Any]] = {}
    for one in observations:
        found.setdefault((one.metric, one.unit), []).append(one)
    return [
        Metric(metric, unit, tuple(sorted(figures, key=lambda one: one.period, reverse=True)))
        for (metric, unit), figures in found.items()
    ]
