"""`tenglong story run`: plays stories into a county that is thrown away, and says what came out of each event."""

import argparse
import importlib
import os
import tempfile

HELP = "在一个用完就扔的库里演一遍故事，逐件说明结果"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_subparsers(dest="way", required=True, metavar="run")
    playing = ways.add_parser("run", help="演故事")
    playing.add_argument("what", nargs="?", default="", help="故事文件，或机制的名字（默认是全部）")
    playing.add_argument("--quiet", action="store_true", help="只列出不符的")
    playing.add_argument("--json", action="store_true", help="给程序读：一份 JSON")


def run(args: argparse.Namespace) -> int:
    """Set up over an empty home before anything reads the settings, then play."""
    from tenglong.cli.main import set_up_django  # noqa: PLC0415  main imports the commands

    with tempfile.TemporaryDirectory(prefix="tenglong-story-") as home:
        os.environ["TENGLONG_HOME"] = home
        os.environ.pop("TENGLONG_DATABASE_URL", None)
        set_up_django()
        playing = importlib.import_module("tenglong.cli.playing")
        code: int = playing.play_all(args.what, quiet=args.quiet, as_json=args.json)
    return code
