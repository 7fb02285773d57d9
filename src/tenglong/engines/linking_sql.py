"""Linking as SQL: records read into their parts, exact composite keys, the levels of a pair, its weight and band.

The patterns and weights are those of core.identity and core.linking; generative tests hold the two to the same levels.
"""

from collections.abc import Callable, Mapping

from tenglong.core.identity import Places
from tenglong.core.identity import address as addresses
from tenglong.core.identity import company_name as names
from tenglong.core.identity.code_likeness import MASKS
from tenglong.core.identity.credit_code import LENGTH, LETTERS, OFFICES, PROVINCES
from tenglong.core.ledger.values import NO_VALUE, clean
from tenglong.core.linking.judge import FORM_KIN, LEAST_CORE, LEAST_NAME, SAME_FORM
from tenglong.core.linking.scale import Scale

_SPACE = "".join(sign for sign in map(chr, range(0x10000)) if sign.isspace() or not clean(f"a{sign}a")[2:])
_CODE = f"^[{OFFICES}][{LETTERS}](?:{PROVINCES})[0-9]{{4}}[{LETTERS}]{{10}}$"
_PRIME = 31  # of GB 32100-2015: the seventeen signs weigh 3^i modulo it
MOST = 40  # records of one key that are all compared with each other; of a larger one each with the first only


def quoted(text: str) -> str:
    """A text of our own as SQL writes it; what users write is never part of a statement."""
    return "'" + text.replace("'", "''") + "'"


