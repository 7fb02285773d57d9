"""GeoJSON as a table: a feature is a row of its properties, its shape the text of one cell."""

import json
from collections.abc import Mapping
from typing import Any

from tenglong.core.ledger import CannotRead

from .limits import check_rows
from .table import Cell, Table, TableRow

SHAPE_HEADER = "geometry"


def read_features(data: bytes, name: str) -> Table:
    """The features of a FeatureCollection; the first is row 2, as if the names of its properties stood in row 1.

    What is no text, number or truth among the properties is left out. CannotRead when it is no such file.
    """
    try:
        features = json.loads(data.decode("utf-8-sig"))["features"]
        rows = [(dict(feature["properties"] or {}), feature["geometry"]) for feature in features]
    except (ValueError, TypeError, LookupError, RecursionError):
        raise CannotRead(
            f"“{name}”看不懂：要的是 GeoJSON 的 FeatureCollection（UTF-8），请从制图软件重新导出。"
        ) from None
    if not rows:
        raise CannotRead(f"“{name}”里没有图形，请查对文件。")
    check_rows(len(rows), name)
    told = dict.fromkeys(key for about, _ in rows for key, value in about.items() if _is_plain(value))
    headers = (*(key for key in told if key != SHAPE_HEADER), SHAPE_HEADER)
    cells = [TableRow(number, _cells(about, shape, headers)) for number, (about, shape) in enumerate(rows, start=2)]
    return Table(headers, tuple(cells), (), name, header_row=1, first_row_number=2)


def _cells(about: Mapping[str, Any], shape: object, headers: tuple[str, ...]) -> tuple[Cell, ...]:
    plain = (about.get(header) for header in headers[:-1])
    whole = json.dumps(shape, separators=(",", ":")) if shape is not None else None
    return (*(value if _is_plain(value) else None for value in plain), whole)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | bool)
