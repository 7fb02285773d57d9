"""The administrator's page makes a backup, in a process of its own as the program is served."""

import json

import pytest
from django.urls import reverse
from tests.homes import run, settle_home

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_backup_is_made_downloaded_and_is_in_the_history(people, tmp_path):
    home = tmp_path / "home"
    env = {**settle_home(home), "DJANGO_SETTINGS_MODULE": "tenglong.project.settings"}
    administrator, auditor = people.administrator.login, people.auditor.login

    def visit(*visits: tuple[str, str, str]) -> list[dict]:
        done = run(env, "tests.operations.visits", json.dumps(visits))
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    (sent,) = visit((administrator, "post", reverse("back-up")))
    assert sent["status"] == 302
    (made,) = (home / "backups").glob("*.tar")
    address = reverse("backup", args=(made.name,))
    page, history, taken, other, not_theirs = visit(
        (administrator, "get", reverse("operations")),
        (administrator, "get", reverse("changes")),
        (administrator, "get", address),
        (administrator, "get", reverse("backup", args=("other.tar",))),
        (auditor, "get", address),
    )
    assert made.name in page["body"]
    assert made.name in history["body"]
    assert taken["body"].encode("latin-1") == made.read_bytes()
    assert [other["status"], not_theirs["status"]] == [404, 403]