def read_statement(places: Places) -> str:
    """`written(row, name, code, address)` in narrow signs → the parts of each."""
    none = ", ".join(quoted(word.upper()) for word in sorted(NO_VALUE))

    def each(make: Callable[[str], str]) -> str:
        return ", ".join(f"{make(column)} AS {column}" for column in ("name", "code", "address"))

    said = each(lambda column: f"CASE WHEN {column} IN ({none}) THEN '' ELSE {column} END")
    brackets = names.OPENING + names.CLOSING + "•・‧∙", "（" * 5 + "）" * 5 + "····"
    in_open = f"regexp_replace(address, '{addresses.IN_BRACKETS}', '', 'g')"
    ends = " OR ".join(f"suffix(main, {quoted(end)})" for end in names.BRANCH_ENDS.split("|"))
    head, bracket = quoted(places.head_pattern), quoted(places.bracket_pattern)
    check = " + ".join(
        f"(strpos({quoted(LETTERS)}, substr(code, {place + 1}, 1)) - 1) * {pow(3, place, _PRIME)}"
        for place in range(LENGTH - 1)
    )
    return f"""
WITH closed AS (
  SELECT row, {each(lambda column: _without(column, _SPACE))} FROM written
), upper_case AS (
  SELECT row, {each(lambda column: f"upper({column})")} FROM closed
), said AS (
  SELECT row, {said} FROM upper_case
), narrow AS (
  SELECT row, {_translated("name", *brackets)} AS text, {_translated("address", *brackets)} AS address,
    {_translated("code", MASKS, "*" * len(MASKS))} AS code
  FROM (SELECT * REPLACE ({_without("code", "-'`·.")} AS code) FROM said)
), whole AS (
  SELECT *, CASE WHEN contains(text, '名') THEN regexp_extract(text, {quoted(names.SECOND_NAME)}, 1) ELSE text END
      AS main,
    regexp_matches(code, {quoted(_CODE)})
      AND substr({quoted(LETTERS)}, CAST(({_PRIME} - ({check}) % {_PRIME}) % {_PRIME} AS INTEGER) + 1, 1)
        = substr(code, {LENGTH}, 1) AS valid
  FROM narrow
), branched AS (
  SELECT *, CASE WHEN strpos(main, '公司') BETWEEN 1 AND length(main) - 3
      THEN regexp_extract(main, {quoted(names.BRANCH)}, ['parent', 'branch']) END AS long,
    CASE WHEN {ends} THEN regexp_extract(main, {quoted(names.short_branch(places))}, ['parent', 'branch']) END AS short
  FROM whole
), parents AS (
  SELECT * EXCLUDE (long, short),
    CASE WHEN long.branch <> '' THEN long.branch ELSE coalesce(short.branch, '') END AS branch,
    CASE WHEN long.branch <> '' THEN long.parent WHEN short.branch <> '' THEN short.parent ELSE main END AS parent
  FROM branched
), formed AS (
  SELECT *, regexp_extract(parent, {quoted(names.LEGAL_FORM)}, ['stem', 'form']) AS f FROM parents
), headed AS (
  SELECT *, f.form AS form, CASE WHEN f.form <> '' THEN f.stem ELSE parent END AS stem FROM formed
), placed AS (
  SELECT * EXCLUDE (f), regexp_extract(stem, {head}, ['named', 'last', 'rest']) AS h FROM headed
), bracketed AS (
  SELECT *, CASE WHEN h.rest <> '' THEN h.rest ELSE stem END AS rest FROM placed
), inside AS (
  SELECT *, regexp_extract(rest, {bracket}, 0) AS bracket FROM bracketed
), left_over AS (
  SELECT *, CASE WHEN bracket <> '' AND length(bracket) < length(rest) THEN regexp_extract(rest, {bracket}, 1)
      ELSE '' END AS bracket_place,
    replace(CASE WHEN bracket <> '' AND length(bracket) < length(rest) THEN regexp_replace(rest, {bracket}, '')
      ELSE rest END, '（集团）', '集团') AS core
  FROM inside
), traded AS (
  SELECT *, regexp_extract(substr(core, 3), {quoted(f"(?:{names.TRADES}).*$")}) AS trade,
    CASE WHEN contains(address, '（') THEN {in_open} ELSE address END AS plain
  FROM left_over
), located AS (
  SELECT *, regexp_extract(plain, {head}, ['named', 'last', 'rest']) AS a
  FROM (SELECT * REPLACE ({_translated("plain", *addresses.NUMERALS)} AS plain) FROM traded)
), towned AS (
  SELECT *, CASE WHEN a.rest <> '' THEN a.rest ELSE plain END AS spot0 FROM located
), zoned AS (
  SELECT *, regexp_replace(spot0, {quoted(addresses.TOWN)}, '\\1') AS spot1 FROM towned
), roaded AS (
  SELECT *, regexp_replace(spot1, {quoted(addresses.ZONE)}, '\\1') AS spot FROM zoned
), numbered AS (
  SELECT *, regexp_extract(spot, {quoted(addresses.ROAD)}, ['road', 'tail']) AS r FROM roaded
)
SELECT row, text, form, branch, core,
  left(core, length(core) - length(trade)) AS brand, trade,
  CASE WHEN length(coalesce(inner_place.code, '')) >= length(coalesce(head_place.code, ''))
    THEN coalesce(inner_place.code, '') ELSE coalesce(head_place.code, '') END AS place,
  numbered.code AS code, valid,
  coalesce(address_place.code, '') AS address_place, spot, r.road AS road,
  CASE WHEN r.road <> '' THEN regexp_extract(r.tail, {quoted(addresses.NUMBER)}, 1) ELSE '' END AS number,
  address <> '' AS addressed
FROM numbered
LEFT JOIN places AS head_place ON head_place.name = h.last AND h.rest <> ''
LEFT JOIN places AS inner_place ON inner_place.name = bracket_place
LEFT JOIN places AS address_place ON address_place.name = a.last AND a.rest <> ''
"""


def _class(signs: str) -> str:
    return quoted("[" + "".join(f"\\x{{{ord(sign):x}}}" for sign in signs) + "]")


def _without(column: str, signs: str) -> str:
    """A text without these signs; most have none of them, and to look is quicker than to write."""
    found = _class(signs)
    closed = f"regexp_replace({column}, {found}, '', 'g')"
    return f"CASE WHEN regexp_matches({column}, {found}) THEN {closed} ELSE {column} END"


def _translated(column: str, before: str, after: str) -> str:
    """A text with these signs as those."""
    found = f"translate({column}, {quoted(before)}, {quoted(after)})"
    return f"CASE WHEN regexp_matches({column}, {_class(before)}) THEN {found} ELSE {column} END"


SEATED = """
SELECT *, CASE WHEN length(place) >= 6 THEN left(place, 6) WHEN length(address_place) >= 6 THEN left(address_place, 6)
  WHEN valid AND substr(code, 7, 2) <> '00' THEN substr(code, 3, 6) ELSE '' END AS seat FROM parts
"""

