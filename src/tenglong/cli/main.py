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

    `records`: its module works on records, so Django is set up before the module is imported.
    `tables`: it reads or writes the tables, which are brought up to date first.
    `demo`: it works in the demo county, which has a home of its own.
    `passes_on`: arguments it does not know are handed to it as `args.rest`.
    """

    module: str
    records: bool = False
    tables: bool = False
    demo: bool = False
    passes_on: bool = False


COMMANDS = {
    "demo": Command("demo", records=True, tables=True, demo=True),
    "serve": Command("serve", records=True, tables=True),
    "region": Command("region", records=True, tables=True),
    "person": Command("person", records=True, tables=True),
    "key": Command("key", records=True, tables=True),
    "register": Command("register", records=True, tables=True),
    "check": Command("check", records=True),
    "screens": Command("screens", records=True),
    "mechanism": Command("mechanism", records=True, tables=True),
    "story": Command("story"),
    "recompute": Command("recompute", records=True, tables=True),
    "match": Command("match", records=True),
    "link": Command("link", records=True, tables=True),
    "score": Command("score", records=True),
    "worktime": Command("worktime"),
    "audit": Command("audit", records=True, tables=True),
    "import": Command("import_file", records=True, tables=True),
    "export": Command("export", records=True, tables=True),
    "report": Command("report", records=True, tables=True),
    "backup": Command("backup", records=True, tables=True),
    "restore": Command("restore", records=True),
    "move": Command("move", records=True, tables=True),
    "rehearse": Command("rehearse", records=True),
    "health": Command("health", records=True),
    "wheelhouse": Command("wheelhouse"),
    "test": Command("test", passes_on=True),
    "dev": Command("dev", passes_on=True),
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
        importlib.import_module("tenglong.cli.migration").migrate()
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
