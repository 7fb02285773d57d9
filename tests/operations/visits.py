"""Run by a test: pages of the program asked one after the other by named people. Prints what each answered."""

import json
import sys

import django


def answers(visits: list[tuple[str, str, str]]) -> list[dict[str, object]]:
    """What `(person, method, address)` are answered, each: the status and the text, bytes as text of their own."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    told = []
    for person, method, address in visits:
        client = Client()
        client.force_login(get_user_model().objects.get(login=person))
        answer = getattr(client, method)(address)
        body = b"".join(answer) if answer.streaming else answer.content
        told.append({"status": answer.status_code, "body": body.decode("latin-1")})
    return told


if __name__ == "__main__":
    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    print(json.dumps(answers(json.loads(sys.argv[1]))))
