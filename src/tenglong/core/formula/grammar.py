"""The closed grammar, and what is read as what before it."""

GRAMMAR = r"""
start: either

?either: both | either OR both                      -> logic
?both: negated | both AND negated                   -> logic
?negated: comparison | NOT negated                  -> negation
?comparison: sum
    | sum SIGN sum                                  -> comparison
    | sum IN "(" either ("," either)* ")"           -> member
    | sum NOT IN "(" either ("," either)* ")"       -> not_member
    | sum IS? KNOWN                                 -> known
    | sum IS? MISSING                               -> missing
?sum: product | sum PLUS product                    -> arithmetic
    | sum MINUS product                             -> arithmetic
?product: factor | product TIMES factor             -> arithmetic
?factor: atom | MINUS factor                        -> negative
?atom: "(" either ")"
    | NUMBER                                        -> number
    | NUMBER PERCENT                                -> percent
    | DATE                                          -> day
    | TEXT                                          -> text
    | TRUE                                          -> true
    | FALSE                                         -> false
    | NAME                                          -> name
    | BRACKETED                                     -> bracketed
    | NAME "(" [argument ("," argument)*] ")"       -> call
?argument: either | PERCENT                         -> unit_sign

DATE.3: /\d{4}-\d{1,2}-\d{1,2}(?!\d)/
NUMBER.2: /\d+(\.\d+)?/
TEXT: /"[^"]*"|[“”][^“”]*[“”]/
BRACKETED: /\[[^\[\]]+\]/
NAME.1: /[A-Za-z_\u3400-\u9fff㎡‰][\w㎡²³]*/
SIGN: /<=|>=|!=|=|<|>|≤|≥|≠/
PLUS: "+"
MINUS: "-"
TIMES: /[*\/]/
PERCENT: "%"
%declare AND OR NOT IN IS KNOWN MISSING TRUE FALSE
%ignore /\s+/
"""

KEYWORDS = {
    "and": "AND", "且": "AND", "or": "OR", "或": "OR", "not": "NOT", "非": "NOT", "in": "IN", "属于": "IN",
    "is": "IS", "known": "KNOWN", "有值": "KNOWN", "missing": "MISSING", "缺失": "MISSING",
    "true": "TRUE", "真": "TRUE", "false": "FALSE", "假": "FALSE",
}  # fmt: skip

_FULL = "（）＋－−×＊÷／＞＜＝！，、：；％［］【】．　" + "".join(chr(0xFF10 + digit) for digit in range(10))
_HALF = "()+--**//><=!,,:;%[][]. 0123456789"
_WIDTHS = str.maketrans(_FULL, _HALF)
_CLOSING = {'"': '"', "“": "”", "”": "”", "[": "]", "［": "］", "【": "】"}


def normalise(text: str) -> str:
    """The text with full-width signs made half-width outside quotes and brackets, every sign at its old place."""
    signs: list[str] = []
    closing = ""
    for sign in text:
        inside = bool(closing) and sign != closing
        signs.append(sign if inside else sign.translate(_WIDTHS))
        if closing and not inside:
            closing = ""
        elif not closing:
            closing = _CLOSING.get(sign, "")
    return "".join(signs)
