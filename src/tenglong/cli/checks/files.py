"""Rules about files that no tool knows: size, names, clocks, hosts, machine paths, marks of unfinished work."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

MOST_LINES = 500
CODE = ("src/", "tests/", "benchmarks/", "frontend/", "mechanisms/")
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "service", "services"}
CLOCKLESS = ("core", "playbooks", "engines", "workbooks", "geo", "records", "reports", "connect")
READS = {"now", "today", "utcnow", "localtime", "localdate", "Now", "time_ns"}
CLOCKS = {
    "datetime": READS,
    "date": READS,
    "timezone": READS,
    "functions": READS,
    "time": {"time", "time_ns", "localtime", "gmtime"},
}
HOSTS = tuple(
    f"{name}.{top}"
    for name, top in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("npmmirror", "com"),
        ("yarnpkg", "com"),
        ("tuna.tsinghua", "edu"),
        ("mirrors.aliyun", "com"),
        ("mirrors.ustc", "edu"),
    ]
)
NAMES_A_HOST = re.compile(
    "|".join(map(re.escape, HOSTS)) + r'|"resolved": *"http|--(?:extra-)?index-url|registry *= *"?http'
)
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:work/(?:main|shared)|tmp/\w|root/\w|home/\w)")
UNFINISHED = re.compile(r"\b(?:TO(?:DO)|FIX(?:ME))\b|NotImplemented(?:Error)")


def files(root: Path, *prefixes: str) -> list[Path]:
    """Every file git tracks or would track, below the prefixes if any."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    return [root / name for name in sorted(set(listed)) if name.startswith(prefixes or "") and (root / name).is_file()]


def modules(root: Path, *prefixes: str) -> list[Path]:
    return [file for file in files(root, *prefixes) if file.suffix == ".py"]


def matches(root: Path, pattern: re.Pattern[str], what: str, *prefixes: str) -> list[str]:
    """Every line of a text file that matches, with what is wrong about it."""
    found = []
    for file in files(root, *prefixes):
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            if match := pattern.search(line):
                found.append(f"{file.relative_to(root)}:{number}: {what} {match.group()}")
    return found


def long_modules(root: Path) -> list[str]:
    """Modules a reader cannot hold in mind."""
    sizes = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in modules(root)}
    return [
        f"{file.relative_to(root)}:{size}: {size} 行，超过 {MOST_LINES} 行"
        for file, size in sizes.items()
        if size > MOST_LINES
    ]


def banned_names(root: Path) -> list[str]:
    """Files and folders whose name does not say what they are about."""
    found = set()
    for file in files(root, *CODE):
        path = file.relative_to(root)
        for part in (*path.parents, path):
            if part.stem.split("_")[-1] in BANNED_NAMES:
                found.add(f"{part}:1: 名字没有说出内容")
    return sorted(found)


def last_name(node: ast.expr) -> str:
    """The last word of a dotted name."""
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def clock_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where a tree reads a clock or hands one on, as (line, name); a method that is given the moment is none."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=owner, attr=name) if name in CLOCKS.get(last_name(owner), ()):
                yield node.lineno, f"{last_name(owner)}.{name}"
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=[], keywords=[]) if name in READS:
                yield node.lineno, name
            case ast.ImportFrom(module=module, names=names):
                clocks_there = CLOCKS.get((module or "").split(".")[-1], ())
                yield from ((node.lineno, f"{module}.{name.name}") for name in names if name.name in clocks_there)
            case ast.keyword(arg="auto_now" | "auto_now_add"):
                yield node.value.lineno, str(node.arg)


def clocks(root: Path) -> list[str]:
    """Clocks read below the doors, where the moment is passed in as `at` or `on`."""
    found = []
    for file in modules(root, *(f"src/tenglong/{package}/" for package in CLOCKLESS)):
        name = file.relative_to(root)
        try:
            tree = ast.parse(file.read_text(encoding="utf-8"))
        except SyntaxError as problem:
            found.append(f"{name}:{problem.lineno}: 读不懂：{problem.msg}")
        else:
            found += [f"{name}:{line}: 读了时钟 {clock}" for line, clock in sorted(dict(clock_names(tree)).items())]
    return found


def registry_hosts(root: Path) -> list[str]:
    """Package registries named in the tree: pip and npm know their own default."""
    return matches(root, NAMES_A_HOST, "写了软件源")


def machine_paths(root: Path) -> list[str]:
    """Paths that exist on one machine only."""
    return matches(root, MACHINE_PATH, "写了本机路径")


def unfinished(root: Path) -> list[str]:
    """Marks that say something is still to be done."""
    return matches(root, UNFINISHED, "没有做完", *CODE)


def locks(root: Path) -> list[str]:
    """Pins of the base lock that the development lock does not repeat: one environment must satisfy both."""
    base, dev = (pins(root / "requirements" / f"{group}.txt") for group in ("base", "dev"))
    return [
        f"requirements/base.txt:{line}: {pin} 不在 requirements/dev.txt 里"
        for pin, line in base.items()
        if pin not in dev
    ]


def pins(lock: Path) -> dict[str, int]:
    """Every `name==version` of a lock, with its line."""
    lines = enumerate(lock.read_text(encoding="utf-8").splitlines(), 1)
    return {line.split()[0]: number for number, line in lines if re.match(r"[A-Za-z0-9]", line)}
