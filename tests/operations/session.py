"""Run by a test: several commands of the program one after the other in one process. Prints what each said."""

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout

from tenglong.cli.main import main


def said(command: list[str]) -> dict[str, object]:
    """One command: its exit code, what it printed and what it complained of."""
    out, complaints = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(complaints):
        code = main(command)
    return {"code": code, "out": out.getvalue(), "err": complaints.getvalue()}


if __name__ == "__main__":
    print(json.dumps([said(command) for command in json.loads(sys.argv[1])]))
