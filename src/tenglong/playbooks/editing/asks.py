"""What a form asks of each section of a mechanism, in the county's words."""

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """How an input takes its value."""

    TEXT = "text"
    LONG = "long"
    FORMULA = "formula"
    WHOLE = "whole"
    NUMBER = "number"
    TRUTH = "truth"
    ONE = "one"  # one of its options
    MANY = "many"  # several of its options
    LINES = "lines"  # texts, each on a line


@dataclass(frozen=True, slots=True)
class Ask:
    """One input. `options` names the list it chooses from; `assumed` is what counts when the word is not written.

    `kept`: what exists already keeps it, because cases of earlier versions stand on it. `only`: the kinds of field it
    goes with. `rare`: seldom written, shown when asked for.
    """

    word: str
    label: str
    how: How = How.TEXT
    options: str = ""
    assumed: str = ""
    help: str = ""
    kept: bool = False
    only: tuple[str, ...] = ()
    rare: bool = False


FORMULA_HELP = "用字段的名称写，例如 投资额 >= 500 且 有抵押"
KINDS = {
    "text": "文字",
    "long_text": "长文字",
    "number": "数",
    "whole": "整数",
    "date": "日期",
    "choice": "选择",
    "truth": "是或否",
    "reference": "引用",
    "references": "几个引用",
}
UNITS = {"workday": "个工作日", "day": "天（自然日）"}

ASKS: dict[str, tuple[Ask, ...]] = {
    "mechanism": (
        Ask("title", "名称"),
        Ask("summary", "一句话说明", How.LONG),
        Ask("sources", "依据的文件", How.LINES, help="一行一份"),
    ),
    "ledger": (Ask("label", "名称"),),
    "field": (
        Ask("label", "名称", help="公式和表头用的就是它"),
        Ask("kind", "类型", How.ONE, "kinds", assumed="text", kept=True),
        Ask("unit", "单位", help="数才写，例如 亩、万元", kept=True, only=("number", "whole")),
        Ask("choices", "可选的内容", How.LINES, help="选择才写，一行一个", only=("choice",)),
        Ask("to", "引用什么", How.ONE, "targets", help="引用才选", kept=True, only=("reference", "references")),
        Ask("help", "填写提示"),
        Ask("required", "必填", How.TRUTH),
        Ask("listed", "列表里显示", How.TRUTH),
        Ask("confidential", "保密", How.ONE, "confidences", help="不选：看得到这一行的人都看得到"),
    ),
    "procedure": (
        Ask("label", "名称"),
        Ask("opened_by", "谁可以受理", How.MANY, "roles"),
        Ask("cancel_by", "谁可以中止", How.MANY, "roles"),
        Ask("reopen_by", "办结后谁可以重开", How.MANY, "roles", rare=True),
        Ask("reopen_at", "重开到哪一步", How.ONE, "steps", help="和“谁可以重开”一起写", rare=True),
        Ask("warn_before", "剩几天亮黄灯", How.WHOLE, assumed="1"),
    ),
    "limit": (
        Ask("amount", "天数", How.WHOLE),
        Ask("unit", "单位", How.ONE, "units_of_time", assumed="workday"),
        Ask("source", "依据", help="没有公布的写 未公布"),
        Ask("when", "什么情况用这一条", How.FORMULA, help=FORMULA_HELP, rare=True),
        Ask("since", "从哪一天起算", How.ONE, "dates", help="不选：从这一步开始的那天", rare=True),
        Ask("until", "办到哪一天", How.ONE, "dates", help="选了就以这一天为限，不写天数", rare=True),
    ),
    "pause": (
        Ask("label", "原因"),
        Ask("source", "依据"),
        Ask("needs_evidence", "要附材料", How.TRUTH),
    ),
    "step": (
        Ask("label", "名称"),
        Ask("after", "在哪几步之后", How.MANY, "steps", help="都不选：一受理就开始"),
        Ask("when", "什么情况下要办", How.FORMULA, help=FORMULA_HELP),
        Ask("evidence", "办结前要有的材料", How.LINES, help="一行一份"),
        Ask("returns_to", "可以退回到", How.MANY, "steps"),
        Ask("help", "办理提示", How.LONG),
    ),
    "owner": (
        Ask("role", "岗位", How.ONE, "roles"),
        Ask("unit", "单位", How.ONE, "units", help="固定由哪个单位办"),
        Ask("unit_from", "单位看哪个字段", How.ONE, "unit_fields", help="和“单位”只选一个"),
    ),
    "check": (
        Ask("that", "要成立的条件", How.FORMULA, help=FORMULA_HELP),
        Ask("else", "不成立时告诉经办人", How.LONG),
    ),
    "explained check": (
        Ask("that", "通常成立的条件", How.FORMULA, help=FORMULA_HELP),
        Ask("else", "不成立时告诉经办人", How.LONG),
        Ask("in", "原因写在哪个字段", help="这一步的一个文字字段，写它的名称"),
    ),
    "light": (
        Ask("label", "看什么"),
        Ask("red", "什么情况亮红灯", How.FORMULA, help=FORMULA_HELP),
        Ask("yellow", "什么情况亮黄灯", How.FORMULA, help=FORMULA_HELP),
        Ask("source", "依据", help="没有公布的写 未公布"),
        Ask("note", "说明"),
    ),
    "measure": (
        Ask("label", "名称"),
        Ask("note", "说明", How.LONG),
        Ask("today", "在“今日”显示", How.TRUTH),
    ),
    "target": (
        Ask("value", "目标值", How.NUMBER),
        Ask("source", "依据"),
        Ask("at_least", "越高越好", How.TRUTH, assumed="true"),
    ),
    "scorecard": (Ask("label", "名称"), Ask("source", "依据")),
    "parameter": (
        Ask("value", "数值", How.NUMBER, help="不填：未公布，用到它的都不下结论"),
        Ask("source", "依据"),
    ),
}
TITLES = {  # of a section inside another, by the word that holds it
    "owner": "谁办",
    "limit": "时限",
    "fields": "要填的字段",
    "log": "每次记录要填的字段",
    "pauses": "停钟的原因",
    "check": "办结要满足的条件",
    "explain": "不成立就要说明原因的条件",
    "log_check": "每次记录要满足的条件",
    "needs": "算得成的条件",
    "lights": "按规则亮灯",
    "target": "目标",
    "parameters": "参数",
    "steps": "步骤",
}
ITEMS = {
    "field": "字段",
    "pause": "停钟原因",
    "step": "步骤",
    "parameter": "参数",
    "check": "条件",
    "explained check": "条件",
    "limit": "时限",
    "light": "亮灯规则",
}
SHAPED = ("steps", "fields", "log", "pauses")  # named parts that can be added to, taken from and put in another order


def ask_of(section: str, word: str) -> Ask | None:
    """What a form asks for a word."""
    return next((ask for ask in ASKS.get(section, ()) if ask.word == word), None)
