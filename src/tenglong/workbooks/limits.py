"""How large a table may be: enough for any county's ledger, little enough for the machine that reads it."""

from tenglong.core.ledger import CannotRead

MOST_ROWS = 250_000
MOST_CELLS = 5_000_000
MOST_UNPACKED = 600_000_000  # bytes of a workbook once unpacked


def check_rows(rows: int, name: str) -> None:
    """CannotRead when a table has more rows than are read at once."""
    if rows > MOST_ROWS:
        raise CannotRead(f"“{name}”超过 {MOST_ROWS:,} 行，请分成几个文件导入。")


def check_cells(cells: int, name: str) -> None:
    """CannotRead when a table covers more cells than are read at once, for instance one stray cell far away."""
    if cells > MOST_CELLS:
        raise CannotRead(f"“{name}”的表格范围太大，请删去远处多余的单元格和空列后再导入。")
