"""Rules that light a case: red, else yellow, else green; grey while what they need is not known."""

from collections.abc import Mapping
from dataclasses import dataclass

from tenglong.core.formula import Checked, evaluate
from tenglong.core.lights import Light, Lit

from .model import LightRule


@dataclass(frozen=True, slots=True)
class RuleLit:
    """A rule with its light; `formula` is the one that lit it, None when none did."""

    rule: LightRule
    lit: Lit
    formula: Checked | None


def rule_lit(rule: LightRule, facts: Mapping[str, object]) -> RuleLit:
    """The light of a rule over the case's facts and 当日. A formula that cannot be told lights nothing."""
    told = [(light, formula, evaluate(formula, facts)) for light, formula in _formulas(rule)]
    for light, formula, holds in told:
        if holds is True:
            return RuleLit(rule, Lit(light, f"{rule.label}：{rule.note or formula.formula.text}"), formula)
    unknown = [formula for _, formula, holds in told if holds is None]
    if not unknown:
        return RuleLit(rule, Lit(Light.GREEN, f"{rule.label}：正常"), None)
    missing = dict.fromkeys(spec.name for formula in unknown for spec in formula.names if facts.get(spec.name) is None)
    words = f"{rule.label}：还判断不了，缺{''.join(f'“{label}”' for label in missing)}"
    return RuleLit(rule, Lit(Light.GREY, words), None)


def _formulas(rule: LightRule) -> list[tuple[Light, Checked]]:
    pairs = ((Light.RED, rule.red), (Light.YELLOW, rule.yellow))
    return [(light, formula) for light, formula in pairs if formula is not None]
