"""The five texts that people change together: what was begun from an older state overwrites nothing, in any of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from consult.actions.conflicts import EditConflict
from consult.actions.describing import describe_dossier
from consult.actions.intake import draft_dossier
from consult.actions.reviews.drafting import save_draft
from consult.commands import dossiers, steps
from consult.commands.groups import save_report
from consult.models import Dossier, Draft, GroupReport, Person, Review, SubjectArea

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Text:
    """One text with its one writer. ``save`` keeps it as it is typed, ``send`` is the page's own button."""

    save: Callable[[str, int], Any]
    send: Callable[[str, int], Any]
    kept: Callable[[], tuple[str, int]]


def _drafted(walk: Any, node: str, kind: str, send: Callable[[str, int], Any]) -> Text:
    task, officer = walk.task(node).pk, walk.office.officer

    def save(text: str, revision: int) -> Draft:
        return steps.save_text(
            task_id=task, by=officer, body=f"<p>{text}</p>", conclusion="", revision=revision, typing=True
        )

    def kept() -> tuple[str, int]:
        newest = Draft.objects.filter(kind=kind).latest("revision")
        return newest.body.removeprefix("<p>").removesuffix("</p>"), newest.revision

    return Text(save, send, kept)


@pytest.fixture
def opinion(reviewed) -> Text:
    reviewed.call_meeting()
    reviewed.hold_meeting()
    task = reviewed.task("draft_opinion").pk
    return _drafted(
        reviewed, "draft_opinion", "opinion",
        lambda text, revision: steps.perform(
            task_id=task, by=reviewed.office.officer, body=f"<p>{text}</p>", conclusion="x", revision=revision
        ),
    )  # fmt: skip


@pytest.fixture
def minutes(reviewed) -> Text:
    reviewed.call_meeting()
    task = reviewed.task("hold_meeting").pk
    return _drafted(
        reviewed, "hold_meeting", "minutes",
        lambda text, revision: steps.perform(
            task_id=task, by=reviewed.office.officer, minutes=f"<p>{text}</p>", conclusion="x", revision=revision
        ),
    )  # fmt: skip


@pytest.fixture
def group_report(reviewed) -> Text:
    procedure, officer = reviewed.dossier.procedure, reviewed.office.officer
    procedure.config = {**procedure.config, "seats": {**procedure.config.get("seats", {}), "groups": True}}
    procedure.save()
    field = SubjectArea.objects.filter(parent=None)[0]
    reviewed.dossier.council.seats.filter(kind="member").update(group=field)

    def save(text: str, revision: int, **act: bool) -> GroupReport:
        return save_report(
            dossier_id=reviewed.dossier.pk, by=officer, field_id=field.pk, text=text, revision=revision, **act
        )

    def kept() -> tuple[str, int]:
        return GroupReport.objects.values_list("text", "revision").get()

    return Text(save, lambda text, revision: save(text, revision, hand_in=True), kept)


@pytest.fixture
def description(office) -> Text:
    person = office.investor_person
    draft = draft_dossier(procedure=office.investment, proposer=office.investor, by=person, title="Dự án")

    def save(text: str, revision: int, **more: str) -> Dossier:
        return dossiers.describe(dossier_id=draft.pk, by=person, revision=revision, summary=text, **more)

    def kept() -> tuple[str, int]:
        return Dossier.objects.values_list("summary", "revision").get(pk=draft.pk)

    return Text(save, lambda text, revision: save(text, revision, title="Dự án", kind="advice"), kept)


@pytest.fixture
def review(reviewing) -> Text:
    person = reviewing.open_reviews()[0].seat.person
    reviewing.accept(person)
    begun, task = Review.objects.get(seat__person=person), reviewing.task("write_review", person).pk
    whole = reviewing.content()
    section = next(iter(whole))

    def content(text: str) -> dict[str, dict[str, Any]]:
        return {**whole, section: {**whole[section], "text": text}}

    def save(text: str, revision: int) -> Review:
        return save_draft(review=begun, by=person, content=content(text), recommendation="", revision=revision)

    def send(text: str, revision: int) -> Any:
        return steps.perform(
            task_id=task, by=person, content=content(text), recommendation="changes", remarks=None, revision=revision
        )

    def kept() -> tuple[str, int]:
        now = Review.objects.get(pk=begun.pk)
        return now.content[section]["text"], now.revision

    return Text(save, send, kept)


TEXTS = ["opinion", "minutes", "group_report", "description", "review"]


@pytest.fixture(params=TEXTS)
def text(request: pytest.FixtureRequest) -> Text:
    return request.getfixturevalue(request.param)


def test_an_older_state_of_ones_own_other_window_overwrites_nothing(text):
    begun = text.save("Chung", 0).revision
    newer = text.save("Cửa sổ B", begun).revision
    assert newer > begun
    for act in (text.save, text.send):
        with pytest.raises(EditConflict) as caught:
            act("Cửa sổ A", begun)
        assert caught.value.code == "edit_conflict"
        assert caught.value.kept.revision == newer
        assert text.kept() == ("Cửa sổ B", newer)
    # Having seen the other state, one saves on purpose.
    joined = text.save("Cửa sổ A và B", newer).revision
    assert text.kept() == ("Cửa sổ A và B", joined)
    with pytest.raises(EditConflict):
        text.save("Cửa sổ B tiếp", newer)
    assert text.kept() == ("Cửa sổ A và B", joined)


def test_what_is_sent_again_because_its_answer_was_lost_is_no_conflict(text):
    first = text.save("Một ", 0).revision
    assert text.save("Một ", 0).revision == first
    assert text.save("Một hai", first).revision > first
    assert text.kept()[0] == "Một hai"


def test_only_what_was_asked_for_is_changed(office):
    person = office.investor_person
    draft = draft_dossier(procedure=office.investment, proposer=office.investor, by=person, title="Dự án")
    areas = list(SubjectArea.objects.all()[:2])
    describe_dossier(
        dossier=draft, by=person, kind="critique", location="Xã Ea Kao", summary="Tóm tắt.", contact="0900", title="Dự án A",
        subject_areas=areas,
    )  # fmt: skip
    describe_dossier(dossier=draft, by=person, revision=1, title="Dự án B")
    draft.refresh_from_db()
    assert (draft.title, draft.kind, draft.location) == ("Dự án B", "critique", "Xã Ea Kao")
    assert (draft.summary, draft.contact, draft.revision) == ("Tóm tắt.", "0900", 2)
    assert set(draft.subject_areas.all()) == set(areas)


def test_a_colleagues_change_of_the_fields_concerned_is_a_conflict_too(office):
    person = office.investor_person
    colleague = Person.objects.create_user("dongnghiep@khac.test", "x", name="Đồng Nghiệp")
    colleague.memberships.create(organisation=office.investor, role="proposer")
    draft = draft_dossier(procedure=office.investment, proposer=office.investor, by=person, title="Dự án")
    first, second = SubjectArea.objects.filter(parent=None)[:2]
    dossiers.describe(dossier_id=draft.pk, by=colleague, revision=0, subject_areas=[first])
    with pytest.raises(EditConflict):
        dossiers.describe(dossier_id=draft.pk, by=person, revision=0, subject_areas=[second])
    assert list(draft.subject_areas.all()) == [first]
