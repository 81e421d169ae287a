"""A union may name an officer who answers for a dossier: the office's steps, notices and reminders are theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from consult import clock, tasks
from consult.access import members_of
from consult.actions.closing_accounts import close_account
from consult.actions.divisions import save_divisions, set_division, set_naming
from consult.actions.notifications import reminders
from consult.actions.notifications.notices import office as office_people
from consult.actions.people import add_person, end_role, give_role, set_days
from consult.commands import responsible as command
from consult.commands.dossiers import cancel
from consult.demo.office import Office
from consult.models import Division, Dossier, Event, Membership, Notification, Organisation, Person, Task
from consult.queries.inbox import ALL, DIVISION, MINE, tasks_for, views_of
from consult.queries.people import waiting_for
from consult.queries.reach import people_who
from consult.queries.responsible import responsible_of
from tests.access.people import anew
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def colleague(office: Office, name: str = "Người Thứ Hai", **more) -> Person:
    """Another officer of the office."""
    return add_person(
        union=office.union, by=anew(office.administrator), name=name, email=f"{len(name)}{Person.objects.count()}@x.vn",
        phone="", organisation=office.union, role="officer", **more,
    )  # fmt: skip


def name_officers(office: Office) -> Person:
    """The office names responsible officers from now on; its second officer."""
    second = colleague(office)
    set_naming(union=office.union, names_responsible=True, by=office.leader)
    office.union.refresh_from_db()
    return second


def fresh(walk) -> Dossier:
    return Dossier.objects.select_related("union").get(pk=walk.dossier.pk)


def name(walk, to: Person | None, by: Person, note: str = "") -> None:
    command.name_responsible(dossier_id=walk.dossier.pk, to=to, seen=fresh(walk).responsible_id, note=note, by=anew(by))


def verbs(dossier: Dossier) -> list[str]:
    return list(Event.objects.filter(dossier=dossier).order_by("position").values_list("verb", flat=True))


def union_verb(union: Organisation) -> str:
    return Event.objects.filter(union=union, dossier=None).latest("position").verb


# ---------------------------------------------------------------- the model of the office
def test_an_office_of_one_officer_keeps_its_pool(walk, office):
    with refused("one_officer"):
        set_naming(union=office.union, names_responsible=True, by=office.leader)
    assert views_of(office.officer) == []
    with refused("not_naming"):
        command.take(dossier_id=walk.dossier.pk, by=office.officer)
    with refused("not_naming"):
        name(walk, office.officer, office.leader)


def test_leader_and_administrator_choose_and_the_history_says_so(office):
    name_officers(office)
    assert union_verb(office.union) == "officers_named"
    set_naming(union=office.union, names_responsible=False, by=office.administrator)
    assert union_verb(office.union) == "officers_pooled"
    for who in (office.officer, office.clerk, office.investor_person):
        with refused("role"):
            set_naming(union=office.union, names_responsible=True, by=who)
        with refused("role"):
            save_divisions(union=office.union, kept=[Division(name="Ban X")], by=who)


def test_divisions_are_the_unions_own(office):
    save_divisions(union=office.union, kept=[Division(name="Ban Tư vấn"), Division(name="Văn phòng")], by=office.leader)
    assert union_verb(office.union) == "divisions_changed"
    first = office.union.divisions.get(name="Ban Tư vấn")
    other = Organisation.objects.create(kind="union", name="LHH khác")
    theirs = Division.objects.create(union=other, name="Ban Khác")
    role = office.officer.memberships.get(role="officer")
    with refused("another_division"):
        set_division(membership=role, division=theirs, by=office.administrator)
    set_division(membership=role, division=first, by=office.administrator)
    assert union_verb(office.union) == "division_given"
    with refused("another_division"):
        give_role(
            person=office.clerk, organisation=office.union, role="auditor", division=theirs, by=office.administrator
        )
    assert colleague(office, division=first).memberships.get().division == first
    with refused("changed_meanwhile"):
        save_divisions(union=office.union, kept=[Division(name="Văn phòng")], by=office.leader)


# ---------------------------------------------------------------- whom steps wait for
def test_steps_wait_for_the_responsible_officer_and_for_all_where_there_is_none(walk, office):
    second = name_officers(office)
    task = walk.task("check_completeness")
    for who in (office.officer, second):
        assert task in tasks_for(anew(who))
    name(walk, second, office.leader)
    assert task in tasks_for(anew(second))
    assert task not in tasks_for(anew(office.officer))
    assert task in tasks_for(anew(office.officer), ALL)
    for told in (people_who("officer", fresh(walk)), office_people(fresh(walk), "officer")):
        assert list(told) == [second]
    assert len(list(people_who("leader", fresh(walk)))) == 2
    # Somebody is away: a colleague does it all the same, and the next step waits for the same officer.
    walk.do("check_completeness", office.officer, decision="accept")
    following = Task.objects.get(dossier=walk.dossier, node="propose_council")
    assert following in tasks_for(anew(second))
    assert following not in tasks_for(anew(office.officer))
    told = Notification.objects.filter(task=following, kind="task").values_list("person", flat=True)
    assert list(told) == [second.pk]


def test_without_the_setting_who_is_named_counts_nowhere(walk, office):
    second = name_officers(office)
    name(walk, second, office.leader)
    set_naming(union=office.union, names_responsible=False, by=office.leader)
    assert responsible_of(fresh(walk)) is None
    assert walk.task("check_completeness") in tasks_for(anew(office.officer))
    assert views_of(anew(office.officer)) == []


@pytest.mark.parametrize(("since", "until", "counts"), [(None, 0, True), (1, None, False), (None, -1, False)])
def test_whose_role_has_ended_answers_for_nothing(any_hour, walk, office, since, until, counts):
    second = name_officers(office)
    name(walk, second, office.leader)
    today = clock.today()
    days = {key: None if value is None else today + value * DAY for key, value in (("since", since), ("until", until))}
    set_days(membership=second.memberships.get(), by=office.administrator, **days)
    task = walk.task("check_completeness")
    assert (responsible_of(fresh(walk)) == second) is counts
    assert (task in tasks_for(anew(office.officer))) is not counts
    assert (task in tasks_for(anew(second))) is counts
    assert ({one.pk for one in people_who("officer", fresh(walk))} == {second.pk}) is counts


def test_reminders_go_to_the_responsible_officer(walk, office):
    second = name_officers(office)
    name(walk, second, office.leader)
    task = walk.task("check_completeness")
    mail.outbox.clear()
    with clock.at(clock.now() + 9 * DAY):
        Task.objects.filter(pk=task.pk).update(next_reminder_on=clock.today())
        assert reminders.send_due() == 1
        told = Notification.objects.filter(task=task, kind="late").values_list("person", flat=True)
        assert list(told) == [second.pk]
        waiting = Notification.objects.filter(kind="waiting").values_list("person", flat=True)
        assert office.officer.pk not in waiting
        assert second.pk in waiting


def test_my_division_shows_what_its_officers_answer_for(walk, new_walk, office):
    second = name_officers(office)
    other = colleague(office, "Người Ban Khác")
    theirs = new_walk("Dự án của ban khác")
    board, secretariat = (Division.objects.create(union=office.union, name=one) for one in ("Ban", "Văn phòng"))
    Membership.objects.filter(person__in=[office.officer, second], role="officer").update(division=board)
    Membership.objects.filter(person=other).update(division=secretariat)
    name(walk, second, office.leader)
    name(theirs, other, office.leader)
    officer = anew(office.officer)
    assert views_of(officer) == [MINE, DIVISION, ALL]
    assert [task.dossier for task in tasks_for(officer, DIVISION)] == [walk.dossier]
    assert list(tasks_for(officer)) == []
    assert {task.dossier for task in tasks_for(officer, ALL)} == {walk.dossier, theirs.dossier}


# ---------------------------------------------------------------- taking, naming, handing over
def test_two_take_it_at_once_and_one_gets_it(walk, office):
    second = name_officers(office)
    command.take(dossier_id=walk.dossier.pk, by=anew(second))
    assert verbs(walk.dossier)[-1] == "responsible_taken"
    with refused("taken_meanwhile"):
        command.take(dossier_id=walk.dossier.pk, by=anew(office.officer))
    with refused("yours_already"):
        command.take(dossier_id=walk.dossier.pk, by=anew(second))
    assert fresh(walk).responsible == second
    # By a page that was opened before, nobody is put in anybody's place.
    with refused("changed_meanwhile"):
        command.name_responsible(
            dossier_id=walk.dossier.pk, to=office.officer, seen=None, note="x", by=anew(office.leader)
        )


def test_a_leader_takes_nothing_but_names_an_officer(walk, office):
    name_officers(office)
    with refused("not_an_officer"):
        command.take(dossier_id=walk.dossier.pk, by=anew(office.leader))
    for who in (office.clerk, office.leader, office.investor_person):
        with refused("not_an_officer"):
            name(walk, who, office.leader)
    for who in (office.clerk, office.administrator, office.investor_person):
        with refused("role"):
            name(walk, office.officer, who)
    name(walk, office.officer, office.leader)
    with refused("unchanged"):
        name(walk, office.officer, office.leader)


def test_whoever_takes_over_gets_a_note_and_both_are_told(walk, office):
    second = name_officers(office)
    name(walk, second, office.leader)
    assert Notification.objects.get(kind="made_responsible").person == second
    with refused("note_missing"):
        name(walk, office.officer, second, note="  ")
    name(walk, office.officer, office.leader, note="Đã hẹn Sở ngày 12")
    event = Event.objects.filter(dossier=walk.dossier).latest("position")
    assert (event.verb, event.reason, event.person, event.capacity) == (
        "responsible_named", "Đã hẹn Sở ngày 12", office.leader, "leader",
    )  # fmt: skip
    assert Notification.objects.get(kind="responsibility_ended").person == second
    mail.outbox.clear()
    tasks.work_off()
    (note,) = [one for one in mail.outbox if office.officer.email in one.to and office.leader.name in one.subject]
    assert "Đã hẹn Sở ngày 12" in note.body
    name(walk, None, office.leader, note="Chờ phân công")
    assert verbs(walk.dossier)[-1] == "responsible_released"
    assert responsible_of(fresh(walk)) is None


def test_many_are_handed_over_at_once_all_or_none(walk, new_walk, office):
    second = name_officers(office)
    walks = [walk, new_walk("Dự án hai"), new_walk("Dự án ba")]
    seen = {one.dossier.pk: None for one in walks}
    assert command.hand_over(seen=seen, to=second, note="", by=anew(office.leader)) == 3
    (told,) = Notification.objects.filter(kind="dossiers_handed_over")
    assert (told.person, told.data["count"]) == (second, 3)
    seen = {one.dossier.pk: second.pk for one in walks} | {walks[2].dossier.pk: office.officer.pk}
    with refused("changed_meanwhile"):
        command.hand_over(seen=seen, to=office.officer, note="Nghỉ phép", by=anew(office.leader))
    assert [fresh(one).responsible for one in walks] == [second] * 3
    seen[walks[2].dossier.pk] = second.pk
    with refused("note_missing"):
        command.hand_over(seen=seen, to=office.officer, note="", by=anew(office.leader))
    assert command.hand_over(seen=seen, to=office.officer, note="Nghỉ phép", by=anew(office.leader)) == 3
    assert Notification.objects.get(kind="dossiers_taken_over").person == second


def test_a_closed_dossier_is_nobodys_to_hand_over(walk, office):
    second = name_officers(office)
    cancel(dossier_id=walk.dossier.pk, by=office.leader, reason="Không thuộc phạm vi")
    with refused("closed"):
        name(walk, second, office.leader)


# ---------------------------------------------------------------- who leaves
def test_with_an_account_dossiers_go_to_somebody_named_or_back_to_all(walk, new_walk, office):
    second, third = name_officers(office), colleague(office, "Người Thứ Ba Ơi")
    more = new_walk("Dự án hai")
    for one in (walk, more):
        name(one, second, office.leader)
    (role,) = waiting_for(second).roles
    assert role.dossiers == 2
    close_account(
        person=second, by=office.administrator, reason="Nghỉ hưu", successors={}, heirs={role.membership.pk: third}
    )
    assert [fresh(one).responsible for one in (walk, more)] == [third, third]
    assert verbs(walk.dossier)[-1] == "responsible_named"
    close_account(person=third, by=office.administrator, reason="Chuyển công tác", successors={})
    assert [fresh(one).responsible for one in (walk, more)] == [None, None]
    assert verbs(walk.dossier)[-1] == "responsible_released"
    assert walk.task("check_completeness") in tasks_for(anew(office.officer))


def test_with_a_role_that_ends_dossiers_wait_for_all_again(walk, office):
    second = name_officers(office)
    name(walk, second, office.leader)
    end_role(membership=second.memberships.get(), by=office.administrator)
    assert members_of(office.union.pk, "officer") == {office.officer.pk}
    assert walk.task("check_completeness") in tasks_for(anew(office.officer))
    command.take(dossier_id=walk.dossier.pk, by=anew(office.officer))
    assert fresh(walk).responsible == office.officer


# ---------------------------------------------------------------- pages
def test_my_work_shows_mine_my_division_and_all_with_their_counts(walk, new_walk, office, as_person):
    second = name_officers(office)
    board = Division.objects.create(union=office.union, name="Ban")
    Membership.objects.filter(person__in=[office.officer, second], role="officer").update(division=board)
    new_walk("Dự án chưa ai nhận")
    name(walk, second, office.leader)
    client = as_person(anew(office.officer))
    page = client.get(reverse("my_work"))
    assert [(one, count) for one, _label, count in page.context["views"]] == [("mine", 1), ("division", 1), ("all", 2)]
    assert walk.dossier.title not in page.content.decode()
    assert page.context["work_count"] == 1
    for whose in ("division", "all"):
        shown = client.get(reverse("my_work"), {"whose": whose}).content.decode()
        assert walk.dossier.title in shown
        assert second.name in shown
    assert client.get(reverse("my_work"), {"whose": "x"}).context["whose"] == "mine"
    assert as_person(office.leader).get(reverse("my_work")).context["views"] == []
    # Inside the office the dossier's page names whom the step waits for; the proposer reads "officer".
    page = reverse("dossier", args=[walk.dossier.pk])
    assert [row["open"].who for row in client.get(page).context["steps"]] == [second.name]
    assert second.name not in as_person(office.investor_person).get(page).content.decode()


def test_pages_take_name_and_hand_over(walk, new_walk, office, as_person):
    second = name_officers(office)
    more = new_walk("Dự án hai")
    client = as_person(anew(second))
    page = reverse("dossier", args=[walk.dossier.pk])
    assert reverse("take_dossier", args=[walk.dossier.pk]) in client.get(page).content.decode()
    client.post(reverse("take_dossier", args=[walk.dossier.pk]))
    assert fresh(walk).responsible == second
    leader = as_person(anew(office.leader))
    assert reverse("take_dossier", args=[walk.dossier.pk]) not in leader.get(page).content.decode()
    address = reverse("name_responsible", args=[walk.dossier.pk])
    said = {"to": office.officer.pk, "seen": second.pk, "note": ""}
    wrong = leader.post(address, said)
    assert wrong.status_code == 422
    assert "note" in wrong.context["form"].errors
    assert leader.post(address, said | {"note": "Xem lại"}).status_code == 302
    assert fresh(walk).responsible == office.officer
    stale = leader.post(address, {"to": second.pk, "seen": second.pk, "note": "Xem lại"})
    assert (stale.status_code, "to" in stale.context["form"].errors) == (422, True)
    # The list of all, narrowed; several at once, with what was chosen kept where something is wrong.
    listed = reverse("hand_over")
    assert [row["dossier"] for row in leader.get(listed, {"responsible": 0}).context["rows"]] == [more.dossier]
    assert [row["dossier"] for row in leader.get(listed, {"responsible": office.officer.pk}).context["rows"]] == [
        walk.dossier
    ]
    both = [f"{walk.dossier.pk}:{office.officer.pk}", f"{more.dossier.pk}:"]
    wrong = leader.post(listed, {"dossier": both, "to": second.pk, "note": ""})
    assert wrong.status_code == 422
    assert [row["chosen"] for row in wrong.context["rows"]] == [True, True]
    assert leader.post(listed, {"to": second.pk}).status_code == 422
    assert leader.post(listed, {"dossier": both, "to": second.pk, "note": "Nghỉ phép"}).status_code == 302
    assert {fresh(one).responsible for one in (walk, more)} == {second}
    dossiers = leader.get(reverse("dossiers"), {"responsible": second.pk}).context["page"]
    assert dossiers.paginator.count == 2
    assert leader.get(reverse("dossiers"), {"responsible": 0}).context["page"].paginator.count == 0


def test_pages_of_the_office_keep_divisions_and_the_model(office, as_person):
    client = as_person(office.administrator)
    address = reverse("divisions")
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-name": "Ban Tư vấn, phản biện", "form-0-position": 1,
            "form-0-abbreviation": "TVPB", "form-0-in_use": "on"}  # fmt: skip
    assert client.post(address, rows).status_code == 302
    division = office.union.divisions.get()
    assert client.post(address, rows).status_code == 422
    wrong = client.post(reverse("naming"), {"names_responsible": "yes"})
    assert (wrong.status_code, "names_responsible" in wrong.context["form"].errors) == (422, True)
    colleague(office)
    assert client.post(reverse("naming"), {"names_responsible": "yes"}).status_code == 302
    role = office.officer.memberships.get(role="officer")
    assert client.post(reverse("change_role", args=[role.pk]), {"division": division.pk}).status_code == 302
    role.refresh_from_db()
    assert role.division == division
    shown = client.get(reverse("person", args=[office.officer.pk])).content.decode()
    assert division.name in shown


def test_the_page_that_closes_an_account_asks_who_gets_the_dossiers(walk, office, as_person):
    second = name_officers(office)
    name(walk, second, office.leader)
    client = as_person(anew(office.administrator))
    row = second.memberships.get()
    page = client.get(reverse("close_account", args=[second.pk]))
    assert f'name="heir_{row.pk}"' in page.content.decode()
    said = {"reason": "Nghỉ hưu", f"heir_{row.pk}": office.officer.pk}
    assert client.post(reverse("close_account", args=[second.pk]), said).status_code == 302
    assert fresh(walk).responsible == office.officer


def test_another_unions_people_reach_none_of_it(walk, office, as_person):
    name_officers(office)
    other = Organisation.objects.create(kind="union", name="LHH khác", names_responsible=True)
    stranger = Person.objects.create_user("khac@khac.vn", "x", name="Người Khác")
    for role in ("officer", "leader", "administrator"):
        Membership.objects.create(person=stranger, organisation=other, role=role)
    client = as_person(stranger)
    for address in ("take_dossier", "name_responsible"):
        assert client.post(reverse(address, args=[walk.dossier.pk]), {"to": stranger.pk}).status_code == 404
    sent = client.post(reverse("hand_over"), {"dossier": [f"{walk.dossier.pk}:"], "to": stranger.pk, "note": "x"})
    assert sent.status_code in (403, 404)
    assert walk.dossier.title not in client.get(reverse("hand_over")).content.decode()
    assert office.officer.name not in client.get(reverse("hand_over")).content.decode()
    assert fresh(walk).responsible is None
