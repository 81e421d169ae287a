"""Sample files: laid out for a kind, replaced, taken away, fetched by proposers, named where a procedure travels."""

from __future__ import annotations

import json

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consult.actions import samples
from consult.actions.intake import draft_dossier
from consult.actions.procedures import draft_version, take_over
from consult.files import FileFaultError
from consult.models import Event, Organisation, SampleFile
from consult.rules.procedure_file import file_problems, read_file
from tests.actions.test_uploads import pdf_bytes
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def file(name: str = "mau.pdf", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pdf_bytes())


def lay_out(office, name: str = "mau.pdf") -> SampleFile:
    return samples.set_sample(
        kind=office.investment.kind, item_code="request", upload=file(name), by=office.officer
    )  # fmt: skip


def test_a_sample_is_replaced_and_removed_and_the_history_says_so(office, django_capture_on_commit_callbacks):
    first = lay_out(office)
    where = first.file.name
    with django_capture_on_commit_callbacks(execute=True):
        second = lay_out(office, "mau moi.pdf")
    assert SampleFile.objects.get() == second
    assert not default_storage.exists(where)
    with django_capture_on_commit_callbacks(execute=True):
        samples.remove_sample(kind=second.kind, item_code="request", by=office.officer)
    assert not SampleFile.objects.exists()
    assert not default_storage.exists(second.file.name)
    told = Event.objects.filter(union=office.union, verb__startswith="sample").order_by("pk")
    assert [(one.verb, one.data["file"]) for one in told] == [
        ("sample_set", "mau.pdf"), ("sample_set", "mau moi.pdf"), ("sample_removed", "mau moi.pdf"),
    ]  # fmt: skip


def test_only_who_edits_procedures_lays_out_samples_of_what_is_asked_for(office):
    with refused("no_such_item"):
        samples.set_sample(kind=office.investment.kind, item_code="x", upload=file(), by=office.officer)
    with refused("role"):
        samples.set_sample(kind=office.investment.kind, item_code="request", upload=file(), by=office.clerk)
    with refused("role"):
        samples.remove_sample(kind=office.investment.kind, item_code="request", by=office.clerk)
    with pytest.raises(FileFaultError):
        samples.set_sample(
            kind=office.investment.kind, item_code="request", upload=file("x.pdf", b"MZ"), by=office.officer
        )


def test_a_proposer_finds_the_sample_beside_its_attachment(office, as_person):
    client = as_person(office.officer)
    address = reverse("set_sample", args=[office.investment.kind_id, "request"])
    assert client.post(address, {"file": file("Mẫu đơn.pdf")}).status_code == 302
    assert client.post(address, {}).status_code == 422
    wrong = client.post(address, {"file": file("x.pdf", b"MZ not a pdf")})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["file"])
    sample = SampleFile.objects.get()
    assert sample.name == "Mẫu đơn.pdf"
    dossier = draft_dossier(procedure=office.investment, proposer=office.investor, by=office.investor_person)
    proposer = as_person(office.investor_person)
    assert reverse("sample_file", args=[sample.pk]) in proposer.get(
        reverse("attachments", args=[dossier.pk])
    ).content.decode()  # fmt: skip
    fetched = proposer.get(reverse("sample_file", args=[sample.pk]))
    assert b"".join(fetched.streaming_content)[:4] == b"%PDF"
    assert fetched["Content-Disposition"].startswith("attachment")


def test_a_file_of_a_procedure_names_its_samples_and_does_not_carry_them(office, as_person):
    lay_out(office)
    text = as_person(office.officer).get(reverse("procedure_file", args=[office.investment.pk])).content
    data = json.loads(text)
    assert file_problems(data) == []
    named = {item["code"]: item.get("sample", "") for item in data["rules"]["checklist"]}
    assert named["request"] == "mau.pdf"
    assert not any(name for code, name in named.items() if code != "request")
    other = Organisation.objects.create(kind="union", name="Liên hiệp Hội tỉnh Khác", symbol="K", place="Khác")
    office.officer.memberships.create(organisation=other, role="officer")
    person = type(office.officer).objects.get(pk=office.officer.pk)
    taken = take_over(union=other, by=person, said=read_file(data))
    assert taken.rules.checklist[0].sample == "mau.pdf"
    assert not taken.kind.samples.exists()


def test_samples_hold_for_every_version(office):
    sample = lay_out(office)
    assert draft_version(kind=office.investment.kind, by=office.officer).kind.samples.get() == sample
