"""What is slow holds no lock: while a file is searched, compared or stored, others act on the same union and dossier.

The scanner and the store of these tests answer only once somebody else's act is committed. Where a lock were held
meanwhile, that act would wait for it in vain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from django.db import models, transaction
from django.db.models.signals import pre_save

from consult import clock, tasks
from consult.actions import experts
from consult.actions.intake import draft_dossier
from consult.actions.office import save_seal
from consult.actions.registers import next_number
from consult.actions.reviews.files import add_review_file
from consult.actions.rows import save_rows
from consult.actions.uploads import add_file
from consult.commands import departments, documents
from consult.commands.locking import lock
from consult.demo.files import sample_pdf
from consult.models import (
    Attachment,
    DepartmentRequest,
    DocumentVersion,
    Dossier,
    Expert,
    ExpertFile,
    Job,
    Organisation,
    RegisterEntry,
    ReviewFile,
    Seal,
    Signatory,
    SigningKey,
)
from tests.actions.test_uploads import image_bytes, pdf_bytes
from tests.refusals import refused
from tests.servers import virus_scanner
from tests.services.conftest import together

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Slow:
    """Something that takes a file, the dossier on which somebody else acts meanwhile, and the row that it writes."""

    take: Callable[[], object]
    dossier: Dossier
    row: type[models.Model]


def pdf() -> ContentFile:
    return ContentFile(pdf_bytes(), "tệp.pdf")


def png() -> ContentFile:
    return ContentFile(image_bytes("PNG"), "hinh.png")


# ---------------------------------------------------------------- everything that takes a file
def file_of_a_draft(request) -> Slow:
    office = request.getfixturevalue("office")
    by = office.investor_person
    draft = draft_dossier(procedure=office.investment, proposer=office.investor, by=by, title="Dự án")
    return Slow(lambda: add_file(dossier_id=draft.pk, item_code="request", upload=pdf(), by=by), draft, Attachment)


def file_of_a_supplement(request) -> Slow:
    walk = request.getfixturevalue("walk")
    walk.do("check_completeness", walk.office.officer, decision="supplement", reason="Thiếu")
    by, number = walk.office.investor_person, walk.dossier.pk
    return Slow(lambda: add_file(dossier_id=number, item_code="request", upload=pdf(), by=by), walk.dossier, Attachment)


def file_of_a_review(request) -> Slow:
    walk = request.getfixturevalue("reviewing")
    walk.accept_all()
    review = walk.open_reviews()[0]
    return Slow(
        lambda: add_review_file(review_id=review.pk, by=review.seat.person, upload=pdf()), walk.dossier, ReviewFile
    )


def proof_of_an_expert(request) -> Slow:
    walk = request.getfixturevalue("walk")
    expert = Expert.objects.select_related("person").first()
    return Slow(
        lambda: experts.add_proof(expert=expert, by=expert.person, kind="cv", upload=pdf()), walk.dossier, ExpertFile
    )


def _asked(request) -> DepartmentRequest:
    walk = request.getfixturevalue("reviewing")
    documents.ask_department(
        dossier_id=walk.dossier.pk, by=walk.office.officer, department="Sở Xây dựng", questions="Quy hoạch?",
        answer_by=clock.today() + timedelta(days=9),
    )  # fmt: skip
    return DepartmentRequest.objects.select_related("dossier").get()


def answer_by_link(request) -> Slow:
    asked = _asked(request)
    said = {"answered_by": "Giám đốc", "answer": ""}
    return Slow(
        lambda: departments.answer_by_link(request_id=asked.pk, upload=pdf(), **said), asked.dossier, DepartmentRequest
    )


def recorded_answer(request) -> Slow:
    asked = _asked(request)
    said = {"answered_by": "Giám đốc", "answer": "", "by": request.getfixturevalue("office").officer}
    return Slow(
        lambda: departments.record_answer(request_id=asked.pk, upload=pdf(), **said), asked.dossier, DepartmentRequest
    )


def brought_document(request) -> Slow:
    walk = request.getfixturevalue("reviewing")
    decision, clerk = walk.dossier.documents.get(kind="council_decision"), walk.office.clerk
    return Slow(
        lambda: documents.bring_signed_document(
            document_id=decision.pk, by=clerk, upload=sample_pdf("x"), source=DocumentVersion.Source.SCAN
        ),
        walk.dossier,
        DocumentVersion,
    )


def brought_opinion(request) -> Slow:
    walk = request.getfixturevalue("drafted")
    SigningKey.objects.all().delete()
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    walk.do("sign_opinion", walk.office.leader, decision="approve")
    walk.issue()
    return Slow(
        lambda: walk.do("bring_signed", walk.office.clerk, upload=sample_pdf("x"), source=DocumentVersion.Source.SCAN),
        walk.dossier,
        DocumentVersion,
    )


def seal(request) -> Slow:
    walk = request.getfixturevalue("walk")
    office = walk.office
    return Slow(lambda: save_seal(union=office.union, picture=png(), by=office.clerk), walk.dossier, Seal)


def picture_of_a_signature(request) -> Slow:
    walk = request.getfixturevalue("walk")
    signatory = Signatory.objects.get(union=walk.office.union, person=walk.office.leader)
    signatory.picture = png()
    return Slow(
        lambda: save_rows(union=walk.office.union, owner="union", kept=[signatory], removed=[]), walk.dossier, Signatory
    )


def made_document(request) -> Slow:
    walk = request.getfixturevalue("walk")
    job = Job.objects.get(kind="render")
    return Slow(lambda: tasks.run_job(job.pk), walk.dossier, DocumentVersion)


SEARCHED = [
    file_of_a_draft, file_of_a_supplement, file_of_a_review, proof_of_an_expert, answer_by_link, recorded_answer,
    brought_document, brought_opinion,
]  # fmt: skip
STORED = [*SEARCHED, seal, picture_of_a_signature, made_document]


class SlowStore(InMemoryStorage):
    """A store that takes a file only after ``before``."""

    before: Callable[[], object] | None = None

    def _save(self, name, content):
        if SlowStore.before is not None:
            SlowStore.before()
        return super()._save(name, content)


@pytest.fixture(autouse=True)
def store(settings) -> Iterator[type[SlowStore]]:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.SlowStore"}}
    yield SlowStore
    SlowStore.before = None


def act_of_another(dossier: Dossier) -> None:
    """Take the dossier's row, every expert's and the union's register, write, and commit."""
    with transaction.atomic():
        union = Organisation.objects.select_for_update().get(pk=dossier.union_id)
        locked = lock(dossier.pk)
        list(Expert.objects.select_for_update())
        next_number(union=union, kind="QĐ", unit="", subject="Của người khác", by=locked.submitter)


