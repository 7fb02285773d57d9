"""Which section of the vocabulary stands where: what the words of a section hold, by file from the top."""

from .vocabulary import SECTIONS

FILES = {  # the section a file begins with; stories begin with "story"
    "mechanism.yaml": "mechanism",
    "ledger.yaml": "ledgers file",
    "procedure.yaml": "procedures file",
    "measures.yaml": "measures file",
    "scorecard.yaml": "scorecards file",
    "match.yaml": "matches file",
    "reports.yaml": "reports file",
    "documents.yaml": "documents file",
    "collection.yaml": "collections file",
}
NAMED = {  # words that hold sections under names
    "ledgers file": {"ledgers": "ledger"},
    "ledger": {"fields": "field"},
    "procedures file": {"procedures": "procedure"},
    "procedure": {"pauses": "pause", "steps": "step", "totals": "total"},
    "step": {"fields": "field", "log": "field"},
    "measures file": {"measures": "measure"},
    "measure": {"terms": "term"},
    "scorecards file": {"scorecards": "scorecard"},
    "scorecard": {"inputs": "input", "parameters": "parameter", "indicators": "indicator", "lists": "list"},
    "matches file": {"matches": "match"},
    "reports file": {"reports": "report"},
    "report": {"audiences": "audience"},
    "documents file": {"documents": "document"},
    "collections file": {"collections": "collection"},
    "collection": {"tables": "outward table"},
}
HELD = {  # words that hold one section, or a list of them
    "procedure": {"limit": "limit", "lights": "light"},
    "step": {
        "owner": "owner",
        "limit": "limit",
        "log_check": "check",
        "check": "check",
        "explain": "explained check",
        "opens": "opening",
        "effects": "effect",
    },
    "measure": {"target": "target", "needs": "check"},
    "scorecard": {"adjustments": "adjustment", "classes": "class"},
    "list": {"opens": "list opening"},
    "report": {"blocks": "block"},
    "collection": {"owner": "owner", "due": "deadline"},
    "outward table": {"cut_off": "deadline", "columns": "outward column"},
    "document": {"blocks": "block"},
    "block": {"rows": "report rows"},
    "match": {"left": "side", "right": "side", "hard": "hard", "soft": "soft", "pairing": "pairing"},
    "story": {"events": "event"},
    "event": {"repeat": "group"},
    "group": {"events": "repeated event"},
}


def section_of(file: str) -> str:
    """The section that a file begins with."""
    return FILES.get(file, "story")


def words_of(section: str) -> tuple[str, ...]:
    """The words of a section in the order of the vocabulary; none for a section that it does not have."""
    return tuple(word.name for word in SECTIONS.get(section, ()))


def is_required(section: str, word: str) -> bool:
    """Whether a section must have the word."""
    return any(one.name == word and one.required for one in SECTIONS.get(section, ()))
