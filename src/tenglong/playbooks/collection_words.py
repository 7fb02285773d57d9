"""The words of collections: what is asked of whom, how often, and the tables it fills for others."""

from .words import FORMULA, NAME, TEXT, WHOLE, Word, words

COLLECTION_SECTIONS: dict[str, tuple[Word, ...]] = {
    "collections file": words(
        ("format*", WHOLE, "The format number."), ("collections*", "“名字: 填报”", "Collections by their keys.")
    ),
    "collection": words(
        ("label*", TEXT, "What the county calls it."),
        ("procedure*", NAME, "The procedure of this mechanism whose cases are the answers."),
        ("owner*", "“role: 角色, unit: 单位”", "Who opens the rounds, reminds, merges and freezes."),
        ("asks*", "unit（单位）或 enterprise（企业）", "Whom it asks."),
        ("where", FORMULA, "Which of them: over 代码、名称、区划、级别 of an office, or the fields of an enterprise."),
        ("every*", "month、quarter、half 或 year", "How often."),
        ("due*", "“amount: 数, unit: 单位, source: 文字”", "By when an answer is due, after the period's last day."),
        ("remind", "一串天数，例如 [-3, 0, 1]", "Reminds whoever has not answered, days from the due day."),
        ("addressee*", NAME, "The field of the record that refers to the addressee."),
        ("period*", NAME, "The text field of the record that keeps the written period."),
        ("due_on*", NAME, "The date field of the record that keeps the day it is due."),
        ("title", NAME, "The text field that gets the addressee's name and the period."),
        ("signed*", NAME, "The step with which somebody answers for the figures."),
        ("merged*", NAME, "The last step, which merging finishes."),
        ("about", "“字段的名称: 公式”", "Fields of the record filled from the addressee's own row."),
        ("last", "“字段的名称: 公式”", "Fields of the record filled from the answer to the round before."),
        ("year_before", "“字段的名称: 公式”", "Fields of the record filled from the answer of a year before."),
        ("figures", "“名字: 名称”", "What several tables tell, each in its own scope."),
        ("tables", "“名字: 上报表”", "The tables that others ask for, by their keys."),
    ),
    "deadline": words(
        ("amount*", WHOLE, "How many, after the last day of the period."),
        ("unit*", "workday（工作日）或 day（自然日）", "What is counted."),
        ("source*", TEXT, "The rule it comes from, or 未公布."),
    ),
    "outward table": words(
        ("label*", TEXT, "What the receiving form is called."),
        ("to*", TEXT, "Who receives it."),
        ("why*", TEXT, "The scope in words: what counts here and by which document."),
        ("where", FORMULA, "The scope: which answers count; every one if not said."),
        ("cut_off", "“amount: 数, unit: 单位, source: 文字”", "Answers first signed later do not count."),
        ("columns*", "一串“label: 文字, of: 公式, …”", "Its columns in order, under the receiving form's labels."),
    ),
    "outward column": words(
        ("label*", TEXT, "The receiving form's own label."),
        ("of*", FORMULA, "What stands in it: over the answer, 填报对象 and 对象代码."),
        ("unit", TEXT, "The unit it is said in; that of the formula if not said."),
        ("digits", WHOLE, "How many decimals."),
        ("figure", NAME, "Which of the figures it tells."),
    ),
}
