"""Whatever bytes arrive, they are a table or a sentence: nothing else ever comes out of reading a file."""

import zipfile
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.workbooks.making import old_workbook, simple_workbook

from tenglong.core.ledger import CannotRead
from tenglong.workbooks import (
    Verdict,
    VerdictKind,
    marked_copy,
    read_table,
    write_separated,
    write_table,
)

ROWS = (("企业名称", "面积", "日期"), ("澜樾", 12.5, "2017-05-31"), ("汐岭", 3.0, "x"), ("合计", 15.5, ""))
NEW, OLD = simple_workbook(*ROWS), old_workbook(*ROWS)
PARTS = {name: zipfile.ZipFile(BytesIO(NEW)).read(name) for name in zipfile.ZipFile(BytesIO(NEW)).namelist()}
CELL = st.text(alphabet="甲乙丙0123456789=+-@,;\"'\t\n合计 ", min_size=1, max_size=12)


def read(data: bytes) -> None:
    try:
        table = read_table(data, "报来的文件")
    except CannotRead:
        return
    marked_copy(table, {table.first_row_number: Verdict(VerdictKind.REFUSED, "=1", "x")})


def changed(data: bytes, changes: list[tuple[int, int]]) -> bytes:
    damaged = bytearray(data)
    for place, byte in changes:
        damaged[place % len(damaged)] = byte
    return bytes(damaged)


CHANGES = st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), min_size=1, max_size=6)


@settings(deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf"]),
)
def test_random_bytes(data: bytes, mark: bytes) -> None:
    read(mark + data)


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_random_text(text: str, encoding: str) -> None:
    read(text.encode(encoding))


@settings(max_examples=60, deadline=None)
@given(CHANGES)
def test_a_damaged_old_workbook(changes: list[tuple[int, int]]) -> None:
    read(changed(OLD, changes))


@settings(max_examples=60, deadline=None)
@given(CHANGES, st.integers(0, len(NEW)))
def test_a_damaged_package(changes: list[tuple[int, int]], end: int) -> None:
    read(changed(NEW, changes))
    read(NEW[:end])


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(PARTS)), CHANGES)
def test_a_package_with_a_damaged_part(part: str, changes: list[tuple[int, int]]) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in PARTS.items():
            archive.writestr(name, changed(content, changes) if name == part else content)
    read(buffer.getvalue())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6))
def test_a_table_written_and_marked_is_the_table_read(rows: list[tuple[str, str, str]]) -> None:
    headers = ("甲方", "乙方", "丙方")
    for data in (write_table(headers, rows, "题目"), write_separated(headers, rows)):
        try:
            table = read_table(data, "a")
        except CannotRead:  # every row blank or a total
            continue
        cells = {row.number - table.header_row: row.cells for row in (*table.rows, *table.skipped)}
        for place, row in enumerate(rows, start=1):
            assert cells.get(place, (None, None, None)) == tuple(cell if cell.strip() else None for cell in row)
        again = read_table(marked_copy(table, {}), "b")
        assert (again.rows, again.headers) == (table.rows, table.headers)
