"""The words a mechanism may use, by section, with the format number that brought each.

This table is what the readers enforce and what `docs/reference/mechanism-format.md` is printed from. A word once
released keeps its meaning; a new one gets the number of the format that brings it.
"""

from .collection_words import COLLECTION_SECTIONS
from .story_words import STORY_SECTIONS
from .words import FILLED, FORMULA, NAME, NUMBER, TEXT, TEXTS, TRUTH, WHOLE, Word, words

FORMATS = (1,)  # every released number; all of them load

_TERM = words(
    ("over*", NAME, "A procedure, the log of one (procedure/step), a ledger, or a kind of the registry."),
    ("sum", FORMULA, "The sum of it over the rows."),
    ("count", "true", "How many rows."),
    ("distinct", FORMULA, "How many different values."),
    ("one", FORMULA, "The only value; missing if there is none or more than one."),
    ("min", FORMULA, "The least."),
    ("max", FORMULA, "The greatest."),
    ("where", FORMULA, "Which rows."),
    ("dated", "一个日期或期间字段的名称", "The date, or the written period, that puts a row into the period."),
    ("unit", TEXT, "The unit, when the rows do not say it."),
)

SECTIONS: dict[str, tuple[Word, ...]] = {
    "mechanism": words(
        ("format*", WHOLE, "The format number the folder is written in."),
        ("key*", NAME, "The mechanism's name in addresses and references; the folder's name."),
        ("title*", TEXT, "What the county calls it."),
        ("station*", "一个环节", "The station of the loop it belongs to."),
        ("summary", TEXT, "One sentence for the first screen."),
        ("sources", "一串文字", "The documents it is made from."),
    ),
    "ledgers file": words(
        ("format*", WHOLE, "The format number."), ("ledgers*", "“名字: 台账”", "Ledgers by their keys.")
    ),
    "procedures file": words(
        ("format*", WHOLE, "The format number."), ("procedures*", "“名字: 办理流程”", "Procedures by their keys.")
    ),
    "scorecards file": words(
        ("format*", WHOLE, "The format number."), ("scorecards*", "“名字: 评价”", "Scorecards by their keys.")
    ),
    "measures file": words(
        ("format*", WHOLE, "The format number."), ("measures*", "“名字: 指标”", "Measures by their keys.")
    ),
    "matches file": words(
        ("format*", WHOLE, "The format number."), ("matches*", "“名字: 匹配”", "Matches by their keys.")
    ),
    "reports file": words(
        ("format*", WHOLE, "The format number."), ("reports*", "“名字: 报告”", "Reports by their keys.")
    ),
    "documents file": words(
        ("format*", WHOLE, "The format number."), ("documents*", "“名字: 文书”", "Documents by their keys.")
    ),
    "roles file": words(
        ("format*", WHOLE, "The format number."),
        ("confidences", "“名字: 保密内容”", "Circles that fields may be kept in, beside `inside`."),
        ("roles*", "“名字: 角色”", "Roles by their keys."),
    ),
    "confidence": words(
        ("label*", TEXT, "What the county calls what is kept."),
        ("sums_from", WHOLE, "Sums over so many enterprises or more are told outside it too; no sums if not said."),
    ),
    "ledger": words(
        ("label*", TEXT, "What the county calls one record."),
        ("title*", NAME, "The field that names a record."),
        ("identity", TEXTS, "The fields that make two records the same."),
        ("enterprise", NAME, "The field that ties a record to an enterprise."),
        ("parcel", NAME, "The field that ties a record to a parcel."),
        ("region", NAME, "The field that holds the code of the record's area."),
        ("unit", NAME, "The field that ties a record to the office it belongs to; the writer's own if not said."),
        ("state", NAME, "The choice that says how a record stands. Only of a ledger that no procedure handles."),
        ("from", NAME, "The date from which a record is in force. Only of a ledger that no procedure handles."),
        ("through", NAME, "The date of the last day on which it is in force; without a value it has no end."),
        ("by", TEXTS, "Roles that write its records; whoever may register if not said. Not with a procedure."),
        ("fields*", "“名字: 字段”", "Fields by their keys."),
    ),
    "field": words(
        ("label*", TEXT, "The county's word: the one formulas and headers use."),
        ("kind", "一种类型", "What it holds; text if not said."),
        ("unit", TEXT, "The unit of a number."),
        ("required", TRUTH, "Whether it must be filled in."),
        ("choices", "一串文字", "What can be chosen."),
        ("to", "一个台账或办理流程的名字", "What a reference points to."),
        ("help", TEXT, "A hint beside the field."),
        ("least", NUMBER, "The least a number may be, in the field's unit."),
        ("most", NUMBER, "The most it may be."),
        ("personal", TRUTH, "Whether it tells of a person: masked in exports, erasable in the audit."),
        ("listed", TRUTH, "Whether it is a column of the list."),
        ("confidential", "true 或 roles.yaml 里的一类保密内容", "Which circle keeps it; true: those inside."),
        ("open_once", NAME, "Confidential only until that field of the row is filled in, such as the day of signing."),
    ),
    "procedure": words(
        ("label*", TEXT, "What the county calls it."),
        ("ledger*", NAME, "The ledger of this mechanism whose records are handled."),
        ("opened_by*", TEXTS, "Roles that may open a case."),
        ("cancel_by", TEXTS, "Roles that may cancel one."),
        ("reopen_by", TEXTS, "Roles that may take a finished case up again, with a reason."),
        ("reopen_at", NAME, "The step at which it is taken up again."),
        ("warn_before", WHOLE, "The light turns yellow when so many units are left."),
        ("limit", "时限，或一串时限", "The promise for the whole case."),
        ("station", "一个环节", "The station it shows in; the mechanism's if not said."),
        ("pauses", "“名字: 停钟原因”", "What stops the clock."),
        ("steps*", "“名字: 步骤”", "Steps by their keys."),
        ("totals", "“名称: 累计”", "One value per case over the log of a step; columns of the case, by their labels."),
        ("lights", "一串“label: 文字, red: 公式, …”", "Rules that light a case, beside its clock; the worst shows."),
    ),
    "pause": words(
        ("label*", TEXT, "The reason."),
        ("source", TEXT, "The rule it comes from."),
        ("needs_evidence", TRUTH, "Whether a document must be attached."),
    ),
    "limit": words(
        ("amount", WHOLE, "How many; 0: the day it opens. Not with `until`."),
        ("unit*", "workday（工作日）或 day（自然日）", "What is counted."),
        ("source*", TEXT, "The rule it comes from, or 未公布: then the county set it."),
        ("when", FORMULA, "Which cases it is for. Of a list the first that holds counts; unknown: no day yet."),
        ("since", "一个日期字段的名称", "The clock starts that day; while it is empty there is no due day."),
        ("until", "一个日期字段的名称", "Due on the planned day it holds; pauses do not move it."),
    ),
    "total": words(
        ("log*", NAME, "The step whose entries are taken."),
        ("sum", FORMULA, "The sum of it over the entries."),
        ("count", "true", "How many entries."),
        ("min", FORMULA, "The least."),
        ("max", FORMULA, "The greatest."),
        ("last", FORMULA, "That of the newest entry."),
        ("where", FORMULA, "Which entries: over the log, 记录日期, the case's record and 当日."),
        ("listed", TRUTH, "False: no column of the list."),
    ),
    "light": words(
        ("label*", TEXT, "What the light is about."),
        ("red", FORMULA, "Red if it holds: over the case, its totals and 当日."),
        ("yellow", FORMULA, "Else yellow if this holds."),
        ("source*", TEXT, "The rule it comes from, or 未公布."),
        ("note", TEXT, "The reason shown beside the light; the formula itself if not said."),
    ),
    "step": words(
        ("label*", TEXT, "What the county calls it."),
        ("owner*", "“role: 角色”", "Who does it."),
        ("after", TEXTS, "The steps that must be over before; none: it opens with the case."),
        ("when", FORMULA, "False: the step is skipped. Unknown: it waits."),
        ("limit", "时限，或一串时限", "How long it may take."),
        ("fields", "“名字: 字段”", "What is filled in to finish it."),
        ("log", "“名字: 字段”", "What is noted with each entry while it is open."),
        (
            "log_check",
            "一串“that: 公式, else: 文字”",
            "What must hold to note an entry: over it, the case, 当日.",
        ),
        ("evidence", "一串文字", "Documents without which it cannot be finished."),
        ("check", "一串“that: 公式, else: 文字”", "What must hold to finish it, and the sentence when it does not."),
        ("explain", "一串“that: 公式, else: 文字, in: 字段的名称”", "What asks for words where it does not hold."),
        ("returns_to", TEXTS, "Earlier steps it can be returned to."),
        ("opens", "一串“procedure: 名字, carry: …”", "Cases that finishing it opens."),
        ("effects", "一串“kind: 名字, values: …”", "Dated facts of the registry that finishing it changes."),
        ("lane", "一条泳道", "The row of a plot's line of time it shows in."),
        ("help", TEXT, "A hint on the step's form."),
        ("offered", TRUTH, "True: while it is in hand, the record is on offer to whoever sees only what is on offer."),
    ),
    "owner": words(
        ("role*", NAME, "A role."),
        ("unit", NAME, "A fixed unit, by its key."),
        ("unit_from", "一个字段的名称", "The field of the case that holds the unit."),
    ),
    "check": words(("that*", FORMULA, "What must hold."), ("else*", TEXT, "What a person reads when it does not.")),
    "explained check": words(
        ("that*", FORMULA, "What should hold; what cannot be told asks for nothing."),
        ("else*", TEXT, "What a person reads when it does not."),
        ("in*", "一个字段的名称", "The text field of the step in which the reason is then written."),
    ),
    "opening": words(
        ("procedure*", NAME, "The procedure to open: this mechanism's, or mechanism.procedure."),
        ("carry", "“对方字段的名称: 公式”", "Values of the new record, from this case."),
        ("when", FORMULA, "Only then."),
        ("link", NAME, "The text field of the new record that keeps this case's number."),
    ),
    "effect": words(
        ("kind*", NAME, "Which fact changes."),
        ("values*", "“名称: 公式”", "Its values, from this case."),
        ("when", FORMULA, "Only then."),
    ),
    "measure": words(
        ("label*", TEXT, "What the county calls it."),
        ("unit*", TEXT, "The unit it is reported in."),
        ("digits*", WHOLE, "Decimals shown."),
        ("terms*", "“名称: 分项”", "Its terms by their labels."),
        ("value", FORMULA, "A formula over the terms; the only term, or 分子 / 分母, if not said."),
        ("percent", TRUTH, "Show the value × 100 with %."),
        ("station", "一个环节", "The station it shows in; the mechanism's if not said."),
        ("target", "“value: 数, source: 文字”", "What it is held against."),
        ("needs", "一串“that: 公式, else: 文字”", "Without which it is refused, with the reason."),
        ("refused", TEXT, "Why it is never computed."),
        ("assumes", TEXT, "What it stands on; shown beside it."),
        ("group", "一个字段的名称", "The rows are counted apart by it."),
        ("opens", NAME, "The procedure a group's rows can be turned into."),
        ("source", TEXT, "Where it is asked for."),
        ("note", TEXT, "What a reader should know."),
        ("by_day", TRUTH, "Asked for as of a day, not for a period."),
        ("today", TRUTH, "Shown on 今日."),
    ),
    "term": _TERM,
    "scorecard": words(
        ("label*", TEXT, "What the county calls it."),
        ("over*", NAME, "A ledger or a kind of the registry: each of its rows is a subject."),
        ("where", FORMULA, "Which subjects take part."),
        ("source*", TEXT, "The rule it comes from, or 未公布."),
        ("note", TEXT, "What a reader should know."),
        ("station", "一个环节", "The station it shows in; the mechanism's if not said."),
        ("inputs", "“名称: 取值”", "One value per subject, each by its label."),
        ("parameters", "“名称: 参数”", "Numbers of the rule; without a value, the county supplies it."),
        ("indicators*", "“名称: 评价指标”", "Indicators by their labels."),
        ("adjustments", "一串“label: 文字, points: 公式, source: 文字”", "Points added or taken away."),
        ("classes", "一串“name: 文字, when: 公式, source: 文字”", "Classes: the first that holds is the subject's."),
        ("lists", "“名字: 名单”", "Lists of subjects by their keys."),
        ("points", WHOLE, "Decimals to which the points of an indicator are kept; 6 if not said."),
        ("digits", WHOLE, "Decimals of the total, over which subjects are ranked; 2 if not said."),
    ),
    "input": _TERM
    + words(("per*", "一个字段的名称", "The field whose value is the subject's key: its rows are the subject's.")),
    "parameter": words(
        ("value", NUMBER, "The number; not written: not published, the county supplies it with a run."),
        ("unit", TEXT, "Its unit."),
        ("source*", TEXT, "The document it comes from, or 未公布."),
    ),
    "indicator": words(
        ("value*", FORMULA, "Its value, over the subject, the inputs and the parameters."),
        ("unit", TEXT, "Its unit; the formula's if not said."),
        ("benchmark*", NUMBER, "What the value is held against."),
        ("weight*", NUMBER, "Its points at the benchmark."),
        ("missing*", "unscored、zero 或 mean", "Without a value: no total, no points, or the mean of the others."),
        ("source*", TEXT, "The rule it comes from."),
        ("score", FORMULA, "Its points over 值, 基准 and 权重; 值 / 基准 * 权重 if not said."),
    ),
    "adjustment": words(
        ("label*", TEXT, "What the county calls it."),
        ("points*", FORMULA, "Points, also over the indicators and their points."),
        ("source*", TEXT, "The rule it comes from."),
    ),
    "class": words(
        ("name*", TEXT, "The class, such as A."),
        ("when*", FORMULA, "Also over 总分, 名次, 位次 (in %) and 参评数."),
        ("source*", TEXT, "The rule it comes from, or 未公布."),
    ),
    "list": words(
        ("label*", TEXT, "What the county calls it."),
        ("where*", FORMULA, "Which subjects; over 类别 too."),
        ("note", TEXT, "What a reader should know."),
        ("opens", "“procedure: 名字, carry: …”", "The case that a subject of the list can be turned into."),
    ),
    "list opening": words(
        ("procedure*", NAME, "The procedure to open: this mechanism's, or mechanism.procedure."),
        ("carry", "“对方字段的名称: 公式”", "Values of the new record; the rest is filled in when it is opened."),
    ),
    "target": words(
        ("value*", NUMBER, "The number, in the measure's unit."),
        ("source*", TEXT, "The document it comes from, or 未公布."),
        ("at_least", TRUTH, "False: it must stay below."),
    ),
    "match": words(
        ("label*", TEXT, "What the county calls it."),
        ("station", "一个环节", "The station it shows in; the mechanism's if not said."),
        ("left*", "一边", "The rows that are given out, one to each of the other side."),
        ("right*", "一边", "The rows that look for one."),
        ("hard", "一串“that: 公式, else: 文字”", "What a pair must meet, and the reason when it does not."),
        ("soft", "一串“label: 名称, weight: 数, score: 公式”", "What suits a pair better."),
        ("near", WHOLE, "A pair that fails so many hard conditions is still a near miss; 1 if not said."),
        ("pairing", "“step: 步骤, values: …”", "Where a pair that is taken up is noted."),
        ("note", TEXT, "What a reader should know."),
    ),
    "side": words(
        ("word*", TEXT, "What names in formulas begin with: 资源 makes 资源的建筑面积."),
        ("over*", NAME, "A procedure, a ledger, or a kind of the registry."),
        ("where", FORMULA, "Which rows, over their own labels; unknown is left out."),
    ),
    "hard": words(
        ("that*", FORMULA, "What must hold. Unknown: a question, no refusal."),
        ("else*", TEXT, "The reason a person reads when it does not."),
        ("firm", TRUTH, "True: a pair that fails it is no near miss."),
    ),
    "soft": words(
        ("label*", TEXT, "What the county calls it."),
        ("weight*", NUMBER, "The points it is worth at most."),
        ("score*", FORMULA, "From 0 to 1; what lies outside is cut off, unknown counts 0."),
    ),
    "pairing": words(
        ("step*", NAME, "The step of the left side's case with the log in which the pair is noted."),
        ("values", "“记录里的名称: 公式”", "What is filled in, from both sides."),
    ),
    "report": words(
        ("label*", TEXT, "What the county calls it."),
        ("title*", FILLED, "Its title."),
        ("every*", "month、quarter、half 或 year", "How long its periods are."),
        ("audiences*", "“名字: 对象”", "Whom it is drawn for, from the same rows; the first if nobody says."),
        ("blocks*", "一串内容", "What stands in it, in order."),
        ("signed_by", TEXT, "The unit that signs."),
        ("formal", TRUTH, "With a red head."),
        ("note", TEXT, "What whoever draws it should know."),
    ),
    "audience": words(
        ("label*", TEXT, "What the county calls it; a report may write only this."),
        ("units", "“单位: 单位”", "What is kept in the first is said in the second, such as 万元: 亿元."),
        ("to", TEXT, "Whom the report is addressed to."),
    ),
    "document": words(
        ("label*", TEXT, "What the county calls it."),
        ("procedure*", NAME, "The procedure whose cases it is of."),
        ("title*", FILLED, "Its title."),
        ("blocks*", "一串内容", "What stands in it, in order."),
        ("to", FILLED, "Whom it is addressed to."),
        ("signed_by", "一串文字", "The unit that signs, or the parties that sign beside each other."),
        ("formal", TRUTH, "With a red head."),
        ("from_step", NAME, "Only once this step is in hand or over."),
    ),
    "block": words(
        ("heading", FILLED, "A heading: 一、 or （一） or 1. begins it."),
        ("text", FILLED, "A paragraph."),
        ("numbers", "一串指标", "A table of measures, each perhaps with @ from when and | in which unit."),
        ("groups", "一个指标", "A table of a measure that is counted apart."),
        ("rows", "“over: 名字, columns: …”", "A table of rows."),
        ("facts", TEXTS, "A form of facts of the case, each perhaps with | in which unit."),
        ("caption", TEXT, "What stands over the table."),
        ("since", "本期、本年、累计 中的几个", "The columns of a table of measures; 本期 if not said."),
        ("only", TEXTS, "The audiences it is for; all if not said."),
    ),
    "report rows": words(
        ("over*", NAME, "A procedure, a ledger, or a kind of the registry."),
        ("columns*", TEXTS, "The labels of its columns, each perhaps with | in which unit."),
        ("where", FORMULA, "Which rows."),
        ("dated", "一个日期字段的名称", "The date that puts a row into the report's period; every row if not said."),
        ("order", "一个字段的名称", "What rows are sorted by; a minus before it: downwards."),
    ),
    "role": words(
        ("label*", TEXT, "What the county calls it."),
        ("sees*", "region、unit、own、listed 或 none", "Which rows."),
        ("may", TEXTS, "Rights beyond its steps."),
        ("reads", TEXTS, "Confidences it is let into; not said: `inside` for those who see a region or a unit."),
        ("second_factor", TRUTH, "Whether nobody holds it without a second factor."),
    ),
}
SECTIONS |= STORY_SECTIONS | COLLECTION_SECTIONS
