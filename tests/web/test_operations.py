"""The administrator's page: lights with remedies, a handed-in backup checked; nobody else comes near."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """A folder of the test's own."""
    settings.HOME = tmp_path
    return tmp_path


def test_every_light_that_is_not_green_says_what_to_do(people, client):
    client.force_login(people.administrator)
    page = client.get(reverse("operations")).content.decode()
    assert "备份文件夹里没有备份" in page
    assert "现在做一份备份" in page
    assert "与程序一致" in page


def test_what_is_handed_in_and_is_no_backup_is_not_kept(people, client, home):
    client.force_login(people.administrator)
    for name, says in (("x.tar", "不是腾笼的备份"), ("../x.txt", "文件名要以 .tar 结尾")):
        answer = client.post(reverse("backup-check"), {"file": SimpleUploadedFile(name, b"hello")})
        assert answer.status_code == 422
        assert says in answer.content.decode()
    assert [path for path in home.rglob("*") if path.is_file()] == []