_SEATED, _NEVER = "seat <> ''", "false"
# Kind of key: its value, which records have it, and of which of these two are not compared for its sake.
KEYS: Mapping[str, tuple[str, str, str]] = {
    "code": ("code", "code <> ''", _NEVER),
    "organisation": (
        "CASE WHEN length(code) = 9 THEN code ELSE substr(code, 9, 9) END", "length(code) IN (9, 18)", "valid"
    ),
    "start": ("left(code, 13)", "length(code) >= 17 AND strpos(left(code, 13), '*') = 0", "valid"),
    "end": ("right(code, 5)", "length(code) >= 17 AND strpos(right(code, 5), '*') = 0", "valid"),
    "text": ("text", "text <> ''", _NEVER),
    "tail": ("concat(right(text, 9), length(text), seat)", "length(text) > 9", _NEVER),
    "brand": ("concat(brand, '|', seat)", "seat <> '' AND length(brand) > 1", _NEVER),
    "core": ("concat(core, '|', branch)", "length(core) > 1", _SEATED),
    "short": ("concat(brand, '|', left(trade, 2))", "trade <> '' AND length(brand) > 1", _SEATED),
    "first": ("concat(trade, '|', seat, '|', length(brand), left(brand, 1))", "seat <> '' AND trade <> ''", _NEVER),
    "last": ("concat(trade, '|', seat, '|', length(brand), right(brand, 1))", "seat <> '' AND trade <> ''", _NEVER),
    "spot": ("concat(road, number, '|', left(brand, 1))", "number <> ''", _NEVER),
    "next": ("concat(road, number, '|', trade)", "number <> '' AND trade <> ''", _NEVER),
}  # fmt: skip


def keys_statement(table: str) -> str:
    """Every key of every record, as a number."""
    parts = [
        f"SELECT hash({quoted(kind)}, {value}) AS key, row, {settled} AS settled FROM {table} WHERE {has}"
        for kind, (value, has, settled) in KEYS.items()
    ]
    return " UNION ALL ".join(parts)


PAIRS = f"""
WITH blocks AS (
  SELECT key, count(*) AS size, min(row) AS first FROM right_keys GROUP BY key
)
SELECT DISTINCT l.row AS left_row, r.row AS right_row
FROM left_keys AS l JOIN blocks USING (key) JOIN right_keys AS r USING (key)
WHERE (size <= {MOST} OR r.row = first) AND NOT (l.settled AND r.settled)
"""
WITHIN = f"""
WITH sized AS (
  SELECT *, count(*) OVER block AS size, min(row) OVER block AS first FROM left_keys WINDOW block AS (PARTITION BY key)
), many AS (SELECT * FROM sized WHERE size > 1)
SELECT DISTINCT l.row AS left_row, r.row AS right_row
FROM many AS l JOIN many AS r ON l.key = r.key AND l.row < r.row
WHERE (l.size <= {MOST} OR l.row = l.first) AND NOT (l.settled AND r.settled)
"""

_APART = "({0} <> '' AND {1} <> '' AND NOT starts_with({0}, {1}) AND NOT starts_with({1}, {0}))"


def _may_slip(column: str, least: int) -> str:
    """Whether one slip may lie between two texts: it leaves all of the one half or of the other as it was."""
    shorter = f"least(length(l.{column}), length(r.{column}))"
    half = f"CAST(({shorter} - 2) // 2 AS BIGINT)"
    return (
        f"({shorter} >= {least} AND abs(length(l.{column}) - length(r.{column})) <= 1 "
        f"AND (left(l.{column}, {half}) = left(r.{column}, {half})"
        f" OR right(l.{column}, {half}) = right(r.{column}, {half})))"
    )


def _forms(side: str, forms: Mapping[str, str]) -> str:
    cases = " ".join(f"WHEN {quoted(one)} THEN {quoted(other)}" for one, other in forms.items())
    return f"CASE {side}.form {cases} ELSE {side}.form END"


