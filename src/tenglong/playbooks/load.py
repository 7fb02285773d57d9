"""A folder of YAML → a mechanism, or every problem at once."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from . import text
from .check import check_procedure
from .collections import read_collection
from .known import Known
from .known_texts import KnownTexts
from .ledgers import check_handled, read_ledger
from .matches import read_match
from .measures import read_measure
from .mechanism import STATIONS, County, Mechanism
from .problems import BadMechanism, Problem, listed
from .procedures import STATION_WORDS, draft_procedure, read_procedure
from .read import NAME, Part, Reading, read_format
from .reports import read_document, read_report
from .scorecards import read_scorecard
from .stories import read_story
from .text import Node, Place, read_text

HEAD = "mechanism.yaml"
PARTS = {
    "ledger.yaml": "ledgers",
    "procedure.yaml": "procedures",
    "scorecard.yaml": "scorecards",
    "measures.yaml": "measures",
    "match.yaml": "matches",
    "reports.yaml": "reports",
    "documents.yaml": "documents",
    "collection.yaml": "collections",
}
STORIES = "stories"
ADDRESSES = frozenset({"edit", "folder"})  # pages of every mechanism, where a procedure's would stand
FILES_LIMIT = 200
READ = (".yaml", ".yml")
_known = KnownTexts()


def read_folder(path: Path) -> dict[str, str]:
    """The YAML files of a folder by their names in it (`stories/…` for stories). BadMechanism if it cannot be read."""
    files: dict[str, str] = {}
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if file.suffix in READ and file.is_file():
            files[name] = file.read_text(encoding="utf-8", errors="surrogateescape")
    if not files:
        raise BadMechanism([Problem(str(path), 1, 1, "", f"这里没有 {HEAD}，不是机制的文件夹。")])
    return files


def without_stories(files: Mapping[str, str]) -> dict[str, str]:
    """The files that say how a mechanism works; its examples left out."""
    return {name: text for name, text in files.items() if not _is_story(name)}


def load_mechanism(files: Mapping[str, str], county: County) -> Mechanism:
    """The mechanism that the files say. BadMechanism has every problem, with file, line and suggestion."""
    return _known.read(files, county, _load_anew)


def _load_anew(files: Mapping[str, str], county: County) -> Mechanism:
    reading = Reading()
    roots = _roots(reading, files)
    mechanism = _load(reading, roots, county) if HEAD in roots else None
    if HEAD not in files:
        reading.problem(Place(HEAD, 1, 1, ""), f"没有 {HEAD}：写明 format、key、title 和 station。")
    if mechanism is None or reading.problems:
        raise BadMechanism(reading.problems, reading.waits_for)
    return mechanism


def _roots(reading: Reading, files: Mapping[str, str]) -> dict[str, text.Mapping]:
    """The content of every file that is known and can be read."""
    roots: dict[str, text.Mapping] = {}
    for name in sorted(files)[:FILES_LIMIT]:
        if name in (HEAD, *PARTS) or _is_story(name):
            root = read_text(name, files[name], reading.problems)
            if root is not None:
                roots[name] = root
        else:
            known = (HEAD, *PARTS)
            message = f"不认识这个文件；可以有 {listed(known)} 和 {STORIES}/ 里的故事。"
            reading.unknown(Place(name, 1, 1, ""), message, name, known)
    if len(files) > FILES_LIMIT:
        reading.problem(Place(HEAD, 1, 1, ""), f"文件超过 {FILES_LIMIT} 个。")
    return roots


def _is_story(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parent == PurePosixPath(STORIES) and path.suffix in READ


def _load(reading: Reading, roots: Mapping[str, text.Mapping], county: County) -> Mechanism:
    head = Part(reading, "mechanism", roots[HEAD])
    reading.format = read_format(head)
    key, station = _key(head), head.choice("station", STATION_WORDS, STATIONS[0])
    nodes = {word: dict(_named(reading, name, word, roots.get(name))) for name, word in PARTS.items()}
    known = Known(
        reading,
        key,
        county,
        ledger_keys=frozenset(nodes["ledgers"]),
        procedure_keys=frozenset(nodes["procedures"]),
        scorecard_keys=frozenset(nodes["scorecards"]),
    )
    _check_names(known, nodes)
    for name, node in nodes["ledgers"].items():
        known.ledgers[known.own(name)] = read_ledger(known, name, node)
    drafts = [draft_procedure(known, name, node) for name, node in nodes["procedures"].items()]
    procedures = {draft.key: read_procedure(known, draft, station) for draft in drafts}
    for draft in drafts:
        check_procedure(reading, draft, procedures[draft.key])
    for name, node in nodes["ledgers"].items():
        if any(draft.ledger and draft.ledger.key == known.own(name) for draft in drafts):
            check_handled(reading, node)
    for name, node in nodes["scorecards"].items():
        known.scorecards[known.own(name)] = read_scorecard(known, name, node, station)
    for name, node in nodes["measures"].items():
        known.measures[known.own(name)] = read_measure(known, name, node, station)
    for name, node in nodes["matches"].items():
        known.matches[known.own(name)] = read_match(known, name, node, station)
    for name, node in nodes["reports"].items():
        known.reports[known.own(name)] = read_report(known, name, node)
    for name, node in nodes["documents"].items():
        known.documents[known.own(name)] = read_document(known, name, node, procedures)
    for name, node in nodes["collections"].items():
        known.collections[known.own(name)] = read_collection(known, name, node, procedures)
    stories = [(PurePosixPath(name).stem, root) for name, root in roots.items() if _is_story(name)]
    return Mechanism(
        key=key,
        title=head.text("title"),
        station=station,
        summary=head.text("summary"),
        sources=head.texts("sources"),
        ledgers=known.ledgers,
        procedures=procedures,
        measures=known.measures,
        scorecards=known.scorecards,
        matches=known.matches,
        reports=known.reports,
        documents=known.documents,
        collections=known.collections,
        stories=tuple(read_story(known, name, root, procedures) for name, root in stories),
    )


def _check_names(known: Known, nodes: Mapping[str, Mapping[str, Node]]) -> None:
    """One name stands for one thing of a mechanism, and for none of its pages."""
    reading = known.reading
    for name in known.ledger_keys & known.procedure_keys:
        reading.problem(nodes["procedures"][name].place, f"台账和办理流程都叫“{name}”，请把一个换个名字。")
    for name in known.procedure_keys & ADDRESSES:
        reading.problem(nodes["procedures"][name].place, f"“{name}”是每个机制都有的页面，请给办理流程换个名字。")
    for name in known.scorecard_keys & (known.ledger_keys | known.procedure_keys):
        reading.problem(nodes["scorecards"][name].place, f"已经有台账或办理流程叫“{name}”，请把一个换个名字。")


def _key(head: Part) -> str:
    key = head.text("key")
    if key and not NAME.fullmatch(key):
        head.reading.problem(head.at("key"), "key 要用小写英文字母开头，只含小写字母、数字和下划线。")
    return key


def _named(reading: Reading, file: str, word: str, root: text.Mapping | None) -> Iterator[tuple[str, Node]]:
    """What a file declares, by name."""
    if root is None:
        return
    part = Part(reading, f"{word} file", root)
    if read_format(part) != reading.format:
        reading.problem(part.at("format"), f"{file} 的 format 和 {HEAD} 的（{reading.format}）不一样。")
    for key, _, node in part.named(word):
        yield key, node
