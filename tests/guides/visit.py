"""Run beside a county: opens pages as the people named on standard input, and prints what came back."""

import json
import sys

from django.test import Client

from tenglong.cli.main import set_up_django


def main() -> None:
    """[[login, address], …] in; [[status, text], …] out."""
    set_up_django()
    from tenglong.records.people.queries import get_person

    answers = []
    for login, address in json.load(sys.stdin):
        client = Client(headers={"host": "localhost"})
        client.force_login(get_person(login))
        answer = client.get(address)
        answers.append([answer.status_code, answer.content.decode()])
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
