"""The year's list of tasks: kept by the office, each task becomes a dossier or is bound to one."""

from __future__ import annotations

import io
from datetime import date

import pytest

from consult import clock
from consult.actions import yearly_tasks as actions
from consult.actions.registers import enter_incoming
from consult.actions.sheet_imports import digest_of, save_import
from consult.demo.yearly_tasks import COMMITTEE, list_tasks
from consult.exports.yearly_tasks import PLAN, REPORT, as_pdf, read_tasks, write_tasks
from consult.models import Event, Organisation, Procedure, YearlyTask
from consult.queries.letters import letters_for_task
from consult.queries.yearly_tasks import STATES, TaskFilters, rows_of, tasks_of
from consult.rules.yearly_tasks import letter_parts, state_of
from tests.refusals import refused

TITLE = "Quy hoạch hai bên bờ sông"


def task_of(office, by=None, **said):
    values = {"title": TITLE, "source": "given", "given_by": "Tỉnh ủy", "year": clock.today().year, **said}
    return actions.save_task(task=YearlyTask(union=office.union, **values), by=by or office.officer)


def test_officers_and_leaders_keep_the_list(office):
    for by in (office.clerk, office.investor_person):
        with refused("role"):
            task_of(office, by)
    with refused("title_missing"):
        task_of(office, title=" ")
    with refused("giver_missing"):
        task_of(office, given_by="")
    with refused("not_officer"):
        task_of(office, responsible=office.clerk)
    task = task_of(office, office.leader, responsible=office.officer)
    assert Event.objects.get(union=office.union, verb="yearly_task_saved").data["title"] == TITLE
    actions.give_up(task=task, by=office.officer, reason="Hết kinh phí")
    assert rows_of(tasks_of(office.union.pk, task.year))[0].state == "given_up"
    actions.give_up(task=task, by=office.officer, reason="")
    actions.remove_task(task=task, by=office.officer)
    assert not YearlyTask.objects.exists()


def test_a_task_is_bound_to_the_dossier_that_it_became_and_follows_it(issued):
    office, dossier = issued.office, issued.dossier
    task = task_of(office, quarter=1, year=2020)
    [row] = rows_of(tasks_of(office.union.pk, 2020))
    assert (row.state, row.late, row.last_day) == ("open", True, date(2020, 3, 31))
    with refused("no_such_dossier"):
        actions.bind_dossier(task=task, code="HS-1", by=office.officer)
    with refused("code_missing"):
        actions.bind_dossier(task=task, code="", by=office.officer)
    actions.bind_dossier(task=task, code=dossier.code.lower(), by=office.officer)
    [row] = rows_of(tasks_of(office.union.pk, 2020))
    assert (row.state, row.late) == ("done", False)
    with refused("dossier_bound"):
        actions.bind_dossier(task=task_of(office, title="Khác"), code=dossier.code, by=office.officer)
    task.refresh_from_db()
    for act in (actions.remove_task, lambda **said: actions.give_up(reason="x", **said)):
        with refused("task_has_dossier"):
            act(task=task, by=office.officer)
    assert [one.pk for one in tasks_of(office.union.pk, 2020, TaskFilters(state="done"))] == [task.pk]


@pytest.mark.parametrize("state", list(STATES))
def test_the_list_is_narrowed_to_what_the_rule_says(office, walk, state):
    other = task_of(office, title="Thứ hai")
    actions.give_up(task=other, by=office.officer, reason="Thôi")
    task_of(office, title="Thứ ba")
    actions.bind_dossier(task=task_of(office, title="Thứ tư"), code=walk.dossier.code, by=office.officer)
    every = rows_of(tasks_of(office.union.pk, clock.today().year))
    found = tasks_of(office.union.pk, clock.today().year, TaskFilters(state=state))
    assert {task.pk for task in found} == {row.task.pk for row in every if row.state == state}
    assert state_of("", "", "") == "open"


def test_a_sheet_is_read_back_as_it_was_written_and_taken_over_once(office):
    task_of(office, quarter=2, money=150_000_000, responsible=office.officer)
    union = office.union
    known = actions.vocabulary(union)
    rows = read_tasks(io.BytesIO(write_tasks(actions.entries_of(tasks_of(union.pk, clock.today().year)), known)))
    table = save_import(union=union, by=office.officer, name="a.xlsx", rows=rows, what="tasks")
    assert [plan.action for plan in actions.plan_of(table)] == ["same"]
    more = [*rows, {"title": "Mới", "source": "own", "quarter": "3", "money": "20 000 000"}]
    table = save_import(union=union, by=office.officer, name="a.xlsx", rows=more, what="tasks")
    with refused("registry_changed"):
        actions.apply_import(table=table, by=office.officer, digest="x")
    counts = actions.apply_import(table=table, by=office.officer, digest=digest_of(actions.plan_of(table)))
    assert (counts["add"], counts["same"]) == (1, 1)
    assert YearlyTask.objects.get(title="Mới").money == 20_000_000
    with refused("role"):
        save_import(union=union, by=office.clerk, name="a.xlsx", rows=rows, what="tasks")


