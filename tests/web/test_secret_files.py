"""The secret files of the scaled-out stack are made once, and for nobody else on the machine."""

from __future__ import annotations

import stat

import pytest

from tools import secret_files
from tools.compose import Places, interpolated, read_compose
from tools.prepare import StepFailedError

SITE = {"SITE_URL": "https://consult.example.vn", "ALLOWED_HOSTS": "consult.example.vn"}


def test_what_is_missing_is_made_and_what_is_there_is_kept(tmp_path):
    folder = tmp_path / "secrets"
    assert set(secret_files.write_secrets(folder)) == set(secret_files.RANDOM)
    made = {name: (folder / name).read_text() for name in secret_files.RANDOM}
    assert len(set(made.values())) == len(made)
    assert all(len(text) >= 50 for text in made.values())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all((folder / name).read_text() == "" for name in secret_files.GIVEN)
    (folder / "s3_secret_key").unlink()
    (folder / "email_password").write_text("theirs")
    assert secret_files.write_secrets(folder) == ["s3_secret_key"]
    assert (folder / "email_password").read_text() == "theirs"
    assert all((folder / name).read_text() == text for name, text in made.items() if name != "s3_secret_key")


def test_every_secret_of_the_stack_is_one_that_is_made(tmp_path):
    wanted = {name for service in read_compose(SITE).values() for name in service.get("secrets", [])}
    assert wanted == {*secret_files.RANDOM, *secret_files.GIVEN, "tls_certificate", "tls_key"}


def test_the_name_comes_from_the_environment_or_from_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr(secret_files, "ROOT", tmp_path)
    for name in SITE:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(StepFailedError, match="SITE_URL and ALLOWED_HOSTS"):
        secret_files.read_settings()
    (tmp_path / ".env").write_text('# ours\nSITE_URL="https://a.vn"\nALLOWED_HOSTS=a.vn,b.vn\n')
    assert secret_files.read_settings()["ALLOWED_HOSTS"] == "a.vn,b.vn"
    monkeypatch.setenv("ALLOWED_HOSTS", "c.vn")
    assert secret_files.read_settings()["ALLOWED_HOSTS"] == "c.vn"


def test_compose_variables_are_filled_in_as_compose_does():
    given = {"A": "x", "EMPTY": ""}
    assert interpolated("${A}-${EMPTY:-d}-${NONE:-}-$$HOME", given) == "x-d--$HOME"
    with pytest.raises(KeyError, match="set it"):
        interpolated("${NONE:?set it}", given)


def test_what_was_put_in_is_not_looked_at_again():
    places = Places((("/tmp/a", "/tmp/a-b/data"), ("a", "z")))
    assert places.here("/tmp/a a") == "/tmp/a-b/data z"


@pytest.mark.parametrize(
    "service", ["web", "worker-documents", "worker-converter", "worker-mail", "worker-sweep", "beat", "migrate"]
)
def test_every_container_of_ours_is_bounded(service):
    made = read_compose(SITE)[service]
    assert made["read_only"] is True
    assert made["user"] == "10001:10001"
    assert made["cap_drop"] == ["ALL"]
    assert "SECRET_KEY" not in made["environment"]
    assert not any(name.endswith("PASSWORD") for name in made["environment"])
    if service != "migrate":
        assert made["deploy"]["resources"]["limits"]["memory"]
        assert made["healthcheck"]["test"]
        assert made["restart"] == "unless-stopped"
