"""The words a mechanism may use, by section, with the format number that brought each.

This table is what the readers enforce and what `docs/reference/mechanism-format.md` is printed from. A word once
released keeps its meaning; a new one gets the number of the format that brings it.
"""

from dataclasses import dataclass

FORMATS = (1,)  # every released number; all of them load


@dataclass(frozen=True, slots=True)
class Word:
    """A name of a section. `takes` is what stands behind it, in the author's words."""

    name: str
    takes: str
    says: str
    required: bool = False
    since: int = 1


def _words(*rows: tuple[str, str, str]) -> tuple[Word, ...]:
    """Rows of name, what it takes, what it says; a name with * is required."""
    return tuple(Word(name.rstrip("*"), takes, says, name.endswith("*")) for name, takes, says in rows)


TEXT, TEXTS, TRUTH, WHOLE, NUMBER = "一段文字", "一串名字", "是或否（true、false）", "一个整数（从 0 起）", "一个数"
FILLED = "一段文字，可以有 {…}"
NAME, FORMULA, DAY, MOMENT = "一个名字", "一个公式", "一个日期，例如 2023-01-31", "一个时间，例如 2023-01-31 09:00"

_TERM = _words(
    ("over*", NAME, "A procedure, a ledger, or a kind of the registry."),
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
    "mechanism": _words(
        ("format*", WHOLE, "The format number the folder is written in."),
        ("key*", NAME, "The mechanism's name in addresses and references; the folder's name."),
        ("title*", TEXT, "What the county calls it."),
        ("station*", "一个环节", "The station of the loop it belongs to."),
        ("summary", TEXT, "One sentence for the first screen."),
        ("sources", "一串文字", "The documents it is made from."),
    ),
    "ledgers file": _words(
        ("format*", WHOLE, "The format number."), ("ledgers*", "“名字: 台账”", "Ledgers by their keys.")
    ),
    "procedures file": _words(
        ("format*", WHOLE, "The format number."), ("procedures*", "“名字: 办理流程”", "Procedures by their keys.")
    ),
    "scorecards file": _words(
        ("format*", WHOLE, "The format number."), ("scorecards*", "“名字: 评价”", "Scorecards by their keys.")
    ),
    "measures file": _words(
        ("format*", WHOLE, "The format number."), ("measures*", "“名字: 指标”", "Measures by their keys.")
    ),
    "reports file": _words(
        ("format*", WHOLE, "The format number."), ("reports*", "“名字: 报告”", "Reports by their keys.")
    ),
    "documents file": _words(
        ("format*", WHOLE, "The format number."), ("documents*", "“名字: 文书”", "Documents by their keys.")
    ),
    "roles file": _words(("format*", WHOLE, "The format number."), ("roles*", "“名字: 角色”", "Roles by their keys.")),
    "ledger": _words(
        ("label*", TEXT, "What the county calls one record."),
        ("title*", NAME, "The field that names a record."),
        ("identity", TEXTS, "The fields that make two records the same."),
        ("enterprise", NAME, "The field that ties a record to an enterprise."),
        ("parcel", NAME, "The field that ties a record to a parcel."),
        ("region", NAME, "The field that holds the code of the record's area."),
        ("fields*", "“名字: 字段”", "Fields by their keys."),
    ),
    "field": _words(
        ("label*", TEXT, "The county's word: the one formulas and headers use."),
        ("kind", "一种类型", "What it holds; text if not said."),
        ("unit", TEXT, "The unit of a number."),
        ("required", TRUTH, "Whether it must be filled in."),
        ("choices", "一串文字", "What can be chosen."),
        ("to", "一个台账或办理流程的名字", "What a reference points to."),
        ("help", TEXT, "A hint beside the field."),
        ("listed", TRUTH, "Whether it is a column of the list."),
        ("confidential", TRUTH, "Whether only those who handle the case see it."),
    ),
    "procedure": _words(
        ("label*", TEXT, "What the county calls it."),
        ("ledger*", NAME, "The ledger of this mechanism whose records are handled."),
        ("opened_by*", TEXTS, "Roles that may open a case."),
        ("cancel_by", TEXTS, "Roles that may cancel one."),
        ("warn_before", WHOLE, "The light turns yellow when so many units are left."),
        ("limit", "时限，或一串时限", "The promise for the whole case."),
        ("station", "一个环节", "The station it shows in; the mechanism's if not said."),
        ("pauses", "“名字: 停钟原因”", "What stops the clock."),
        ("steps*", "“名字: 步骤”", "Steps by their keys."),
    ),
    "pause": _words(
        ("label*", TEXT, "The reason."),
        ("source", TEXT, "The rule it comes from."),
        ("needs_evidence", TRUTH, "Whether a document must be attached."),
    ),
    "limit": _words(
        ("amount", WHOLE, "How many; 0: the day it opens. Not with `until`."),
        ("unit*", "workday（工作日）或 day（自然日）", "What is counted."),
        ("source*", TEXT, "The rule it comes from, or 未公布: then the county set it."),
        ("when", FORMULA, "Which cases it is for. Of a list the first that holds counts; unknown: no day yet."),
        ("since", "一个日期字段的名称", "The clock starts that day; while it is empty there is no due day."),
        ("until", "一个日期字段的名称", "Due on the planned day it holds; pauses do not move it."),
    ),
    "step": _words(
        ("label*", TEXT, "What the county calls it."),
        ("owner*", "“role: 角色”", "Who does it."),
        ("after", TEXTS, "The steps that must be over before; none: it opens with the case."),
        ("when", FORMULA, "False: the step is skipped. Unknown: it waits."),
        ("limit", "时限，或一串时限", "How long it may take."),
        ("fields", "“名字: 字段”", "What is filled in to finish it."),
        ("log", "“名字: 字段”", "What is noted with each entry while it is open."),
        ("evidence", "一串文字", "Documents without which it cannot be finished."),
        ("check", "一串“that: 公式, else: 文字”", "What must hold to finish it, and the sentence when it does not."),
        ("returns_to", TEXTS, "Earlier steps it can be returned to."),
        ("opens", "一串“procedure: 名字, carry: …”", "Cases that finishing it opens."),
        ("effects", "一串“kind: 名字, values: …”", "Dated facts of the registry that finishing it changes."),
        ("lane", "一条泳道", "The row of a plot's line of time it shows in."),
        ("help", TEXT, "A hint on the step's form."),
        ("offered", TRUTH, "True: while it is in hand, the record is on offer to whoever sees only what is on offer."),
    ),
    "owner": _words(
        ("role*", NAME, "A role."),
        ("unit", NAME, "A fixed unit, by its key."),
        ("unit_from", "一个字段的名称", "The field of the case that holds the unit."),
    ),
    "check": _words(("that*", FORMULA, "What must hold."), ("else*", TEXT, "What a person reads when it does not.")),
    "opening": _words(
        ("procedure*", NAME, "The procedure to open: this mechanism's, or mechanism.procedure."),
        ("carry", "“对方字段的名称: 公式”", "Values of the new record, from this case."),
        ("when", FORMULA, "Only then."),
        ("link", NAME, "The text field of the new record that keeps this case's number."),
    ),
    "effect": _words(
        ("kind*", NAME, "Which fact changes."),
        ("values*", "“名称: 公式”", "Its values, from this case."),
        ("when", FORMULA, "Only then."),
    ),
    "measure": _words(
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
    "scorecard": _words(
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
    + _words(("per*", "一个字段的名称", "The field whose value is the subject's key: its rows are the subject's.")),
    "parameter": _words(
        ("value", NUMBER, "The number; not written: not published, the county supplies it with a run."),
        ("unit", TEXT, "Its unit."),
        ("source*", TEXT, "The document it comes from, or 未公布."),
    ),
    "indicator": _words(
        ("value*", FORMULA, "Its value, over the subject, the inputs and the parameters."),
        ("unit", TEXT, "Its unit; the formula's if not said."),
        ("benchmark*", NUMBER, "What the value is held against."),
        ("weight*", NUMBER, "Its points at the benchmark."),
        ("missing*", "unscored、zero 或 mean", "Without a value: no total, no points, or the mean of the others."),
        ("source*", TEXT, "The rule it comes from."),
        ("score", FORMULA, "Its points over 值, 基准 and 权重; 值 / 基准 * 权重 if not said."),
    ),
    "adjustment": _words(
        ("label*", TEXT, "What the county calls it."),
        ("points*", FORMULA, "Points, also over the indicators and their points."),
        ("source*", TEXT, "The rule it comes from."),
    ),
    "class": _words(
        ("name*", TEXT, "The class, such as A."),
        ("when*", FORMULA, "Also over 总分, 名次, 位次 (in %) and 参评数."),
        ("source*", TEXT, "The rule it comes from, or 未公布."),
    ),
    "list": _words(
        ("label*", TEXT, "What the county calls it."),
        ("where*", FORMULA, "Which subjects; over 类别 too."),
        ("note", TEXT, "What a reader should know."),
        ("opens", "“procedure: 名字, carry: …”", "The case that a subject of the list can be turned into."),
    ),
    "list opening": _words(
        ("procedure*", NAME, "The procedure to open: this mechanism's, or mechanism.procedure."),
        ("carry", "“对方字段的名称: 公式”", "Values of the new record; the rest is filled in when it is opened."),
    ),
    "target": _words(
        ("value*", NUMBER, "The number, in the measure's unit."),
        ("source*", TEXT, "The document it comes from, or 未公布."),
        ("at_least", TRUTH, "False: it must stay below."),
    ),
    "report": _words(
        ("label*", TEXT, "What the county calls it."),
        ("title*", FILLED, "Its title."),
        ("every*", "month、quarter、half 或 year", "How long its periods are."),
        ("audiences*", "“名字: 对象”", "Whom it is drawn for, from the same rows; the first if nobody says."),
        ("blocks*", "一串内容", "What stands in it, in order."),
        ("signed_by", TEXT, "The unit that signs."),
        ("formal", TRUTH, "With a red head."),
        ("note", TEXT, "What whoever draws it should know."),
    ),
    "audience": _words(
        ("label*", TEXT, "What the county calls it; a report may write only this."),
        ("units", "“单位: 单位”", "What is kept in the first is said in the second, such as 万元: 亿元."),
        ("to", TEXT, "Whom the report is addressed to."),
    ),
    "document": _words(
        ("label*", TEXT, "What the county calls it."),
        ("procedure*", NAME, "The procedure whose cases it is of."),
        ("title*", FILLED, "Its title."),
        ("blocks*", "一串内容", "What stands in it, in order."),
        ("to", FILLED, "Whom it is addressed to."),
        ("signed_by", "一串文字", "The unit that signs, or the parties that sign beside each other."),
        ("formal", TRUTH, "With a red head."),
        ("from_step", NAME, "Only once this step is in hand or over."),
    ),
    "block": _words(
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
    "report rows": _words(
        ("over*", NAME, "A procedure, a ledger, or a kind of the registry."),
        ("columns*", TEXTS, "The labels of its columns, each perhaps with | in which unit."),
        ("where", FORMULA, "Which rows."),
        ("dated", "一个日期字段的名称", "The date that puts a row into the report's period; every row if not said."),
        ("order", "一个字段的名称", "What rows are sorted by; a minus before it: downwards."),
    ),
    "role": _words(
        ("label*", TEXT, "What the county calls it."),
        ("sees*", "region、unit、own、listed 或 none", "Which rows."),
        ("may", TEXTS, "Rights beyond its steps."),
    ),
    "story": _words(
        ("format*", WHOLE, "The format number."),
        ("title*", TEXT, "What happens."),
        ("source*", TEXT, "Where the story is told."),
        ("region", TEXT, "The code of the area it happens in."),
        ("people", "“姓名: 角色”", "Who acts: the role, or role with unit or enterprise."),
        ("events*", "一串事件", "What happens, in order of time."),
    ),
    "person": _words(
        ("role*", NAME, "A role."),
        ("unit", NAME, "The unit, by its key."),
        ("enterprise", TEXT, "The enterprise a person of it acts for, by name."),
    ),
    "event": _words(
        ("at*", MOMENT, "When."),
        ("by", "一个人的姓名", "Who."),
        ("register", "“种类: 内容”", "A row of the registry."),
        ("open", NAME, "Opens a case of this procedure."),
        ("as", TEXT, "The alias of the case opened."),
        ("finish", "办件/步骤", "Finishes a step."),
        ("note", "办件/步骤", "Adds a log entry to a step."),
        ("pause", "办件/步骤", "Stops the clock."),
        ("resume", "办件/步骤", "Lets it run again."),
        ("return", "办件/步骤", "Returns the case to an earlier step."),
        ("cancel", "办件", "Cancels the case."),
        ("expect", "“measure、case、parcel 或 score: …”", "What must be so at that moment."),
        ("repeat", "一串“count: 数, events: …”", "Many cases of the same kind."),
        ("until", MOMENT, "When the repeated cases end; they are spread evenly until then."),
        ("from", "“list: 评价/名单, subject: 名称”", "The list of a published run that the case is opened from."),
        ("publish", "一个评价", "Runs a scorecard for a period and publishes it."),
        ("period", "一个期间，例如 2023", "The period published."),
        ("source", TEXT, "Where the values supplied for a publication are written."),
        ("with", "“字段: 值”", "Values entered; of a publication, those of the parameters that the county supplies."),
        ("evidence", "一串文字", "Documents attached, by title."),
        ("reason", TEXT, "The reason of a pause, a return or a cancel."),
        ("to", NAME, "The step returned to."),
        ("opens_as", "“办理流程: 办件”", "Aliases of the cases that finishing the step opens."),
        ("refused", TEXT, "The program must refuse, with a sentence that contains this."),
    ),
    "group": _words(
        ("count*", WHOLE, "How many cases."),
        (
            "events*",
            "一串事件",
            "What happens to each; № is the running number; a case 诉求 is 诉求7 outside.",
        ),
    ),
    "repeated event": _words(
        ("days", WHOLE, "So many days after the case begins."),
        ("by*", "一个人的姓名", "Who."),
        ("open", NAME, "Opens the case."),
        ("as", TEXT, "The alias of the case opened."),
        ("finish", "办件/步骤", "Finishes a step."),
        ("note", "办件/步骤", "Adds a log entry to a step."),
        ("pause", "办件/步骤", "Stops the clock."),
        ("resume", "办件/步骤", "Lets it run again."),
        ("return", "办件/步骤", "Returns the case to an earlier step."),
        ("cancel", "办件", "Cancels the case."),
        ("with", "“字段: 值”", "Values entered."),
        ("evidence", "一串文字", "Documents attached, by title."),
        ("reason", TEXT, "The reason of a pause, a return or a cancel."),
        ("to", NAME, "The step returned to."),
    ),
    "expected measure": _words(
        ("measure*", NAME, "The measure."),
        ("period", "一个期间，例如 2023、2023H1、2023Q2、2023-06", "For a period."),
        ("on", DAY, "As of a day."),
        ("is", NUMBER, "The number as shown."),
        ("refused", TEXT, "It is refused, with a sentence that contains this."),
    ),
    "listed subject": _words(
        ("list*", "评价/名单", "The list, as scorecard/list."),
        ("subject*", TEXT, "The subject, by name or code."),
    ),
    "expected score": _words(
        ("score*", "一个评价", "The scorecard."),
        ("period*", "一个期间，例如 2023", "Of the run of that period."),
        ("subject*", TEXT, "The subject, by name or code."),
        ("is", NUMBER, "Its total."),
        ("rank", WHOLE, "Its rank."),
        ("class", TEXT, "Its class."),
        ("lists", "一串名字", "Exactly the lists it is on, by key."),
        ("points", "“评价指标: 数”", "Its points on indicators."),
    ),
    "expected case": _words(
        ("case*", "一个办件", "The case, by its alias."),
        ("status", "办理中、已办结或已取消", "How it stands."),
        ("open", TEXTS, "Exactly the steps that are open."),
        ("step", NAME, "The step that light and due are said of; the case if not said."),
        ("light", "绿、黄、红或灰", "Its light."),
        ("due", DAY, "The day it is due."),
    ),
    "expected report": _words(
        ("report*", NAME, "The report."),
        ("period*", "一个期间，例如 2023、2023H1、2023Q2、2023-06", "Of this period."),
        ("for", NAME, "The audience; the first if not said."),
        ("contains", TEXT, "It says this, a table's cells with a blank between."),
        ("refused", TEXT, "It is not drawn, with a sentence that contains this."),
    ),
    "expected document": _words(
        ("document*", NAME, "The document."),
        ("case*", "一个办件", "Of the case with this alias."),
        ("contains", TEXT, "It says this, a table's cells with a blank between."),
        ("refused", TEXT, "It is not drawn, with a sentence that contains this."),
    ),
    "expected parcel": _words(
        ("parcel*", TEXT, "The parcel, by name or code."),
        ("occupants*", "一串名字", "Exactly the enterprises that use it, by name or code."),
        ("on", DAY, "On that day; the event's if not said."),
    ),
}
