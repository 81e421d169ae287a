"""What an administrator sees of other people: no other union's dossiers, nothing they wrote or voted, never unseen."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from consult import tasks
from consult.access.keeping import check_person
from consult.models import ConfidentialAccess, Dossier, Membership, Notification, Organisation, Person

pytestmark = pytest.mark.django_db

TITLE = "Dự án Tuyệt Mật Không Ai Ngoài Được Biết"
PAGES = ("personal_data", "export_personal_data")


@pytest.fixture
def stranger(db) -> Person:
    """The administrator of another union."""
    union = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    made = Person.objects.create_user("qt@khac.test", None, name="Quản trị khác", keeper=union)
    Membership.objects.create(person=made, organisation=union, role="administrator")
    return made


def shown(client, person: Person) -> list[str]:
    """The page and the file about somebody."""
    answers = [client.get(reverse(name, args=[person.pk])) for name in PAGES]
    assert [answer.status_code for answer in answers] == [200, 200]
    return [answer.content.decode() for answer in answers]


def is_account_alone(client, person: Person, *hidden: str) -> None:
    page, file = shown(client, person)
    assert set(json.loads(file)) == {"account"}
    assert person.email in page
    for text in (page, file):
        for words in hidden:
            assert words not in text, words
    # Nothing of it can be corrected or erased either.
    assert client.post(reverse("personal_data", args=[person.pk]), {"name": "Đổi"}).status_code == 404
    assert client.post(reverse("erase_personal_data", args=[person.pk]), {"confirm": person.email}).status_code == 404


@pytest.mark.parametrize("noted", [True, False], ids=["kept by the first", "kept by nobody"])
def test_of_who_left_for_another_union_it_sees_the_account(new_walk, stranger, as_person, noted):
    walk = new_walk(TITLE)
    walk.do("check_completeness", walk.office.officer, decision="accept")
    tasks.work_off()
    officer = walk.office.officer
    Dossier.objects.update(confidential=True)
    Membership.objects.filter(person=officer).update(organisation=stranger.memberships.get().organisation)
    Person.objects.filter(pk=officer.pk).update(keeper=walk.office.union if noted else None)
    walk.office.union.signatories.all().delete()
    walk.office.union.signing_keys.all().delete()
    assert Notification.objects.filter(person=officer, dossier=walk.dossier).exists()
    is_account_alone(as_person(stranger), officer, walk.dossier.code, TITLE)
    # Nor does the union that they left go on keeping them.
    assert not check_person(walk.office.administrator, officer)


def test_of_a_second_person_of_anothers_proposer_it_sees_nothing_or_the_account(new_walk, stranger, as_person):
    walk = new_walk(TITLE)
    second = Person.objects.create_user("hai@dautu.test", None, name="Người thứ hai")
    Membership.objects.create(person=second, organisation=walk.office.investor, role="proposer")
    walk.do("check_completeness", walk.office.officer, decision="supplement", findings={"request": (False, "Thiếu")})
    walk.attach("request", second)
    walk.do("supply_supplement", second)
    client = as_person(stranger)
    for name in PAGES:
        assert client.get(reverse(name, args=[second.pk])).status_code == 404
    assert TITLE not in client.get(reverse("admin:consult_person_changelist")).content.decode()
    # Entered by the other union, and joined to this one's proposer later.
    Person.objects.filter(pk=second.pk).update(keeper=stranger.keeper)
    is_account_alone(client, second, walk.dossier.code, TITLE)
    assert walk.dossier.code in shown(as_person(second), second)[1]


def test_anothers_mere_proposal_of_a_seat_takes_nobody_away(in_council, stranger):
    office, expert = in_council.office, in_council.office.experts[0]
    # The same person, kept by the other union.
    Person.objects.filter(pk=expert.pk).update(keeper=stranger.keeper)
    expert.refresh_from_db()
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    assert expert.seats.filter(council__approved_at=None).exists()
    assert check_person(stranger, expert)
    in_council.approve_council(office.leader)
    assert not check_person(stranger, expert)


def test_an_administrator_sees_that_there_is_a_review_and_not_what_it_says(reviewing, as_person):
    reviewing.accept_all()
    review = reviewing.open_reviews()[0]
    review.content = {"necessity": {"text": "Chưa viết xong nhưng rất kín", "rating": 2}}
    review.save()
    reviewer = review.seat.person
    text = "".join(shown(as_person(reviewing.office.administrator), reviewer))
    assert "rất kín" not in text
    assert "rất kín" in shown(as_person(reviewer), reviewer)[1]


def test_an_administrator_reads_no_reviews_notes_motions_votes_or_reasons(reviewed, as_person):
    reviewed.call_meeting()
    reviewed.keep_meeting()
    tasks.work_off()
    office, dossier = reviewed.office, reviewed.dossier
    Dossier.objects.filter(pk=dossier.pk).update(confidential=True)
    reviewer = dossier.council.seats.filter(kind="reviewer").first().person
    page, file = shown(as_person(office.administrator), reviewer)
    kept = json.loads(file)
    assert set(kept) == {
        "account", "expert", "roles", "signs_as", "signing_keys", "certificates", "seats", "reviews", "submitted", "channels",
        "second_factors", "standing_councils", "responsible",
    }  # fmt: skip
    assert kept["reviews"] == [{"dossier": dossier.code}]
    mine = json.loads(shown(as_person(reviewer), reviewer)[1])
    said = [one["text"] for one in mine["said"]] + [one["motion"] for one in mine["motions"]]
    written = [
        answer["text"] for review in mine["reviews"] for answer in review["content"].values() if "text" in answer
    ]
    told = [notice["what"] for notice in mine["notices"]]
    assert all((said, written, told))
    for words in (*said, *written, *told, dossier.title):
        assert words not in page + file, words


def test_a_look_at_what_is_kept_of_confidential_work_is_written_down(reviewed, as_person):
    office, dossier = reviewed.office, reviewed.dossier
    reviewer = dossier.council.seats.filter(kind="reviewer").first().person
    shown(as_person(office.administrator), reviewer)
    assert not ConfidentialAccess.objects.exists()
    Dossier.objects.filter(pk=dossier.pk).update(confidential=True)
    shown(as_person(office.administrator), reviewer)
    shown(as_person(office.administrator), office.investor_person)
    shown(as_person(reviewer), reviewer)
    seen = set(ConfidentialAccess.objects.values_list("person", "page"))
    assert seen == {(who.pk, name) for who in (office.administrator, reviewer) for name in PAGES}
