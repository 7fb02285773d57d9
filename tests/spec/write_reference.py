"""Writes docs/reference/formula.md from the drawn tables, the list of functions and the list of units."""

import sys
from pathlib import Path

from tests.spec.drawn import Chapter, Drawn, DrawnTotal, Refused
from tests.spec.formula.chapters import CHAPTERS

from tenglong.core.formula.functions import FUNCTIONS
from tenglong.core.formula.grammar import KEYWORDS
from tenglong.core.formula.units import known_units

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "formula.md"

_KINDS = {"sum": "求和", "count": "计数", "distinct": "不同值个数", "one": "唯一值", "min": "最小", "max": "最大"}
_DIMENSIONS = {
    "share": "比率", "area": "面积", "money": "人民币", "dollar": "美元", "length": "长度", "volume": "体积",
    "mass": "重量", "coal": "能耗", "power": "容量", "electricity": "用电", "day": "日历时间", "workday": "工作时间",
    "month": "年月", "counted": "各数各的",
}  # fmt: skip


def page() -> str:
    """The whole page."""
    chapters = "\n\n".join(_chapter(chapter) for chapter in CHAPTERS)
    return "\n\n".join([_HEAD.strip(), chapters, _words(), _functions(), _units()]) + "\n"


def main(argv: list[str]) -> int:
    """Write the page; with --check, only say whether it is stale."""
    if "--check" in argv:
        fresh = PAGE.exists() and PAGE.read_text("utf-8") == page()
        print("公式参考页是新的。" if fresh else "公式参考页旧了，请运行 ./tenglong dev docs。")
        return 0 if fresh else 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), "utf-8")
    return 0


_HEAD = """
# 公式 Formula

本页由测试里的表生成；每张表都在每个计算引擎上算过。The page is generated from the drawn tables of `tests/spec/formula`.

公式用县里自己的叫法写：`评价税收 / 用地面积`，`注册满年数 >= 3 且 亩均税收 < 5`。
它只有下面这些写法，没有别的。为什么这样，见 [explain/formula.md](../explain/formula.md)。
"""


def _chapter(chapter: Chapter) -> str:
    return "\n\n".join([f"## {chapter.title}", chapter.intro, *(_example(example) for example in chapter.examples)])


def _example(example: Drawn | DrawnTotal | Refused) -> str:
    match example:
        case Drawn():
            unit = f"（单位：{example.unit}）" if example.unit else ""
            return f"{example.says}\n\n`{example.formula}`{unit}\n\n{_table(example.lines)}"
        case DrawnTotal():
            asked = [["合计", "取什么", "选哪些行", "得到", "无法判断的行"]]
            for kind, of, where, answer, unknown in example.totals:
                asked.append([_KINDS[kind], _code(of), _code(where), answer, str(unknown)])
            return f"{example.says}\n\n{_table(example.lines)}\n\n{_table(asked)}"
    names = "、".join(f"{heading.strip()}" for heading in example.names.split("|"))
    sentences = "\n".join(f"- {sentence}" for sentence in example.sentences)
    return f"`{example.formula}`（有：{names}）\n\n{sentences}"


def _words() -> str:
    words: dict[str, list[str]] = {}
    for word, kind in KEYWORDS.items():
        words.setdefault(kind, []).append(word)
    lines = [["英文", "中文"]]
    lines += [
        [" ".join(w for w in same if w.isascii()), " ".join(w for w in same if not w.isascii())]
        for same in words.values()
    ]
    return f"## 固定的词\n\n名称和这些词相同时，放进方括号。\n\n{_table(lines)}"


def _functions() -> str:
    lines = [["写法", "英文", "意思", "缺失时"]]
    lines += [[f"`{one.form}`", f"`{one.alias}`", one.meaning, one.missing] for one in FUNCTIONS]
    return f"## 函数\n\n{_table(lines)}"


def _units() -> str:
    lines = [["量", "单位"]] + [[_DIMENSIONS[dimension], " ".join(words)] for dimension, words in known_units().items()]
    return (
        "## 认得的单位\n\n前面可以加 万、亿；可以用 / 连成 万元/亩。同一行的可以互相换算，最后一行的各算各的。"
        f"\n\n{_table(lines)}"
    )


def _code(formula: str | None) -> str:
    return f"`{formula}`" if formula else ""


def _table(lines: list[list[str]]) -> str:
    head, *rest = lines
    rows = [head, ["---"] * len(head), *rest]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
