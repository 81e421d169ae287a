"""What every answer says to the browser, and where files come from."""

from __future__ import annotations

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def policy(answer) -> dict[str, list[str]]:
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {words[0]: words[1:] for words in parts if words}


@pytest.mark.parametrize("address", ["/sign-in/", "/v/", "/nowhere/", "/"])
def test_every_page_comes_with_its_policies(address, client):
    answer = client.get(address)
    rules = policy(answer)
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == rules["connect-src"] == rules["form-action"] == ["'self'"]
    assert [word for word in rules["style-src"] if not word.startswith("'sha256-")] == ["'self'"]
    assert rules["frame-ancestors"] == rules["base-uri"] == ["'none'"]
    assert not any("unsafe" in word for words in rules.values() for word in words)
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_the_editors_import_map_is_the_one_thing_inline_and_carries_the_nonce_of_its_answer(reviewed, as_person):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    address = reverse("task", args=[reviewed.task("draft_opinion").pk])
    nonces = set()
    for _ in range(2):
        answer = as_person(reviewed.office.officer).get(address)
        (nonce,) = [word for word in policy(answer)["script-src"] if word.startswith("'nonce-")]
        nonces.add(nonce)
        inline = [
            tag.split(">")[0] for tag in answer.content.decode().split("<script")[1:] if "src=" not in tag.split(">")[0]
        ]
        runs = [tag for tag in inline if "application/json" not in tag]
        assert len(runs) == 1
        assert 'type="importmap"' in runs[0]
        assert f"'nonce-{runs[0].split('nonce=')[1].split(chr(34))[1]}'" == nonce
    assert len(nonces) == 2


@pytest.mark.parametrize("address", ["/sign-in/", "/v/", "/nowhere/", "/", "/robots.txt", "/answer/nobody/"])
def test_no_page_is_stored_anywhere(address, client):
    assert "no-store" in client.get(address)["Cache-Control"]


def test_pages_of_dossiers_are_stored_nowhere(walk, as_person):
    client = as_person(walk.office.officer)
    for address in ("/", "/dossiers/", reverse("dossier", args=[walk.dossier.pk]), "/registers/", "/experts/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store"), address


def test_search_engines_are_asked_to_stay_away(client):
    answer = client.get("/robots.txt")
    assert (answer["Content-Type"], answer.content) == ("text/plain", b"User-agent: *\nDisallow: /\n")


def test_the_choice_of_a_language_goes_by_tls_alone_where_there_is_tls(client, settings):
    for secure in (False, True):
        settings.LANGUAGE_COOKIE_SECURE = secure
        client.post("/language/", {"language": "en"})
        cookie = client.cookies["django_language"]
        assert (bool(cookie["secure"]), cookie["httponly"], cookie["samesite"]) == (secure, True, "Lax")


def test_cookies_are_strict(client):
    client.get("/sign-in/")
    cookie = client.cookies["csrftoken"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_nothing_inline_is_in_any_template(settings):
    """A page that needs an inline script or style would be broken by the policy without a test noticing."""
    for file in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        if {"documents", "mails"} & set(file.parts):
            continue  # printed by the renderer, or shown by a mail program: never a page of ours
        text = file.read_text()
        for script in text.split("<script")[1:]:
            opening = script.split(">")[0]
            assert "src=" in opening or "application/json" in opening, file
        assert "<style" not in text, file
        for word in (" style=", " onclick=", " onchange=", " onsubmit=", " hx-on", "javascript:"):
            assert word not in text, f"{file}: {word}"


# ---------------------------------------------------------------- files by the reverse proxy
@pytest.fixture
def file(walk):
    return walk.dossier.attachments.first()


def test_the_proxy_is_told_where_a_file_lies_only_after_the_table_was_asked(file, walk, as_person, settings, tmp_path):
    settings.SERVE_FILES_BY = "proxy"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }
    address = reverse("attachment", args=[file.pk])
    assert "X-Accel-Redirect" not in as_person(walk.office.department_person).get(address).headers
    assert "X-Accel-Redirect" not in Client().get(address).headers
    answer = as_person(walk.office.officer).get(address)
    assert answer["X-Accel-Redirect"] == f"/_files/{file.file.name}"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content == b""


def test_from_the_store_the_proxy_fetches_by_a_link_that_is_signed_for_a_minute(file, walk, as_person, settings):
    settings.SERVE_FILES_BY = "proxy"
    options = {
        "bucket_name": "consult", "endpoint_url": "http://store:7070", "access_key": "a", "secret_key": "b",
        "region_name": "us-east-1", "querystring_expire": 60, "signature_version": "s3v4", "addressing_style": "path",
    }  # fmt: skip
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options},
    }
    assert storages["default"].bucket_name == "consult"
    told = as_person(walk.office.officer).get(reverse("attachment", args=[file.pk]))["X-Accel-Redirect"]
    assert told.startswith(f"/_store/consult/{file.file.name}?")
    assert "X-Amz-Expires=60" in told
    assert "X-Amz-Signature=" in told
