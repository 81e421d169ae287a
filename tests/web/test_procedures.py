"""The pages of kinds and procedures under Office: each setting kept and refused at its field, rows in their order, files."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consult import clock
from consult.actions.intake import draft_dossier
from consult.actions.procedures import draft_version, put_in_force
from consult.forms.procedure_parts import FORMS
from consult.models import DossierKind, Organisation, Procedure
from consult.rules.procedure import procedure_problems, stored
from consult.rules.procedure_file import file_problems
from consult.rules.procedure_schema import RULES, STEPS
from tests.unions import second_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(office) -> Procedure:
    return draft_version(kind=office.investment.kind, by=office.officer)


@pytest.fixture
def officer(office, as_person):
    return as_person(office.officer)


def page_of(draft: Procedure, part: str) -> str:
    return reverse("procedure_part", args=[draft.pk, part])


def filled(draft: Procedure, part: str, /, **changes: Any) -> dict[str, Any]:
    """What the page of a part sends when nothing but ``changes`` was typed."""
    fresh = Procedure.objects.get(pk=draft.pk)
    form = FORMS[part](procedure=fresh)
    sent = {field.name: field.value() for field in form} | {"revision": fresh.revision} | changes
    if isinstance(sent.get("before"), list):
        sent["before"] = ", ".join(map(str, sent["before"]))
    if isinstance(sent.get("own_grounds"), list):
        sent["own_grounds"] = "\n".join(sent["own_grounds"])
    if "meeting" in sent:
        sent["meeting"] = str(sent["meeting"])
    return {name: value for name, value in sent.items() if value is not None and value is not False}


# ---------------------------------------------------------------- settings
SETTINGS = [
    *[("days", step, 9, f"days.{step}") for step in STEPS],
    ("general", "unit", "P.TV", "unit"),
    ("reminders", "before", [5, 2], "reminders.before"), ("reminders", "every_late", 3, "reminders.every_late"),
    ("reminders", "escalate_from", 5, "reminders.escalate_from"),
    ("council", "least", 7, "seats.least"), ("council", "most", 13, "seats.most"), ("council", "odd", False, "seats.odd"),
    ("council", "groups", True, "seats.groups"), ("council", "least_reviewers", 3, "seats.least_reviewers"),
    ("council", "least_reviews", 1, "least_reviews"), ("council", "per_employer", 1, "seats.per_employer"),
    ("council", "most_open", 2, "seats.most_open"), ("council", "bars", ["family"], "conflicts.bars"),
    ("council", "former_years", 3, "conflicts.former_years"), ("council", "reviews_among", "open", "reviews_among"),
    ("council", "reviews_to_proposer", "named", "reviews_to_proposer"),
    ("council", "reviewers_named", True, "reviewers_named"),
    ("council", "reviewers_by_decision", True, "reviewers_by_decision"), ("council", "deputy_after", 3, "deputy_after"),
    ("leading", "degree", "master", "leading.degree"), ("leading", "leaders", False, "leading.leaders"),
    ("leading", "firm", True, "leading.firm"),
    ("papers", "documents", ["council_decision", "ballot"], "documents"),
    ("papers", "own_grounds", ["Căn cứ Quy chế phối hợp"], "grounds.own"),
    ("papers", "office_grounds", False, "grounds.office"), ("papers", "chair_approves", False, "chair_approves"),
    ("meeting", "meeting", False, "meeting"), ("meeting", "meeting_forms", ["round"], "meeting_forms"),
    ("meeting", "quorum", "3/4", "quorum.share"), ("meeting", "chair", False, "quorum.chair"),
    ("meeting", "secretary", False, "quorum.secretary"), ("meeting", "present_reviewers", 2, "quorum.least_reviewers"),
    ("meeting", "vote", "2/3", "vote.share"), ("meeting", "tie", False, "vote.presider_breaks_tie"),
]  # fmt: skip


def at(config: dict[str, Any], place: str) -> Any:
    group, _dot, key = place.partition(".")
    return config[group][key] if key else config[group]


@pytest.mark.parametrize("part", FORMS)
def test_each_setting_is_kept_where_the_flow_reads_it_and_nothing_else_changes(office, draft, officer, part):
    for of, name, value, place in SETTINGS:
        if of != part:
            continue
        before = stored(Procedure.objects.get(pk=draft.pk).rules)
        sent = filled(draft, part, **{name: value})
        assert officer.post(page_of(draft, part), sent).status_code == 302, name
        kept = stored(Procedure.objects.get(pk=draft.pk).rules)
        assert at(kept, place) == value, name
        wanted = json.loads(json.dumps(before))
        group, _dot, key = place.partition(".")
        if key:
            wanted[group][key] = value
        else:
            wanted[group] = value
        assert kept == wanted, name


def test_every_setting_of_the_rules_is_on_a_page():
    places = {
        f"{group}.{key}" if "properties" in schema else group
        for group, schema in RULES["properties"].items()
        for key in schema.get("properties", {"": None})
    }
    shown = {place for form in FORMS.values() for place in form.PLACES.values()}
    assert places - shown == {"questions", "checklist", "review_form"}


@pytest.mark.parametrize(
    ("part", "changes", "field"),
    [
        ("days", {"review": 0}, "review"), ("days", {"review": "mười"}, "review"), ("days", {"sign": 400}, "sign"),
        ("reminders", {"before": "ba"}, "before"), ("reminders", {"before": "90"}, "before"),
        ("council", {"least_reviews": 3}, "least_reviews"), ("council", {"least": 9, "most": 7}, "most"),
        ("council", {"least": 6, "most": 6}, "odd"), ("council", {"least_reviewers": 10}, "least_reviewers"),
        ("meeting", {"quorum": "5/4"}, "quorum"), ("meeting", {"quorum": "hai phần ba"}, "quorum"),
        ("meeting", {"vote": "1"}, "vote"), ("meeting", {"meeting_forms": []}, "meeting_forms"),
        ("meeting", {"present_reviewers": 3}, "present_reviewers"), ("general", {"unit": ""}, "unit"),
        ("leading", {"degree": "none", "firm": True}, "firm"), ("papers", {"office_grounds": False}, "own_grounds"),
        ("papers", {"own_grounds": "Căn cứ " + "a" * 600}, "own_grounds"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field_and_stays_typed(draft, officer, part, changes, field):
    before = Procedure.objects.get(pk=draft.pk).config
    answer = officer.post(page_of(draft, part), filled(draft, part, **changes))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert set(form.errors) == {field}
    assert str(form[next(iter(changes))].value()) == str(next(iter(changes.values())))
    assert Procedure.objects.get(pk=draft.pk).config == before


def test_two_people_who_change_a_draft_are_told(office, draft, as_person):
    sent = filled(draft, "days", review=4)
    assert as_person(office.officer).post(page_of(draft, "days"), sent).status_code == 302
    answer = as_person(office.administrator).post(page_of(draft, "days"), {**sent, "review": 5})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    assert Procedure.objects.get(pk=draft.pk).rules.days.review == 4
    # Having been told, who sends again sends on purpose.
    again = {**sent, "review": 5, "revision": answer.context["revision"]}
    assert as_person(office.administrator).post(page_of(draft, "days"), again).status_code == 302


# ---------------------------------------------------------------- rows in an order
def rows(page, *, do: str = "", **changes: Any) -> dict[str, Any]:
    """What a page of rows sends; ``changes`` by "place-field"."""
    shown = page.context["rows"]
    sent: dict[str, Any] = {"rows-TOTAL_FORMS": len(shown.forms), "rows-INITIAL_FORMS": 0, "revision": 0}
    for form in shown.forms:
        for name in form.fields:
            value = form[name].value()
            if value is not None and value is not False:
                sent[f"{form.prefix}-{name}"] = value
    sent |= {f"rows-{name.replace('_', '-', 1)}": value for name, value in changes.items()}
    return {**sent, "rows-do": do} if do else sent


def titles(page) -> list[str]:
    return [form["title"].value() for form in page.context["rows"].in_order]


def test_rows_are_moved_added_and_removed_by_buttons_and_kept_when_sent(draft, officer):
    address = page_of(draft, "checklist")
    page = officer.get(address)
    begun = titles(page)
    page = officer.post(address, rows(page, do="down-0"))
    assert (page.status_code, titles(page)[:2]) == (200, begun[1::-1])
    page = officer.post(address, rows(page, do="remove-2"))
    page = officer.post(address, rows(page, do="add"))
    assert titles(page)[:-1] == [begun[1], begun[0], *begun[3:]]
    last = len(begun) - 1
    sent = rows(
        page, **{f"{last}_title": "Trích lục bản đồ địa chính", f"{last}_types": ["pdf"], f"{last}_required": "on"}
    )
    assert Procedure.objects.get(pk=draft.pk).config == draft.config
    assert officer.post(address, sent).status_code == 302
    kept = Procedure.objects.get(pk=draft.pk).rules.checklist
    assert [one.title for one in kept] == [begun[1], begun[0], *begun[3:], "Trích lục bản đồ địa chính"]
    # What was there keeps its code, so that files stay its own.
    assert [one.code for one in kept][:2] == [one.code for one in draft.rules.checklist][1::-1]
    assert (kept[-1].code, kept[-1].types, kept[-1].required) == ("trich_luc_ban_do_dia_chinh", ("pdf",), True)


def test_the_order_that_was_dragged_is_kept(draft, officer):
    address = page_of(draft, "review-form")
    page = officer.get(address)
    begun = titles(page)
    sent = rows(page, **{f"{place}_order": (place + 1) % len(begun) for place in range(len(begun))})
    assert officer.post(address, sent).status_code == 302
    assert [one.title for one in Procedure.objects.get(pk=draft.pk).rules.review_form] == [begun[-1], *begun[:-1]]


@pytest.mark.parametrize(
    ("part", "changes", "place", "field"),
    [
        ("checklist", {"1_title": ""}, 1, "title"), ("checklist", {"2_types": []}, 2, "types"),
        ("checklist", {"0_title": "x" * 201}, 0, "title"), ("review-form", {"0_title": ""}, 0, "title"),
        ("review-form", {"0_kind": "guess"}, 0, "kind"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_refused_at_its_field(draft, officer, part, changes, place, field):
    address = page_of(draft, part)
    answer = officer.post(address, rows(officer.get(address), **changes))
    assert answer.status_code == 422
    assert {n: list(form.errors) for n, form in enumerate(answer.context["rows"].forms) if form.errors} == {
        place: [field]
    }


@pytest.mark.parametrize("do", ["up-99", "down-x", "remove--1", "add-1", "burn-0", "up-"])
def test_an_odd_button_changes_nothing(draft, officer, do):
    address = page_of(draft, "checklist")
    page = officer.get(address)
    answer = officer.post(address, rows(page, do=do))
    assert answer.status_code == 200
    assert [one for one in titles(answer) if one] == titles(page)


def test_a_hint_of_the_checklist_is_read_by_proposers(office, draft, officer, as_person):
    address = page_of(draft, "checklist")
    hint = "Bản sao có chứng thực, không quá sáu tháng"
    assert officer.post(address, rows(officer.get(address), **{"1_hint": hint})).status_code == 302
    put_in_force(procedure=Procedure.objects.get(pk=draft.pk), by=office.officer, day=clock.today())
    draft.refresh_from_db()
    dossier = draft_dossier(procedure=draft, proposer=office.investor, by=office.investor_person)
    assert hint in as_person(office.investor_person).get(reverse("attachments", args=[dossier.pk])).content.decode()


def test_a_section_asks_for_what_was_chosen(draft, officer):
    address = page_of(draft, "review-form")
    wanted_of = {"text": (True, False), "rating": (False, True), "text_and_rating": (True, True)}
    for kind, wanted in wanted_of.items():
        sent = rows(officer.get(address), **{"0_kind": kind})
        sent["revision"] = Procedure.objects.get(pk=draft.pk).revision
        assert officer.post(address, sent).status_code == 302
        first = Procedure.objects.get(pk=draft.pk).rules.review_form[0]
        assert (first.text, first.rating) == wanted


# ---------------------------------------------------------------- versions
def test_a_faulty_draft_says_where_and_is_not_offered_to_be_put_in_force(draft, officer):
    Procedure.objects.filter(pk=draft.pk).update(config={**draft.config, "review_form": []})
    page = officer.get(reverse("office_procedure", args=[draft.pk]))
    assert page.context["form"] is None
    assert [part.name for part in page.context["parts"] if part.faults] == ["review-form"]
    answer = officer.post(reverse("begin_procedure", args=[draft.pk]), {"day": clock.today()})
    assert answer.status_code == 422
    assert Procedure.objects.get(pk=draft.pk).in_force_from is None


def test_putting_in_force_and_withdrawing_on_the_page(draft, officer):
    begin = reverse("begin_procedure", args=[draft.pk])
    answer = officer.post(begin, {"day": clock.today() - timedelta(days=1)})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["day"])
    assert officer.post(begin, {"day": clock.today()}).status_code == 302
    assert officer.get(reverse("office_procedure", args=[draft.pk])).context["state"] == "in_force"
    assert officer.get(page_of(draft, "days")).status_code in (302, 409)
    assert officer.post(reverse("withdraw_procedure", args=[draft.pk])).status_code == 302
    assert Procedure.objects.get(pk=draft.pk).in_force_from is None
    assert officer.post(reverse("discard_procedure", args=[draft.pk])).status_code == 302
    assert not Procedure.objects.filter(pk=draft.pk).exists()


def test_two_versions_are_compared_line_by_line(draft, officer):
    address = reverse("compare_procedure", args=[draft.pk])
    assert officer.get(address).context["changed"] == []
    config = json.loads(json.dumps(draft.config))
    config["days"] = {"review": 12}
    config["checklist"] = [*config["checklist"][1:], {"code": "new", "title": "Bản mới", "types": ["pdf"]}]
    config["review_form"][0]["title"] = "Tên khác"
    Procedure.objects.filter(pk=draft.pk).update(config=config)
    changed = officer.get(address).context["changed"]
    told = [(one.part, bool(one.before), bool(one.after)) for one in changed]
    assert sorted(told) == [
        ("checklist", False, True), ("checklist", True, False), ("days", True, True), ("review-form", True, True),
    ]  # fmt: skip
    assert "Tên khác" in next(one for one in changed if one.part == "review-form").after
    Procedure.objects.filter(pk=draft.pk).update(config={**draft.config, "checklist": draft.config["checklist"][::-1]})
    (order,) = officer.get(address).context["changed"]
    assert (order.part, order.before.split(" – ")) == ("checklist", order.after.split(" – ")[::-1])
    assert next(one for one in changed if one.part == "days").after.startswith("12 ")


def test_a_preview_shows_the_forms_the_days_and_a_decision_of_this_version(draft, officer):
    config = {
        **draft.config, "days": {"review": 77},
        "checklist": [{"code": "only", "title": "Tài liệu duy nhất", "types": ["pdf"]}],
        "review_form": [{"code": "a", "title": "Câu hỏi riêng", "text": False, "rating": True}],
    }  # fmt: skip
    Procedure.objects.filter(pk=draft.pk).update(config=config)
    page = officer.get(reverse("preview_procedure", args=[draft.pk]))
    text = page.content.decode()
    assert [row.item.title for row in page.context["checklist"]] == ["Tài liệu duy nhất"]
    assert set(page.context["shown"].fields) == {"recommendation", "rating_a"}
    assert 77 in {step.days for step in page.context["steps"]}
    assert all(said in text for said in ("Tài liệu duy nhất", "Câu hỏi riêng", "data:image/png;base64,"))
    # What nobody has filled in yet is shown as well.
    Procedure.objects.filter(pk=draft.pk).update(config={})
    assert officer.get(reverse("preview_procedure", args=[draft.pk])).status_code == 200


# ---------------------------------------------------------------- kinds
def test_a_new_kind_comes_from_another_and_is_offered_to_its_submitters(office, officer, as_person):
    sent = {"name": "Đề án sáp nhập", "consultations": ["critique"], "submitters": ["department"],
            "source": str(office.policy.pk)}  # fmt: skip
    answer = officer.post(reverse("new_kind"), sent)
    draft = Procedure.objects.get(kind__name="Đề án sáp nhập")
    assert answer["Location"] == reverse("office_procedure", args=[draft.pk])
    assert draft.config == office.policy.config
    assert list(officer.post(reverse("new_kind"), sent).context["form"].errors) == ["name"]
    put_in_force(procedure=draft, by=office.officer, day=clock.today())
    for who, offered in ((office.department_person, True), (office.investor_person, False)):
        choices = as_person(who).get(reverse("begin")).context["form"].fields["procedure"].queryset
        assert (draft in choices) == offered
    begin = as_person(office.investor_person).post(
        reverse("begin"), {"procedure": draft.pk, "proposer": office.investor.pk}
    )
    assert begin.status_code == 422
    listed = officer.get(reverse("dossiers")).context["form"].fields["procedure"].choices
    assert (draft.kind.code, "Đề án sáp nhập") in listed


def test_what_holds_for_a_kind_is_changed_at_once(office, officer, as_person):
    kind = office.investment.kind
    address = reverse("office_kind", args=[kind.pk])
    sent = {"name": "Dự án", "consultations": ["advice"], "submitters": ["investor"], "position": 3}
    assert officer.post(address, sent).status_code == 302
    kind.refresh_from_db()
    assert (kind.name, kind.consultations, kind.submitters, kind.offered, kind.position) == (
        "Dự án", ["advice"], ["investor"], False, 3,
    )  # fmt: skip
    assert set(officer.post(address, {"name": "", "position": -1}).context["form"].errors) == {
        "name", "consultations", "submitters", "position",
    }  # fmt: skip
    assert as_person(office.clerk).get(address).status_code == 200
    assert as_person(office.clerk).post(address, sent).status_code == 403


def test_a_leader_says_who_puts_versions_in_force(office, draft, officer, as_person):
    kinds, begin = reverse("office_kinds"), reverse("begin_procedure", args=[draft.pk])
    assert officer.get(kinds).context["approval"] is None
    assert officer.post(kinds, {"leader_approves": "on"}).status_code == 403
    leader = as_person(office.leader)
    assert leader.post(kinds, {"leader_approves": "on"}).status_code == 302
    assert officer.post(begin, {"day": clock.today()}).status_code == 403
    assert leader.post(begin, {"day": clock.today()}).status_code == 302


# ---------------------------------------------------------------- files
def test_what_one_union_exports_another_takes_over_as_a_draft(office, officer, as_person):
    Procedure.objects.filter(pk=office.investment.pk).update(
        config={**office.investment.config, "days": {"review": 21}}, description="Cho Đắk Lắk"
    )
    answer = officer.get(reverse("procedure_file", args=[office.investment.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    told = json.loads(answer.content)
    assert file_problems(told) == []
    other, people = second_office(office)
    client = as_person(people["officer"])

    def bring(content: bytes):
        return client.post(reverse("import_kind"), {"file": SimpleUploadedFile("a.json", content)})

    kind = DossierKind.objects.get(union=other.union, code="investment")
    assert bring(answer.content).status_code == 302
    draft = kind.procedures.get(version=2)
    assert (draft.in_force_from, draft.rules.days.review, draft.description) == (None, 21, "Cho Đắk Lắk")
    assert bring(answer.content).status_code == 422
    assert bring(json.dumps({**told, "code": "own_kind"}).encode()).status_code == 302
    assert DossierKind.objects.filter(union=other.union, code="own_kind").exists()
    assert Organisation.objects.get(pk=office.union.pk).dossier_kinds.filter(code="own_kind").count() == 0
    for wrong in (b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, json.dumps({**told, "rules": {}}).encode()):
        refused = bring(wrong)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["file"]), wrong[:20]
    assert refused.context["problems"]


def test_no_faulty_procedure_is_in_force_after_all_this(office):
    for one in Procedure.objects.exclude(in_force_from=None):
        assert procedure_problems(one.config) == []


def test_a_row_that_the_script_took_out_does_not_come_back_when_another_is_added(as_person, office):
    draft = draft_version(kind=office.investment.kind, by=office.officer)
    address = reverse("procedure_part", args=[draft.pk, "checklist"])
    client = as_person(office.officer)
    rows = client.get(address).context["rows"]
    begun = len(rows.forms)
    data = {
        field.html_name: field.value() if field.value() is not None else ""
        for form in rows.forms for field in form if field.value() is not False
    }  # fmt: skip
    data |= {f.html_name: f.value() for f in rows.management_form} | {"revision": draft.revision}
    # As ordering.js leaves it: emptied, and marked.
    data |= {"rows-1-title": "", "rows-1-code": "", "rows-1-hint": "", "rows-1-order": "-1", "rows-do": "add"}
    shown = client.post(address, data).context["rows"]
    assert len(shown.forms) == begun
    assert [form["title"].value() or "" for form in shown.forms].count("") == 1