def levels_statement(scale: Scale) -> str:
    """The levels of each candidate, but for what has to be counted sign by sign: `code` '?' and `name` '?'.

    Candidates that could not come to anything, however much alike those are, are left out.
    """
    best = {"code": scale.weight("code", "near"), "name": scale.weight("name", "slip")}
    same_form = f"{_forms('l', SAME_FORM)} = {_forms('r', SAME_FORM)}"
    kin = f"{_forms('l', FORM_KIN)} = {_forms('r', FORM_KIN)}"
    counties = _APART.format("left(l.address_place, 6)", "left(r.address_place, 6)")
    return f"""
SELECT * FROM (SELECT left_row, right_row,
  CASE WHEN l.code = '' OR r.code = '' THEN 'unknown' WHEN l.valid AND r.valid
    THEN CASE WHEN l.code = r.code THEN 'same' ELSE 'other' END ELSE '?' END AS code,
  CASE WHEN l.text = r.text AND l.place <> '' THEN 'full'
    WHEN l.core = r.core THEN CASE WHEN {same_form} THEN 'parts' WHEN l.form = '' OR r.form = '' THEN 'bare'
      WHEN {kin} THEN 'form' ELSE 'kind' END
    WHEN l.brand = r.brand AND (contains(l.trade, r.trade) OR contains(r.trade, l.trade)) THEN 'short'
    WHEN {_may_slip("core", LEAST_CORE)} OR {_may_slip("text", LEAST_NAME)} THEN '?'
    WHEN l.brand = r.brand THEN 'trade' ELSE 'other' END AS name,
  CASE WHEN {_APART.format("l.place", "r.place")} THEN 'apart'
    WHEN l.seat = '' OR r.seat = '' THEN CASE WHEN l.place <> '' AND r.place <> '' THEN 'nested' ELSE 'unknown' END
    WHEN l.seat = r.seat THEN 'same'
    WHEN length(l.place) >= 6 OR length(r.place) >= 6 THEN 'elsewhere' ELSE 'unknown' END AS place,
  CASE WHEN l.branch = r.branch THEN 'same' ELSE 'apart' END AS branch,
  CASE WHEN NOT l.addressed OR NOT r.addressed THEN 'unknown'
    WHEN length(l.address_place) >= 6 AND length(r.address_place) >= 6 AND {counties} THEN 'apart'
    WHEN l.road <> '' AND l.road = r.road
      THEN CASE WHEN l.number <> '' AND l.number = r.number THEN 'spot' ELSE 'road' END
    WHEN l.road <> '' AND r.road <> '' THEN 'moved'
    WHEN length(l.spot) >= {addresses.LEAST} AND l.spot = r.spot THEN 'spot' ELSE 'unknown' END AS address
FROM candidates JOIN left_parts AS l ON l.row = left_row JOIN right_parts AS r ON r.row = right_row)
WHERE {_weight(scale, best)} >= {scale.different}
"""


JUDGED = """
CREATE TABLE judged AS SELECT levels.left_row, levels.right_row, coalesce(damaged.level, levels.code) AS code,
  CASE WHEN levels.name <> '?' THEN levels.name WHEN slips.left_row IS NOT NULL THEN 'slip'
    WHEN l.brand = r.brand THEN 'trade' ELSE 'other' END AS name,
  levels.place, levels.branch, levels.address
FROM levels JOIN left_parts AS l ON l.row = levels.left_row JOIN right_parts AS r ON r.row = levels.right_row
LEFT JOIN damaged ON levels.code = '?' AND damaged.left_code = l.code AND damaged.right_code = r.code
LEFT JOIN slips ON slips.left_row = levels.left_row AND slips.right_row = levels.right_row
"""


def _weight(scale: Scale, unknown: Mapping[str, int]) -> str:
    """The sum of what is found; `unknown` is what a level '?' counts."""
    return " + ".join(
        f"CASE {feature} " + " ".join(f"WHEN {quoted(level)} THEN {worth}" for level, worth in levels.items())
        + f" ELSE {unknown.get(feature, 0)} END"
        for feature, levels in scale.weights.items()
    )  # fmt: skip


def weighed_statement(scale: Scale) -> str:
    """Weight and band of every candidate that is worth a look."""
    return f"""
WITH weighed AS (
  SELECT left_row, right_row, code, name, place, branch, address, {_weight(scale, {})} AS weight FROM judged
)
SELECT *, CASE WHEN weight >= {scale.same} AND code <> 'other' AND branch <> 'apart' THEN 'SAME' ELSE 'DOUBTFUL' END
  AS band
FROM weighed WHERE weight >= {scale.different} ORDER BY left_row, right_row
"""