def committed() -> bool:
    return RegisterEntry.objects.filter(subject="Của người khác").exists()


@pytest.mark.parametrize("site", SEARCHED)
def test_while_a_file_is_searched_others_act(request, settings, site):
    slow = site(request)
    results: list[object] = []

    def found() -> str:
        results.extend(together(lambda: act_of_another(slow.dossier)))
        return "OK"

    with virus_scanner(found) as settings.CLAMD_ADDRESS:
        slow.take()
    assert results == [None]
    assert committed()


@pytest.mark.parametrize("site", STORED)
def test_while_a_file_is_stored_others_act(request, store, site):
    slow = site(request)
    results: list[object] = []
    store.before = lambda: results.extend(together(lambda: act_of_another(slow.dossier)))
    slow.take()
    assert results == [None]
    assert committed()


# ---------------------------------------------------------------- a row that fails
def names(folder: str = "") -> set[str]:
    """Every file in the store."""
    folders, files = default_storage.listdir(folder)
    return {f"{folder}{file}" for file in files}.union(*(names(f"{folder}{inner}/") for inner in folders))


class NoRowError(Exception):
    """The row cannot be written."""


@contextmanager
def no_row_of(model: type[models.Model]) -> Iterator[None]:
    def refuse(**_values: object) -> None:
        raise NoRowError

    pre_save.connect(refuse, sender=model)
    yield
    pre_save.disconnect(refuse, sender=model)


@pytest.mark.parametrize("site", STORED)
def test_a_file_whose_row_is_not_written_does_not_stay(request, store, site):
    slow = site(request)
    before, stored = names(), []
    store.before = lambda: stored.append(1)
    with no_row_of(slow.row):
        if site is made_document:
            assert not slow.take()
        else:
            with pytest.raises(NoRowError):
                slow.take()
    assert stored == [1]
    assert names() == before


@pytest.mark.parametrize("site", [seal, picture_of_a_signature, recorded_answer])
def test_what_is_replaced_does_not_stay_either(request, site):
    site(request).take()
    before = names()
    site_again = {recorded_answer: _record_again, seal: seal, picture_of_a_signature: picture_of_a_signature}[site]
    site_again(request).take()
    assert len(names()) == len(before)
    assert names() != before


def _record_again(request) -> Slow:
    asked = DepartmentRequest.objects.select_related("dossier").get()
    said = {"answered_by": "Giám đốc", "answer": "", "by": request.getfixturevalue("office").officer}
    return Slow(
        lambda: departments.record_answer(request_id=asked.pk, upload=pdf(), **said), asked.dossier, DepartmentRequest
    )


def test_whoever_lost_the_right_meanwhile_leaves_nothing(request, store):
    slow = file_of_a_draft(request)
    before = names()
    store.before = lambda: together(lambda: Dossier.objects.filter(pk=slow.dossier.pk).update(stage="intake"))
    with refused("not_now"):
        slow.take()
    assert names() == before
