"""A report in Word against plain python-docx writing the same tables. Goal: at most its time.

Both write the same cells: ours with links, a repeated header, fixed widths and the signature, plain python-docx with
nothing. They take turns and the medians are compared. How long a report of the county takes is in `gathered`.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from io import BytesIO
from statistics import median

import docx

from benchmarks.county import settle, throw_away
from tenglong.core.report.paper import Head, Paper, Paragraph, Said, Table

GOAL = 1.0
COLUMNS = ("序号", "项目名称", "责任单位", "总投资", "完成投资", "开工日期")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the medians and their ratio; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200, help="rows of each of ten tables")
    parser.add_argument("--times", type=int, default=5, help="how often each is written")
    args = parser.parse_args(argv)
    paper = made_up(args.rows)
    with throw_away():
        from tenglong.reports import write_word  # noqa: PLC0415  Django must be set up before

        ours, plain = [], []
        for _ in range(args.times):
            ours.append(_time(lambda: write_word(paper, "http://127.0.0.1:8000")))
            plain.append(_time(lambda: write_plainly(paper)))
        gathered = _gathered()
    ratio = median(ours) / median(plain)
    cells = f"{10 * args.rows * len(COLUMNS):,} cells, two thirds of them links"
    print(f"report       {median(ours) * 1e3:8.1f} ms   ({cells})")
    print(f"python-docx  {median(plain) * 1e3:8.1f} ms")
    print(f"ratio        {ratio:8.2f}      (goal {GOAL})")
    print(f"gathered     {gathered * 1e3:8.1f} ms   (月度汇总 of an empty county: every figure asked for once)")
    return int(ratio > GOAL)


def made_up(rows: int) -> Paper:
    """Ten tables of invented projects."""
    heads = tuple(Head(label, number=label.endswith("投资")) for label in COLUMNS)
    tables = tuple(
        Table(f"表{place}　项目", heads, tuple(_row(number) for number in range(rows))) for place in range(10)
    )
    text = Paragraph(
        (Said("截至2022年7月底，开工"), Said("70", "/m/projects/number/started/", 1, Fraction(70)), Said("个。"))
    )
    return Paper("月报", (Said("月报"),), (), (text, *tables), (), ((Said("园区服务中心"),),), date(2022, 8, 3), False)


def _row(number: int) -> tuple[Said, ...]:
    path = f"/m/projects/deliver/2022-{number:04}/"
    invested = Said(f"{number * 7:,}", path, value=Fraction(number * 7))
    return (
        Said(str(number)),
        Said(f"项目 {number}", path),
        Said("经济和信息化局"),
        invested,
        invested,
        Said("2022-03-01", path),
    )


def write_plainly(paper: Paper) -> bytes:
    """The same words and tables, cell by cell."""
    document = docx.Document()
    document.add_heading(paper.name)
    for part in paper.parts:
        if not isinstance(part, Table):
            document.add_paragraph("".join(said.text for said in part.said))
            continue
        table = document.add_table(rows=1 + len(part.rows), cols=len(part.heads))
        cells = [row.cells for row in table.rows]
        for place, head in enumerate(part.heads):
            cells[0][place].text = head.text
        for line, row in zip(cells[1:], part.rows, strict=True):
            for cell, said in zip(line, row, strict=True):
                cell.text = said.text
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _gathered() -> float:
    """How long the county's monthly summary takes to be drawn."""
    from tenglong.records.people.rights import Program  # noqa: PLC0415
    from tenglong.reports import draw_report  # noqa: PLC0415

    settle()
    by, on = Program("基准测试"), date(2024, 3, 4)
    draw_report("briefing.monthly", period="2024-01", by=by, on=on)  # reads the mechanisms
    return _time(lambda: draw_report("briefing.monthly", period="2024-02", by=by, on=on))


def _time(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


if __name__ == "__main__":
    sys.exit(main())
