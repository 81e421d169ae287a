"""An office enters its people, gives them roles from a day until a day, and closes accounts without leaving work to nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.http import Http404
from django.test import Client
from django.urls import reverse

from consult import clock, tasks
from consult.access import capacities_of, members_of, organisations_as
from consult.actions.accounts import change_address
from consult.actions.closing_accounts import close_account, open_account
from consult.actions.notifications.notices import office as office_people
from consult.actions.passwords import ask_link, set_password_url
from consult.actions.people import add_person, end_role, give_role, invite_again, reset_second_factor, set_days
from consult.demo.office import DEMO_PASSWORD
from consult.models import Event, Job, Membership, Notification, Organisation, Person
from consult.queries.inbox import tasks_for
from consult.queries.people import PeopleFilters, people_list, waiting_for
from consult.queries.reach import people_who, visible_dossiers
from tests.access.people import anew, new_person
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def enter(office, **changes):
    said = {
        "name": "Người Mới",
        "email": "Moi@Donvi.vn",
        "phone": "0905 1",
        "organisation": office.union,
        "role": "clerk",
    }
    return add_person(union=office.union, by=office.administrator, **said | changes)


def verbs(union: Organisation) -> list[str]:
    return list(Event.objects.filter(union=union, dossier=None).order_by("position").values_list("verb", flat=True))


def last_event(union: Organisation) -> Event:
    return Event.objects.filter(union=union, dossier=None).latest("position")


# ---------------------------------------------------------------- entering
def test_somebody_is_entered_with_a_role_and_told_by_whom(office):
    before = len(verbs(office.union))
    person = enter(office, until=clock.today() + 9 * DAY)
    assert (person.email, person.keeper, person.has_usable_password()) == ("moi@donvi.vn", office.union, False)
    assert members_of(office.union.pk, "clerk") == {office.clerk.pk, person.pk}
    assert verbs(office.union)[before:] == ["person_changed", "role_given"]
    given = last_event(office.union)
    assert (given.person, given.capacity, given.data["person"]) == (
        office.administrator,
        "administrator",
        str(person.uid),
    )
    tasks.work_off()
    (message,) = mail.outbox
    assert message.to == ["moi@donvi.vn"]
    for word in (office.administrator.name, office.administrator.email, office.union.name, "Văn thư", "/password/set/"):
        assert word in message.body, word


def test_another_unions_account_is_not_drawn_in_by_who_knows_its_address(office, world_of_two):
    theirs, their_administrator = world_of_two
    for person in (theirs, their_administrator):
        with refused("kept_elsewhere"):
            enter(office, email=person.email.upper())
    assert not theirs.memberships.filter(organisation=office.union).exists()


def test_a_colleague_gets_another_role_and_keeps_name_and_account(office):
    again = enter(office, email=office.officer.email, role="auditor", name="Tên Khác")
    assert (again.pk, again.name) == (office.officer.pk, office.officer.name)
    with refused("role_held"):
        enter(office, email=office.officer.email, role="auditor")
    with refused("no_such_role"):
        enter(office, email="x@y.vn", organisation=office.department, role="leader")
    assert not Person.objects.filter(email="x@y.vn").exists()


def test_an_invitation_is_sent_again_so_often_and_to_who_needs_it(office):
    person = enter(office)
    for _time in range(4):
        invite_again(person=person, by=office.administrator)
    with refused("invited_enough"):
        invite_again(person=person, by=office.administrator)
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        invite_again(person=person, by=office.administrator)
    with refused("in_use"):
        invite_again(person=office.officer, by=office.administrator)
    assert Notification.objects.filter(person=person, kind="invited").count() == 6
    assert last_event(office.union).verb == "person_invited"


# ---------------------------------------------------------------- days of a role
@pytest.mark.parametrize(
    ("since", "until", "counts"),
    [(None, None, True), (0, 0, True), (-3, None, True), (None, 5, True), (1, None, False), (None, -1, False), (-9, -1, False)],
)  # fmt: skip
def test_a_role_counts_on_its_days_and_nowhere_outside_them(walk, office, since, until, counts):
    today = clock.today()
    days = {
        "since": None if since is None else today + since * DAY,
        "until": None if until is None else today + until * DAY,
    }
    person = new_person("vt@x.test", keeper=office.union)
    Membership.objects.create(person=person, organisation=office.union, role="officer", **days)
    task = walk.task("check_completeness")
    assert (organisations_as(person, "officer") == [office.union.pk]) is counts
    assert (capacities_of(anew(person), walk.dossier) == {"officer"}) is counts
    assert (task in tasks_for(anew(person))) is counts
    assert type(walk.dossier).objects.filter(visible_dossiers(anew(person))).exists() is counts
    for told in (people_who("officer", walk.dossier), office_people(walk.dossier, "officer")):
        assert (person in told) is counts
        assert office.officer in told
    client = Client()
    client.force_login(person)
    assert (client.get(reverse("dossier", args=[walk.dossier.pk])).status_code == 200) is counts
    assert Membership.objects.get(person=person).counts is counts


def test_a_proposers_role_that_has_ended_opens_no_dossier(walk, office):
    row = Membership.objects.get(person=office.investor_person)
    end_role(membership=row, by=office.administrator)
    assert row.until == clock.today() - DAY
    assert capacities_of(anew(office.investor_person), walk.dossier) == frozenset()
    assert Notification.objects.filter(person=office.investor_person, kind="role_ended").exists()
    assert last_event(office.union).verb == "role_taken"
    give_role(person=office.investor_person, organisation=office.investor, role="proposer", by=office.administrator)
    assert capacities_of(anew(office.investor_person), walk.dossier) == {"proposer"}


def test_days_change_and_say_so_and_the_last_is_not_before_the_first(office):
    row = Membership.objects.get(person=office.clerk)
    until = clock.today() + 30 * DAY
    set_days(membership=row, since=None, until=until, by=office.administrator)
    assert last_event(office.union).data["until"] == until.isoformat()
    count = len(verbs(office.union))
    set_days(membership=row, since=None, until=until, by=office.administrator)
    assert len(verbs(office.union)) == count
    with refused("last_before_first"):
        set_days(membership=row, since=until, until=clock.today(), by=office.administrator)


def test_a_union_is_never_left_without_an_administrator(office):
    row = Membership.objects.get(person=office.administrator, role="administrator")
    for act in (
        lambda: end_role(membership=row, by=office.administrator),
        lambda: set_days(membership=row, since=None, until=date(2099, 1, 1), by=office.administrator),
        lambda: set_days(membership=row, since=clock.today() + DAY, until=None, by=office.administrator),
    ):
        with refused("last_administrator"):
            act()
    set_days(membership=row, since=clock.today(), until=None, by=office.administrator)
    # Somebody whose own role ends, or has not begun, is not enough.
    second = new_person("hai@x.test", keeper=office.union)
    other = Membership.objects.create(
        person=second, organisation=office.union, role="administrator", until=clock.today() + DAY
    )
    with refused("last_administrator"):
        end_role(membership=row, by=office.administrator)
    other.until = None
    other.save()
    end_role(membership=row, by=office.administrator)
    assert organisations_as(anew(office.administrator), "administrator") == []


# ---------------------------------------------------------------- closing
def test_what_waits_for_somebody_goes_to_who_is_named(walk, office):
    (role,) = [one for one in waiting_for(office.officer).roles if one.membership.role == "officer"]
    assert (role.steps, role.colleagues, role.needs_successor) == (1, [], True)
    with refused("successor_missing"):
        close_account(person=office.officer, by=office.administrator, reason="Nghỉ hưu", successors={})
    stranger = new_person("la@x.test")
    with refused("successor_missing"):
        close_account(
            person=office.officer, by=office.administrator, reason="Nghỉ", successors={role.membership.pk: stranger}
        )
    client = Client()
    client.force_login(office.officer)
    close_account(
        person=office.officer, by=office.administrator, reason="Nghỉ hưu", successors={role.membership.pk: office.clerk}
    )
    assert members_of(office.union.pk, "officer") == {office.clerk.pk}
    assert walk.task("check_completeness") in tasks_for(anew(office.clerk))
    closed = anew(office.officer)
    assert (closed.is_active, closed.has_usable_password()) == (False, False)
    assert client.get(reverse("my_work")).status_code == 302
    event = last_event(office.union)
    assert (event.verb, event.reason) == ("account_closed", "Nghỉ hưu")
    with refused("closed_already"):
        close_account(person=closed, by=office.administrator, reason="x", successors={})


def test_the_officers_of_a_council_hear_that_a_seat_is_left(reviewing):
    office, reviewer = reviewing.office, reviewing.open_reviews()[0].seat.person
    close_account(person=reviewer, by=office.administrator, reason="Mất việc", successors={})
    told = Notification.objects.filter(kind="seat_left")
    assert [(one.person, one.dossier) for one in told] == [(office.officer, reviewing.dossier)]


def test_a_closed_account_opens_again_without_roles(office):
    close_account(person=office.clerk, by=office.administrator, reason="Nhầm", successors={})
    ask_link(office.clerk.email)
    tasks.work_off()
    assert not any(office.clerk.email in one.to for one in mail.outbox)
    open_account(person=office.clerk, by=office.administrator)
    assert anew(office.clerk).is_active
    assert organisations_as(anew(office.clerk), "clerk") == []
    assert last_event(office.union).verb == "account_opened"


def test_nobody_closes_their_own_account_or_resets_their_own_factor(office):
    with refused("oneself"):
        close_account(person=office.administrator, by=office.administrator, reason="x", successors={})
    Authenticator.objects.create(user=office.administrator, type="totp", data={})
    with refused("oneself"):
        reset_second_factor(person=office.administrator, by=office.administrator, reason="x")


# ---------------------------------------------------------------- what opens an account
def test_a_lost_second_factor_goes_with_the_sessions_and_is_told(office):
    with refused("no_factor"):
        reset_second_factor(person=office.leader, by=office.administrator, reason="Mất máy")
    client = Client()
    client.post(reverse("account_login"), {"login": office.leader.email, "password": DEMO_PASSWORD})
    assert client.get(reverse("my_work")).status_code == 200
    Authenticator.objects.create(user=office.leader, type="totp", data={})
    Authenticator.objects.create(user=office.leader, type="recovery_codes", data={})
    with refused("reason_missing"):
        reset_second_factor(person=office.leader, by=office.administrator, reason=" ")
    reset_second_factor(person=office.leader, by=office.administrator, reason="Mất máy")
    assert not Authenticator.objects.filter(user=office.leader).exists()
    assert client.get(reverse("my_work")).status_code == 302
    event = last_event(office.union)
    assert (event.verb, event.reason, event.data) == (
        "second_factor_reset",
        "Mất máy",
        {"person": str(office.leader.uid)},
    )
    tasks.work_off()
    assert [one.to for one in mail.outbox] == [[office.leader.email]]


def test_an_old_address_is_told_and_opens_nothing_any_more(office):
    person = Person.objects.get(pk=office.clerk.pk)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    old, unused = person.email, set_password_url(Person.objects.get(pk=person.pk))
    client = Client()
    client.force_login(person)
    client.get(reverse("my_work"))
    change_address(person=person, by=office.administrator, email="VANTHU.moi@thunghiem.test")
    assert client.get(reverse("my_work")).status_code == 302
    tasks.work_off()
    assert sorted(one.to[0] for one in mail.outbox) == sorted([old, "vanthu.moi@thunghiem.test"])
    to_old = next(one for one in mail.outbox if one.to == [old])
    assert "/password/set/" not in to_old.body
    mail.outbox.clear()
    for address in (old, old.upper()):
        ask_link(address)
    tasks.work_off()
    assert mail.outbox == []
    page = Client().get(unused.removeprefix("http://localhost:8000"), follow=True)
    assert "password1" not in page.content.decode()
    assert not EmailAddress.objects.filter(email__iexact=old).exists()
    with refused("address_taken"):
        change_address(
            person=Person.objects.get(pk=person.pk), by=office.administrator, email=office.officer.email.upper()
        )
    assert last_event(office.union).verb == "address_changed"


# ---------------------------------------------------------------- two unions
@pytest.fixture
def world_of_two(reviewing) -> tuple[Person, Person]:
    """A person and the administrator of another union."""
    union = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    theirs = new_person("cb@khac.test", (union, "officer"), keeper=union)
    return theirs, new_person("qt@khac.test", (union, "administrator"), keeper=union)


def test_no_act_reaches_another_unions_people_former_people_or_reviewers(reviewing, world_of_two):
    office, (_theirs, by) = reviewing.office, world_of_two
    former = new_person("cu@x.test", (office.union, "clerk"), keeper=by.keeper)
    Membership.objects.filter(person=former).update(until=clock.today() - DAY)
    # Entered by their union, and sits in a council of ours.
    reviewer = reviewing.open_reviews()[0].seat.person
    Person.objects.filter(pk=reviewer.pk).update(keeper=by.keeper)
    Authenticator.objects.create(user=office.leader, type="totp", data={})
    for person in (office.officer, office.leader, office.investor_person, former, anew(reviewer)):
        acts = (
            lambda person=person: change_address(person=person, by=by, email="cuop@khac.test"),
            lambda person=person: close_account(person=person, by=by, reason="x", successors={}),
            lambda person=person: reset_second_factor(person=person, by=by, reason="x"),
            lambda person=person: invite_again(person=person, by=by),
            lambda person=person: open_account(person=person, by=by),
        )
        for number, act in enumerate(acts):
            with pytest.raises(Http404):
                act()
            assert number >= 0
    for row in Membership.objects.filter(organisation__in=[office.union, office.investor]):
        with pytest.raises(Http404):
            end_role(membership=row, by=by)
        with pytest.raises(Http404):
            set_days(membership=row, since=None, until=None, by=by)
    for organisation in (office.union, office.investor):
        with refused("not_yours"):
            give_role(person=by, organisation=organisation, role="proposer", by=by)
    found = set(people_list(PeopleFilters(), [by.keeper_id]))
    assert not found & {office.officer, office.leader, office.investor_person}
    assert Job.objects.filter(notification__kind="invited").count() == 0
