"""What the store has lost is found, made again or asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from consult import tasks
from consult.actions import experts, holding
from consult.actions.office import save_seal
from consult.backup import take, verify
from consult.models import (
    DocumentVersion,
    Event,
    Expert,
    Heartbeat,
    Job,
    LostFile,
    Membership,
    Notification,
    Organisation,
    Person,
    Seal,
    StoreWalk,
)
from consult.queries import stored
from consult.queries.history import history_faults
from tests.actions.test_uploads import image_bytes, pdf_bytes

pytestmark = pytest.mark.django_db


def spoil(name: str, content: bytes | None = b"") -> None:
    """Leave a file with other content, by default with none, as after a power cut; None takes it away."""
    default_storage.delete(name)
    if content is not None:
        assert default_storage.save(name, ContentFile(content)) == name


def told(kind: str) -> set[Person]:
    return {notice.person for notice in Notification.objects.filter(kind=kind).select_related("person")}


def whole(version: DocumentVersion) -> bool:
    return bool(version.file) and not holding.fault_of(stored.of_row(version), read=True)


@pytest.mark.parametrize("content", [b"", None, b"%PDF-1.7 other bytes"])
def test_a_lost_document_is_made_again_under_its_number(issued, content):
    decision = issued.dossier.documents.get(kind="council_decision")
    before = decision.versions.get()
    entry, code, numbered = decision.entry, decision.code, decision.entry.register.last
    spoil(before.file.name, content)
    assert holding.hold_newest() == 1
    assert Job.objects.get(version__document=decision, version__version=2).state == "waiting"
    tasks.work_off()
    decision.refresh_from_db()
    after = decision.versions.latest("version")
    assert after.version == 2
    assert whole(after)
    assert after.data == before.data
    assert (decision.entry, decision.code) == (entry, code)
    entry.register.refresh_from_db()
    assert entry.register.last == numbered
    office = issued.office
    assert told("document_lost") >= {office.officer, office.clerk}
    # Whoever holds a copy of the lost one can still have it checked.
    assert decision.versions.get(version=1).sha256 == before.sha256
    assert Event.objects.filter(dossier=issued.dossier, verb="file_lost").count() == 1
    assert list(history_faults([issued.dossier])) == []
    assert holding.hold_newest() == 0
    assert LostFile.objects.get().good_at is not None
    assert Job.objects.filter(version__document=decision).count() == 2


def test_a_lost_signed_document_is_made_and_signed_again(issued):
    opinion = issued.dossier.documents.get(kind="opinion")
    before = opinion.versions.latest("version")
    assert before.source == "signed"
    spoil(before.file.name)
    holding.hold_newest()
    tasks.work_off()
    after = opinion.versions.latest("version")
    assert (after.version, after.source, whole(after)) == (before.version + 1, "signed", True)
    assert issued.dossier.step == "respond"


def test_a_revoked_document_is_not_made_again(issued):
    decision = issued.dossier.documents.get(kind="council_decision")
    decision.revoked_at = timezone.now()
    decision.save()
    spoil(decision.versions.get().file.name)
    assert holding.hold_newest() == 1
    assert decision.versions.count() == 1


def test_a_lost_scan_is_asked_for_and_the_document_beside_it_stays(issued):
    opinion = issued.dossier.documents.get(kind="opinion")
    scan = opinion.versions.create(
        version=9, data={}, source="scan", brought_by=issued.office.clerk, rendered_at=timezone.now(),
        file=default_storage.save("documents/scan.pdf", ContentFile(pdf_bytes())), sha256="0" * 64,
    )  # fmt: skip
    assert holding.hold_newest() == 1
    assert opinion.versions.latest("version") == scan
    notice = Notification.objects.get(kind="file_lost", person=issued.office.officer)
    assert notice.data["whom"] == issued.office.clerk.name


def test_a_lost_upload_is_named_to_the_officer_with_whom_to_ask(walk, as_person):
    lost = walk.dossier.attachments.first()
    others = {one.pk for one in walk.dossier.attachments.exclude(pk=lost.pk)}
    spoil(lost.file.name, None)
    assert holding.hold_newest() == 1
    assert told("file_lost") == {walk.office.officer}
    notice = Notification.objects.get(kind="file_lost")
    assert notice.data["file"] == walk.dossier.file_titles()[lost.pk]
    assert walk.office.investor_person.name in notice.data["whom"]
    assert Job.objects.get(notification=notice).state == "waiting"
    assert holding.hold_newest() == 0
    assert Notification.objects.filter(kind="file_lost").count() == 1
    client = as_person(walk.office.administrator)
    page = client.get(reverse("operations")).content.decode()
    assert walk.dossier.file_titles()[lost.pk] in page
    assert walk.office.investor_person.name in page
    reader = as_person(walk.office.officer)
    assert reader.get(reverse("attachment", args=[lost.pk])).status_code == 409
    assert {reader.get(reverse("attachment", args=[pk])).status_code for pk in others} == {200}


def test_a_draft_is_its_proposers_matter(new_walk, office):
    walk = new_walk()
    dossier = walk.dossier
    type(dossier).objects.filter(pk=dossier.pk).update(stage="draft")
    spoil(dossier.attachments.first().file.name)
    holding.hold_newest()
    assert told("file_lost") == {office.investor_person}


def test_files_of_no_dossier_are_asked_of_who_brought_them(office):
    expert = Expert.objects.filter(person__isnull=False).first()
    proof = experts.add_proof(expert=expert, by=expert.person, kind="cv", upload=ContentFile(pdf_bytes(), "cv.pdf"))
    save_seal(union=office.union, picture=ContentFile(image_bytes("PNG"), "dau.png"), by=office.clerk)
    spoil(proof.file.name)
    spoil(Seal.objects.get(union=office.union).picture.name)
    assert holding.hold_newest() == 2
    assert told("own_file_lost") == {expert.person, office.administrator}


def test_another_union_sees_none_of_it(walk, as_person):
    other = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    stranger = Person.objects.create_user("qt@khac.test", None, name="Quản trị khác")
    Membership.objects.create(person=stranger, organisation=other, role="administrator")
    lost = walk.dossier.attachments.first()
    spoil(lost.file.name)
    holding.hold_newest()
    page = as_person(stranger).get(reverse("operations")).content.decode()
    assert walk.dossier.file_titles()[lost.pk] not in page
    assert not Notification.objects.filter(person=stranger).exists()


def test_the_operations_page_asks_as_little_for_many(walk, as_person, django_assert_max_num_queries):
    files = list(walk.dossier.attachments.all())
    for file in files:
        spoil(file.file.name)
    holding.hold_newest()
    assert LostFile.objects.count() == len(files) > 5
    client = as_person(walk.office.administrator)
    client.get(reverse("operations"))
    with django_assert_max_num_queries(60):
        client.get(reverse("operations"))


# ---------------------------------------------------------------- what comes back
def test_the_very_file_is_put_back(walk, tmp_path, capsys):
    lost = walk.dossier.attachments.first()
    with lost.file.open("rb") as stream:
        content = stream.read()
    spoil(lost.file.name)
    holding.hold_newest()
    (tmp_path / "other.pdf").write_bytes(pdf_bytes(pages=7))
    (tmp_path / "same.pdf").write_bytes(content)
    call_command("check_store", put_back=[tmp_path / "other.pdf", tmp_path / "same.pdf"])
    said = capsys.readouterr().out
    assert "no lost file" in said
    assert f"back as {lost.file.name}" in said
    assert LostFile.objects.get().good_at is not None
    assert not holding.fault_of(stored.of_row(lost), read=True)


def test_a_file_that_came_back_by_itself_is_seen_and_lost_again_is_told_again(walk):
    lost = walk.dossier.attachments.first()
    with lost.file.open("rb") as stream:
        content = stream.read()
    spoil(lost.file.name, None)
    holding.hold_newest()
    spoil(lost.file.name, content)
    assert holding.hold_newest() == 0
    assert LostFile.objects.get().good_at is not None
    LostFile.objects.update(found_at=timezone.now() - timedelta(days=2))
    spoil(lost.file.name, None)
    assert holding.hold_newest() == 1
    assert Notification.objects.filter(kind="file_lost").count() == 2


def test_a_row_that_is_gone_takes_its_loss_along(office):
    expert = Expert.objects.filter(person__isnull=False).first()
    proof = experts.add_proof(expert=expert, by=expert.person, kind="cv", upload=ContentFile(pdf_bytes(), "cv.pdf"))
    spoil(proof.file.name)
    holding.hold_newest()
    proof.delete()
    assert holding.see_again() == 1
    assert not LostFile.objects.exists()


# A backup sees the database as it was at one moment, which PostgreSQL grants to a transaction's beginning alone.
@pytest.mark.django_db(transaction=True)
def test_a_backup_is_possible_although_a_file_is_lost_for_good(issued, tmp_path):
    lost = issued.dossier.attachments.first()
    document = issued.dossier.documents.get(kind="council_decision").versions.get()
    spoil(lost.file.name)
    spoil(document.file.name)
    holding.hold_newest()
    tasks.work_off()
    holding.hold_newest()
    folder = tmp_path / "backup"
    take(folder, lambda _line: None)
    kept = verify(folder, lambda _line: None)["files"]
    assert lost.file.name not in kept
    assert document.file.name not in kept
    assert document.document.versions.get(version=2).file.name in kept


# ---------------------------------------------------------------- a store that is not there
def test_a_store_that_is_not_there_loses_nothing(issued, capsys):
    names = [file.name for file in stored.newest(500)]
    assert len(set(names)) > holding.AWAY_FROM
    for name in names:
        default_storage.delete(name)
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("check_store")
    assert tasks.hold_store() is False
    assert told("store_away") == {issued.office.administrator}
    assert not LostFile.objects.exists()
    assert not Heartbeat.objects.filter(name="store").exists()
    call_command("check_store", although_most_are_missing=True)
    assert LostFile.objects.count() == len(set(names))


# ---------------------------------------------------------------- by night
def test_the_walk_reaches_every_file_in_short_steps_and_rests_until_the_next_night(issued, monkeypatch):
    monkeypatch.setattr(stored.rows_after, "__defaults__", (5,))
    begun = timezone.now()
    holding.walk_on(0.0)
    steps = 1
    while StoreWalk.objects.get().finished_at is None:
        assert steps < 500
        holding.walk_on(0.0)
        steps += 1
    assert steps > len(stored.kinds())
    assert holding.walk_on(0.0, begun + timedelta(hours=19)) is False
    walk = StoreWalk.objects.get()
    assert walk.begun_at == pytest.approx(begun, abs=timedelta(minutes=5))


@pytest.mark.parametrize(
    ("hours_ago", "local", "due"),
    [
        (24, "02:10", True),
        (24, "14:00", False),
        (31, "14:00", True),
        (31, "23:58", True),
        (19, "03:00", False),
        (21, "05:59", True),
    ],
)
def test_a_walk_begins_at_night_or_when_the_last_was_long_ago(db, hours_ago, local, due):
    hour, minute = map(int, local.split(":"))
    now = timezone.localtime().replace(hour=hour, minute=minute)
    StoreWalk.objects.create(begun_at=now - timedelta(hours=hours_ago), finished_at=now - timedelta(hours=1))
    holding.walk_on(60.0, now)
    assert (StoreWalk.objects.get().begun_at == now) is due


def test_an_old_file_is_read_within_four_weeks(walk):
    lost = walk.dossier.attachments.first()
    same_size = bytes(lost.size)
    spoil(lost.file.name, same_size)
    file = stored.of_row(lost)
    monday = timezone.localtime().replace(hour=2)
    found = []
    for night in range(holding.ROTATION_DAYS):
        turn = (monday + timedelta(days=night)).toordinal() % holding.ROTATION_DAYS
        found.append(holding.hold([file], lambda one, turn=turn: one.row % holding.ROTATION_DAYS == turn))
    assert sum(found) == 1


def test_a_finished_walk_is_shown_in_time(walk):
    assert tasks.hold_store() is True
    assert Heartbeat.objects.filter(name="store").exists()


@pytest.mark.parametrize(("there", "missing", "away"), [(10, 10, False), (9, 10, True), (8, 9, False), (0, 9, False)])
def test_a_store_is_away_when_more_than_half_and_ten_at_least_are_missing(db, there, missing, away):
    files = [
        stored.StoredFile(DocumentVersion, 0, default_storage.save(f"there/{n}", ContentFile(b"x")), 1, "")
        for n in range(there)
    ] + [stored.StoredFile(DocumentVersion, 0, f"gone/{n}", 1, "") for n in range(missing)]
    if away:
        with pytest.raises(holding.StoreAwayError):
            holding.hold(iter(files), lambda _file: False)
    else:
        assert holding.hold(iter(files), lambda _file: False) == 0
