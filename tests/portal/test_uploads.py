"""This release takes no files."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

CANARY = b"canary-5b1f-in-a-file"

pytestmark = pytest.mark.django_db


def test_a_form_with_a_file_is_refused_with_a_sentence(client: Client) -> None:
    file = SimpleUploadedFile("letter.txt", CANARY)

    response = client.post("/comment/", {"subject": "A letter", "file": file})

    assert response.status_code == 400
    assert "We cannot take files here yet" in response.content.decode()


def test_nothing_of_a_refused_file_reaches_the_disk(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    large = SimpleUploadedFile("large.bin", CANARY * 30_000)

    client.post("/comment/", {"file": large})

    assert list(tmp_path.iterdir()) == []
    for path in Path(settings.VAR).rglob("*"):
        assert not path.is_file() or CANARY not in path.read_bytes()
