"""`tenglong COMMAND …`: finds the command's module and runs it; a refusal is a sentence and exit code 2."""

import argparse
import getpass
import importlib
import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import NoReturn

from tenglong.cli.words import speak_chinese
from tenglong.core.errors import Refused


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command lives: its module has HELP, `add_arguments(parser)` and `run(args) -> int`.

    `access`: whose rights hold: `nobody` (it reads no records), `person` (of whoever `--as` names), `operator` (of
    whoever has the machine: it sets up, brings back, looks after).
    `records`: its module works on records, so Django is set up before the module is imported.
    `tables`: it reads or writes the tables, which are brought up to date first.
    `demo`: it works in the demo county, which has a home of its own.
    `passes_on`: arguments it does not know are handed to it as `args.rest`.
    """

    module: str
    access: str
    records: bool = False
    tables: bool = False
    demo: bool = False
    passes_on: bool = False


COMMANDS = {
    "demo": Command("demo", "operator", records=True, tables=True, demo=True),
    "serve": Command("serve", "operator", records=True, tables=True),
    "region": Command("region", "operator", records=True, tables=True),
    "person": Command("person", "operator", records=True, tables=True),
    "key": Command("key", "operator", records=True, tables=True),
    "register": Command("register", "person", records=True, tables=True),
    "check": Command("check", "nobody", records=True),
    "screens": Command("screens", "nobody", records=True),
    "mechanism": Command("mechanism", "operator", records=True, tables=True),
    "story": Command("story", "nobody"),
    "recompute": Command("recompute", "operator", records=True, tables=True),
    "match": Command("match", "nobody", records=True),
    "link": Command("link", "nobody", records=True, tables=True),
    "score": Command("score", "nobody", records=True),
    "worktime": Command("worktime", "nobody"),
    "audit": Command("audit", "operator", records=True, tables=True),
    "import": Command("import_file", "person", records=True, tables=True),
    "export": Command("export", "person", records=True, tables=True),
    "report": Command("report", "person", records=True, tables=True),
    "backup": Command("backup", "operator", records=True, tables=True),
    "restore": Command("restore", "operator", records=True),
    "move": Command("move", "operator", records=True, tables=True),
    "rehearse": Command("rehearse", "operator", records=True),
    "health": Command("health", "operator", records=True),
    "wheelhouse": Command("wheelhouse", "nobody"),
    "test": Command("test", "nobody", passes_on=True),
    "dev": Command("dev", "nobody", passes_on=True),
}


class Parser(argparse.ArgumentParser):
    """Says in Chinese which command was not understood."""

    def error(self, message: str) -> NoReturn:
        raise Refused(f"看不懂这条命令：{message}。请看 {self.prog} --help。")


def set_up_django() -> None:
    """Load the settings and the tables' models."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenglong.project.settings")
    importlib.import_module("django").setup()


def load(name: str) -> ModuleType:
    """The module of a command, ready to run."""
    command = COMMANDS[name]
    if command.records:
        set_up_django()
    return importlib.import_module(f"tenglong.cli.{command.module}")


def summary() -> str:
    """Every command with its one line."""
    lines = [f"  {name:<12}{load(name).HELP}" for name in COMMANDS]
    return "\n".join(["用法：tenglong 命令 …（tenglong 命令 --help 看参数）", "", *lines])


def run(argv: Sequence[str]) -> int:
    name, *rest = argv
    if name not in COMMANDS:
        raise Refused(f"没有“{name}”这条命令。tenglong --help 列出全部命令。")
    if COMMANDS[name].demo:
        os.environ["TENGLONG_DEMO"] = "1"
    module = load(name)
    parser = Parser(prog=f"tenglong {name}", description=module.HELP, allow_abbrev=False)
    module.add_arguments(parser)
    args, unknown = parser.parse_known_args(rest)
    if unknown and not COMMANDS[name].passes_on:
        parser.error(f"不认识 {' '.join(unknown)}")
    args.rest = unknown
    if COMMANDS[name].tables:
        importlib.import_module("tenglong.cli.migration").prepare()
    return run_from_here(module, args) if COMMANDS[name].records else int(module.run(args))


def run_from_here(module: ModuleType, args: argparse.Namespace) -> int:
    """Run a command so that the audit says from where: the account and the machine."""
    from tenglong.records.audit.actions import from_where  # noqa: PLC0415  Django must be set up

    with from_where(f"命令行 {getpass.getuser()}@{socket.gethostname()}"):
        return int(module.run(args))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    argv = sys.argv[1:] if argv is None else argv
    speak_chinese()
    try:
        if not argv or argv[0] in {"-h", "--help"}:
            print(summary())
            return 0
        return run(argv)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
