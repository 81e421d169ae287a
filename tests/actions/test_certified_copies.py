"""Certified copies: numbered in a series of their own, with the pages of the original, sent to whom they are for."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader, PdfWriter

from consult import clock, tasks
from consult.actions.incoming import register_letter
from consult.commands.documents import certify_copy
from consult.models import Event, Job, RegisterEntry, Signatory
from consult.texts import TROUBLES
from tests.refusals import refused

TO = ["Sở Xây dựng", "UBND xã Pơng Đrang"]


@pytest.fixture
def clerked(issued):
    """A clerk who signs by order, with an issued opinion."""
    Signatory.objects.create(
        union=issued.office.union,
        person=issued.office.clerk,
        title="Chánh Văn phòng",
        authority="TL",
        principal="Chủ tịch",
    )
    return issued


def signature_fields(document):
    with document.versions.latest("version").file.open("rb") as stream:
        return PdfReader(io.BytesIO(stream.read())).get_fields() or {}


def make(dossier):
    for job in dossier.jobs.filter(kind=Job.Kind.RENDER, state=Job.State.WAITING):
        tasks.run_job(job.pk)


def order(walk, *, by=None, **said):
    values = {"form": "SY", "recipients": TO, **said}
    if "original" not in values:
        values["original"] = f"d{walk.dossier.documents.get(kind='opinion').pk}"
    certify_copy(dossier_id=walk.dossier.pk, by=by or walk.office.clerk, **values)
    make(walk.dossier)
    return walk.dossier.documents.filter(kind="certified_copy").latest("pk")


def pages_of(document):
    with document.versions.latest("version").file.open("rb") as stream:
        content = stream.read()
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_a_copy_has_the_pages_of_its_original_and_a_number_of_its_own_series(clerked):
    opinion = clerked.dossier.documents.get(kind="opinion")
    before = pages_of(opinion)
    document = order(clerked, count=3)
    made = pages_of(document)
    assert not signature_fields(document)
    assert len(made) - len(before) in (0, 1)
    for old, new in zip(before, made, strict=False):
        assert old.split()[:30] == new.split()[:30]
    assert "SAO Y" in made[-1]
    assert "CHÁNH VĂN PHÒNG" in made[-1]
    assert (document.entry.symbol, document.entry.register.kind) == ("01/SY-LHH", "SY")
    assert document.entry.dispatch.copies == 3
    assert list(document.entry.sendings.values_list("name", flat=True)) == TO
    assert document.code
    event = Event.objects.get(dossier=clerked.dossier, verb="copy_certified")
    assert (event.data["symbol"], event.data["count"]) == ("01/SY-LHH", 3)
    # All forms are numbered together, and a copy of a copy is no whole copy.
    key = f"d{document.pk}"
    with refused("of_a_copy"):
        order(clerked, original=key)
    assert order(clerked, original=key, form="SL").entry.symbol == "02/SL-LHH"


def test_an_extract_takes_pages_or_is_typed(clerked):
    document = order(clerked, form="TrS", pages="1")
    assert document.entry.symbol == "01/TrS-LHH"
    assert len(pages_of(document)) in (1, 2)
    typed = pages_of(order(clerked, form="TrS", extract="Điều 2. Giao Văn phòng thực hiện."))
    assert len(typed) == 1
    assert typed[0].index("Giao Văn phòng") < typed[0].index("TRÍCH SAO")
    with refused("no_such_page"):
        order(clerked, form="TrS", pages="999")
    assert RegisterEntry.objects.filter(register__kind="SY").count() == 2


def test_the_block_stands_below_the_last_words_where_there_is_room(clerked):
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    content = io.BytesIO()
    writer.write(content)
    letter = register_letter(
        union=clerked.office.union, by=clerked.office.clerk, arrived_on=clock.today(), sender="Sở Xây dựng",
        symbol="12/SXD", subject="Quy hoạch", dossier=clerked.dossier,
        files=[SimpleUploadedFile("van-ban.pdf", content.getvalue(), "application/pdf")],
    )  # fmt: skip
    file = letter.files.get()
    document = order(clerked, original=f"f{file.pk}")
    made = pages_of(document)
    assert len(made) == 1
    assert "SAO Y" in made[0]
    assert "12/SXD" in document.title
    # What came back changed is copied no more.
    file.file.storage.delete(file.file.name)
    certify_copy(
        dossier_id=clerked.dossier.pk, by=clerked.office.clerk, original=f"f{file.pk}", form="SY", recipients=TO
    )
    make(clerked.dossier)
    job = clerked.dossier.documents.latest("pk").versions.get().job
    assert (job.state, job.error.split(":")[:2]) == ("failed", ["RenderRefusedError", " original"])
    assert "original" in TROUBLES


def test_who_orders_a_copy_and_of_what(clerked):
    office = clerked.office
    for by in (office.officer, clerked.seat("chair"), office.investor_person):
        with refused("role"):
            order(clerked, by=by)
    with refused("changed_meanwhile"):
        order(clerked, original="d0")
    with refused("name_missing"):
        order(clerked, recipients=[" "])
    with refused("count_wrong"):
        order(clerked, count=0)
    Signatory.objects.filter(person=office.clerk).delete()
    with refused("signatory_missing"):
        order(clerked)
    assert not RegisterEntry.objects.filter(register__kind="SY").exists()
