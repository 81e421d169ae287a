"""Parts of files: a long PDF is shown before all of it has come, and a broken download goes on."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consult.views.ranges import UnsatisfiableError, asked_range

SIZE = 1000


@pytest.mark.parametrize(
    ("header", "range_"),
    [
        ("bytes=0-", (0, 999)),
        ("bytes=0-0", (0, 0)),
        ("bytes=10-19", (10, 19)),
        ("bytes=990-5000", (990, 999)),
        ("bytes=-1", (999, 999)),
        ("bytes=-5000", (0, 999)),
        ("Bytes= 5-6", (5, 6)),
        # Answered by the whole file: several ranges, other units, what is no range.
        ("bytes=0-1,5-6", None),
        ("lines=0-1", None),
        ("bytes=9-3", None),
        ("bytes=-", None),
        ("bytes=٣-", None),
        ("bytes=" + "9" * 30 + "-", None),
        ("", None),
    ],
)
def test_a_range_is_read(header, range_):
    assert asked_range(header, SIZE) == range_


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_behind_the_end_is_none(header):
    with pytest.raises(UnsatisfiableError):
        asked_range(header, SIZE)


def test_of_an_empty_file_nothing_can_be_asked():
    for header in ("bytes=0-", "bytes=-5"):
        with pytest.raises(UnsatisfiableError):
            asked_range(header, 0)


@pytest.fixture
def ask(walk, as_person):
    found = walk.dossier.attachments.first()
    client = as_person(walk.office.officer)
    with found.file.open("rb") as stored:
        content = stored.read()

    def send(**headers: str):
        return client.get(reverse("attachment", args=[found.pk]), {"inline": ""}, headers=headers)

    return send, content


pytestmark = pytest.mark.django_db


def test_a_part_of_a_file_comes_with_its_place_and_the_same_safety(ask):
    send, content = ask
    whole = send()
    assert (whole.status_code, whole["Accept-Ranges"], whole.getvalue()) == (200, "bytes", content)
    for header, begin, end in (("bytes=5-104", 5, 104), ("bytes=-7", len(content) - 7, len(content) - 1)):
        answer = send(range=header)
        assert answer.status_code == 206
        assert answer["Content-Range"] == f"bytes {begin}-{end}/{len(content)}"
        assert answer["Content-Length"] == str(end - begin + 1)
        assert answer.getvalue() == content[begin : end + 1]
        for name in (
            "Content-Type",
            "Content-Disposition",
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "ETag",
        ):
            assert answer[name] == whole[name]
        assert answer["Cache-Control"] == "private, no-store"


def test_a_part_behind_the_end_is_refused_with_the_length(ask):
    send, content = ask
    answer = send(range=f"bytes={len(content)}-")
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(content)}")
    assert answer["Cache-Control"] == "private, no-store"


def test_a_part_of_another_content_is_never_joined_to_what_is_there(ask):
    send, content = ask
    tag = send()["ETag"]
    assert send(range="bytes=0-9", if_range=tag).status_code == 206
    for other in ('"another"', f"W/{tag}", "Wed, 21 Oct 2015 07:28:00 GMT"):
        answer = send(range="bytes=0-9", if_range=other)
        assert (answer.status_code, answer.getvalue()) == (200, content)


def test_a_part_is_for_those_who_may_read_the_whole(walk, as_person):
    found = walk.dossier.attachments.first()
    address = reverse("attachment", args=[found.pk])
    answer = as_person(walk.office.department_person).get(address, headers={"range": "bytes=0-9"})
    assert answer.status_code == 404


def test_only_the_worker_of_pdfjs_may_run_its_decoders(client):
    worker = client.get("/static/vendor/pdfjs/pdf.worker.min.mjs")
    assert "script-src 'self' 'wasm-unsafe-eval'" in worker["Content-Security-Policy"]
    for address in ("/static/vendor/pdfjs/pdf.min.mjs", "/static/consult/reader.js", "/sign-in/"):
        assert "wasm" not in client.get(address)["Content-Security-Policy"]
    for address in ("pdfjs-wasm/openjpeg.wasm", "pdfjs-wasm/jbig2.wasm", "pdfjs-wasm/qcms_bg.wasm"):
        assert client.get(f"/static/vendor/{address}").status_code == 200
