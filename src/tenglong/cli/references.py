"""The pages of docs/reference that the program writes itself: `dev docs` writes them, `dev check` finds stale ones."""

import argparse
from collections.abc import Callable, Iterator

from tenglong.cli import main
from tenglong.cli.checkout import CHECKOUT
from tenglong.playbooks import format_page

REFERENCE = CHECKOUT / "docs" / "reference"


def commands_page() -> str:
    """Every command with what it takes."""
    parts = ["# 命令行 Command line\n", "本页由 `./tenglong dev docs` 生成。This page is generated.\n"]
    for name in sorted(main.COMMANDS):
        module = main.load(name)
        parser = main.Parser(prog=f"tenglong {name}", add_help=False, allow_abbrev=False)
        module.add_arguments(parser)
        parts.append(f"## tenglong {name}\n\n{module.HELP}\n")
        parts.append("".join(lines(parser)))
    return "\n".join(parts).rstrip() + "\n"


def lines(parser: argparse.ArgumentParser, indent: str = "") -> Iterator[str]:
    """Each argument, and below each way of a command what that way takes."""
    for action in parser._actions:
        if not isinstance(action, argparse._SubParsersAction):
            yield f"{indent}- `{written(action)}`　{action.help or ''}\n"
            continue
        for way in action._choices_actions:
            yield f"{indent}- `{way.dest}`　{way.help or ''}\n"
            yield from (line for line in lines(action.choices[way.dest], indent + "  ") if "`--help`" not in line)


def written(action: argparse.Action) -> str:
    """How an argument is written on the command line."""
    value = "|".join(map(str, action.choices)) if action.choices else (action.metavar or action.dest.upper())
    if not action.option_strings:
        return str(value)
    return action.option_strings[-1] if action.nargs == 0 else f"{action.option_strings[-1]} {value}"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "mechanism-format.md": format_page,
}


def stale() -> list[str]:
    """Pages that are not what the program would write now."""
    return [
        f"docs/reference/{name}:1: 与程序不一致"
        for name, write in PAGES.items()
        if not (REFERENCE / name).exists() or (REFERENCE / name).read_text(encoding="utf-8") != write()
    ]


def write_all() -> None:
    """Write every page."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, write in PAGES.items():
        (REFERENCE / name).write_text(write(), encoding="utf-8")
