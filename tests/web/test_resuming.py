"""The tus protocol: files in pieces, gone on with after a broken line, private, bounded, cleaned away."""

import base64
import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from consult import clock
from consult.actions import half_sent
from consult.actions.intake import draft_dossier
from consult.models import Attachment, FilePiece, HalfSentFile
from tests.actions.test_uploads import pdf_bytes

HTMX = {"HX-Request": "true"}
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def draft(office):
    return draft_dossier(
        procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Dự án"
    )


@pytest.fixture
def client(as_person, office):
    return as_person(office.investor_person)


def begin(client, draft, size, name="tờ trình.pdf", **headers):
    said = {"filename": name, "dossier": str(draft.pk)}
    metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items())
    asked = {**TUS, "Upload-Length": str(size), "Upload-Metadata": metadata, **headers}
    return client.post(reverse("begin_sending"), headers=asked)


def send(client, address, offset, content, **headers):
    said = {**TUS, "Upload-Offset": str(offset), **headers}
    return client.patch(address, content, content_type="application/offset+octet-stream", headers=said)


def test_a_server_says_what_it_speaks(client):
    answer = client.options(reverse("begin_sending"))
    assert answer.status_code == 204
    assert (answer["Tus-Version"], answer["Tus-Extension"]) == ("1.0.0", "creation,expiration,termination")
    assert int(answer["Tus-Max-Size"]) > 0


def test_a_broken_line_costs_a_piece_and_not_the_file(client, draft):
    content = pdf_bytes(pages=20)
    answer = begin(client, draft, len(content))
    assert answer.status_code == 201
    assert answer["Upload-Expires"]
    address = answer["Location"]
    assert send(client, address, 0, content[:300])["Upload-Offset"] == "300"
    # Whoever comes back asks how far it is.
    head = client.head(address, headers=TUS)
    assert (head["Upload-Offset"], head["Upload-Length"]) == ("300", str(len(content)))
    assert head["Cache-Control"] == "no-store"
    # A piece that was sent again because its answer was lost is not kept twice.
    wrong = send(client, address, 0, content[:300])
    assert (wrong.status_code, wrong["Upload-Offset"]) == (409, "300")
    assert send(client, address, 300, content[300:])["Upload-Offset"] == str(len(content))
    key = HalfSentFile.objects.get().key
    row = client.post(reverse("upload", args=[draft.pk, "request"]), {"uploaded": str(key)}, headers=HTMX)
    assert row.status_code == 200
    kept = Attachment.objects.get()
    assert (kept.name, kept.size, kept.file.read()) == ("tờ trình.pdf", len(content), content)
    assert not HalfSentFile.objects.exists()
    assert not FilePiece.objects.exists()


class BreaksOff(io.BytesIO):
    """A line that breaks in the middle of a piece."""

    def read(self, size=-1):
        part = super().read(size)
        if not part:
            raise OSError("connection reset")
        return part


def test_what_came_before_the_line_broke_is_kept(client, draft):
    content = pdf_bytes(pages=20)
    address = begin(client, draft, len(content))["Location"]
    answer = client.generic(
        "PATCH", address, content, content_type="application/offset+octet-stream", headers={**TUS, "Upload-Offset": "0"},
        **{"wsgi.input": BreaksOff(content[:500])},
    )  # fmt: skip
    assert answer["Upload-Offset"] == "500"


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Tus-Resumable": "0.2.2"}, 412), ({"Upload-Length": "viel"}, 400), ({"Upload-Metadata": "filename %%%"}, 400),
     ({"Upload-Length": str(10**12)}, 413), ({"Upload-Length": "0"}, 422)],
)  # fmt: skip
def test_what_is_asked_wrongly_is_refused(client, draft, headers, status):
    assert begin(client, draft, 10, **headers).status_code == status
    assert not HalfSentFile.objects.exists()


def test_a_piece_is_refused_that_is_none(client, draft):
    address = begin(client, draft, 10)["Location"]
    assert (
        client.patch(address, b"x", content_type="text/plain", headers={**TUS, "Upload-Offset": "0"}).status_code == 415
    )
    assert send(client, address, "x", b"x").status_code == 400
    assert send(client, address, 3, b"x").status_code == 409
    assert send(client, address, 0, b"x" * 11).status_code == 413
    assert HalfSentFile.objects.get().received == 0
    assert not FilePiece.objects.exists()


def test_nobody_else_knows_of_it(client, draft, as_person, office):
    address = begin(client, draft, 10)["Location"]
    for other in (office.department_person, office.officer):
        stranger = as_person(other)
        assert stranger.head(address, headers=TUS).status_code == 404
        assert send(stranger, address, 0, b"x").status_code == 404
        assert stranger.delete(address, headers=TUS).status_code == 404
        assert begin(stranger, draft, 10).status_code in (403, 404)
        key = HalfSentFile.objects.get().key
        assert stranger.post(reverse("upload", args=[draft.pk, "request"]), {"uploaded": str(key)}).status_code in (
            404,
            410,
        )
    client.logout()
    assert client.head(address, headers=TUS).status_code == 401
    assert HalfSentFile.objects.count() == 1


def test_what_is_given_up_is_gone(client, draft):
    address = begin(client, draft, 10)["Location"]
    send(client, address, 0, b"12345")
    stored = FilePiece.objects.get().file.name
    assert default_storage.exists(stored)
    with_commit = client.delete(address, headers=TUS)
    assert with_commit.status_code == 204
    assert client.head(address, headers=TUS).status_code == 404
    assert not FilePiece.objects.exists()


def test_half_sent_files_count_and_run_out(client, draft, settings):
    settings.UPLOAD_DOSSIER_LIMIT = 100
    address = begin(client, draft, 60)["Location"]
    assert begin(client, draft, 60).status_code == 422
    assert half_sent.forget_expired() == 0
    with clock.at(clock.now() + half_sent.KEPT + timedelta(minutes=1)):
        assert client.head(address, headers=TUS).status_code == 404
        assert half_sent.forget_expired() == 1
        assert begin(client, draft, 60).status_code == 201


def test_a_file_that_is_not_whole_is_not_attached(client, draft):
    begin(client, draft, 10)
    key = HalfSentFile.objects.get().key
    row = client.post(reverse("upload", args=[draft.pk, "request"]), {"uploaded": str(key)}, headers=HTMX)
    assert row.status_code == 422
    assert not Attachment.objects.exists()
    # It may still be gone on with.
    assert HalfSentFile.objects.exists()


def test_a_file_in_pieces_is_examined_like_any_other(client, draft):
    content = b"<html><script>alert(1)</script>"
    address = begin(client, draft, len(content))["Location"]
    send(client, address, 0, content)
    key = HalfSentFile.objects.get().key
    row = client.post(reverse("upload", args=[draft.pk, "request"]), {"uploaded": str(key)}, headers=HTMX)
    assert row.status_code == 422
    assert not Attachment.objects.exists()
    assert not HalfSentFile.objects.exists()


def test_many_files_in_pieces_are_put_where_their_names_say(client, draft):
    for name, pages in {"de xuat du an.pdf": 2, "nang luc tai chinh.pdf": 3}.items():
        content = pdf_bytes(pages=pages)
        send(client, begin(client, draft, len(content), name)["Location"], 0, content)
    keys = [str(one.key) for one in HalfSentFile.objects.all()]
    client.post(reverse("upload_many", args=[draft.pk]), {"uploaded": keys})
    assert sorted(Attachment.objects.values_list("item", flat=True)) == ["finance", "project"]