def test_the_list_is_printed_as_a_plan_and_as_a_report(issued):
    union = issued.office.union
    task = task_of(issued.office, quarter=2, money=150_000_000)
    actions.bind_dossier(task=task, code=issued.dossier.code, by=issued.office.officer)
    rows = rows_of(tasks_of(union.pk, clock.today().year))
    for which in (PLAN, REPORT):
        made = as_pdf(which, union, clock.today().year, rows)
        assert made.pages == 1
        assert not made.faults


def test_the_demos_list_holds_a_task_that_became_a_dossier(in_council):
    for _again in range(2):
        list_tasks(in_council.office)
    rows = rows_of(tasks_of(in_council.office.union.pk, clock.today().year))
    assert sorted(row.state for row in rows) == ["open", "open", "open", "under_way"]
    in_council.dossier.refresh_from_db()
    assert (in_council.dossier.given_by.name, in_council.dossier.granted) == (COMMITTEE, 150_000_000)


def letter_from(office, sender, symbol="1410/UBND-CN"):
    return enter_incoming(
        union=office.union, by=office.officer, arrived_on=clock.today(), sender=sender, symbol=symbol,
        dated=clock.today(), subject="Giao nhiệm vụ phản biện",
    )  # fmt: skip


@pytest.mark.parametrize("source", ["given", "asked"])
def test_what_a_body_gave_or_asked_for_is_opened_from_its_letter(office, source):
    task = task_of(
        office, source=source, given_by="Ban quản lý Hồ Lắk", letter="07/BQL", money=50_000_000,
        responsible=office.officer,
    )  # fmt: skip
    letter_from(office, "Công ty khác")
    letter = letter_from(office, "Ban quản lý Hồ Lắk", "07/BQL")
    letter_from(office, "Ban quản lý Hồ Lắk", "08/BQL")
    assert letters_for_task(task)[0] == letter
    kinds = Procedure.objects.offered(clock.today()).filter(kind__union=office.union).select_related("kind__union")
    procedure = next(one for one in kinds if "department" in one.kind.submitters)
    said = {"task": task, "procedure": procedure, "by": office.officer}
    with refused("letter_missing"):
        actions.begin_dossier(**said)
    with refused("role"):
        actions.begin_dossier(**{**said, "by": office.leader}, letter=letter, body_kind="department")
    dossier = actions.begin_dossier(**said, letter=letter, body_kind="department")
    dossier.refresh_from_db()
    assert (dossier.proposer.name, dossier.entered_from, dossier.submitter) == ("Ban quản lý Hồ Lắk", letter, None)
    assert (dossier.title, dossier.granted, dossier.responsible) == (TITLE, 50_000_000, office.officer)
    given = (dossier.proposer, letter) if source == "given" else (None, None)
    assert (dossier.given_by, dossier.given_letter) == given
    with refused("changed_meanwhile"):
        actions.begin_dossier(**said, letter=letter)


def test_a_dossier_that_is_bound_says_what_the_list_knows(walk):
    office, dossier = walk.office, walk.dossier
    body = Organisation.objects.create(name="Tỉnh ủy Hồ Lắk", kind="department", keeper=office.union)
    task = task_of(office, given_by=body.name, letter="1410/UBND-CN ngày 19/03/2020", money=70_000_000)
    actions.bind_dossier(task=task, code=dossier.code, by=office.officer)
    dossier.refresh_from_db()
    said = (dossier.given_by, dossier.given_symbol, dossier.given_dated, dossier.granted)
    assert said == (body, "1410/UBND-CN", date(2020, 3, 19), 70_000_000)
    event = Event.objects.get(dossier=dossier, verb="giver_said")
    assert event.position is not None
    actions.bind_dossier(task=task, code="", by=office.officer)
    other = task_of(office, title="Khác", given_by=body.name, letter="9/X", money=1)
    actions.bind_dossier(task=other, code=dossier.code, by=office.officer)
    dossier.refresh_from_db()
    # What the dossier says stays.
    assert (dossier.given_symbol, dossier.granted) == ("1410/UBND-CN", 70_000_000)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1410/UBND-CN ngày 19/03/2020", ("1410/UBND-CN", date(2020, 3, 19))),
        ("Văn bản số 2230/UBND-NN, ngày 5.1.2011", ("2230/UBND-NN", date(2011, 1, 5))),
        ("07/BQL", ("07/BQL", None)),
        ("12/X ngày 31/02/2020", ("", None)),
        ("Thông báo kết luận của Thường trực", ("", None)),
        ("", ("", None)),
    ],
)
def test_a_letter_as_lists_name_it(text, parts):
    assert letter_parts(text) == parts
