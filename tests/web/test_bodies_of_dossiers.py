"""Pages on which the office says who gave a task, to whom the opinion goes, what was sent, and what the year brings."""

from __future__ import annotations

from django.urls import reverse

from consult import clock
from consult.actions.recipients import mark_of
from consult.actions.registers import enter_incoming
from consult.actions.yearly_tasks import save_task
from consult.documents.opinion_recipients import recipients_of
from consult.models import Dossier, Procedure, Sending, YearlyTask
from consult.queries.dispatch import still_to_send


def errors_of(answer, form="form"):
    return {name: [one.code for one in found] for name, found in answer.context[form].errors.as_data().items()}


def test_an_unknown_giver_is_said_at_its_field_and_kept_until_its_kind_is_said(as_person, walk):
    client, page = as_person(walk.office.officer), reverse("giver", args=[walk.dossier.pk])
    typed = {"body": "Ủy ban nhân dân tỉnh Suối Mơ", "symbol": "1410/UBND", "granted": "150.000.000 đ"}
    answer = client.post(page, typed)
    assert (answer.status_code, list(errors_of(answer))) == (422, ["body"])
    assert answer.context["form"]["body"].value() == typed["body"]
    answer = client.post(page, typed | {"granted": "nhiều"})
    assert errors_of(answer)["granted"] == ["invalid"]
    assert client.post(page, typed | {"body_kind": "department"}).status_code == 302
    dossier = Dossier.objects.get(pk=walk.dossier.pk)
    assert (dossier.given_by.name, dossier.given_symbol, dossier.granted) == (typed["body"], "1410/UBND", 150_000_000)
    shown = client.get(page).context["form"]
    assert (shown["body"].value(), shown["granted"].value()) == (typed["body"], "150.000.000")
    assert typed["body"] in client.get(reverse("dossier", args=[dossier.pk])).content.decode()


def test_recipients_are_typed_line_by_line_or_taken_from_suggestions(as_person, drafted):
    client, page = as_person(drafted.office.officer), reverse("recipients", args=[drafted.dossier.pk])
    proposer = drafted.dossier.proposer.name
    form = client.get(page).context["form"]
    assert (form["to"].value(), "add_to" in form.fields) == (proposer, False)
    seen = mark_of(recipients_of(drafted.dossier))
    answer = client.post(page, {"to": "", "copies": "Sở A", "seen": seen})
    assert (answer.status_code, list(errors_of(answer))) == (422, ["to"])
    assert answer.context["form"]["copies"].value() == "Sở A"
    sent = {"to": "- Tỉnh ủy;\n\n1) UBND tỉnh", "copies": "Sở Xây dựng", "seen": seen}
    assert client.post(page, sent).status_code == 302
    assert recipients_of(drafted.dossier).to == ["Tỉnh ủy", "1) UBND tỉnh"]
    # Another page changed it meanwhile.
    assert client.post(page, sent | {"to": "Khác"}).status_code == 422
    form = client.get(page).context["form"]
    assert (proposer, proposer) in form.fields["add_copies"].choices
    more = {"to": form["to"].value(), "copies": form["copies"].value(), "seen": form["seen"].value()}
    assert client.post(page, more | {"add_copies": [proposer]}).status_code == 302
    assert recipients_of(drafted.dossier).copies == ["Sở Xây dựng", proposer]


def test_several_recipients_are_ticked_off_at_once(as_person, issued):
    union, clerk = issued.office.union, as_person(issued.office.clerk)
    page, left = reverse("dispatch"), list(still_to_send([union.pk]).values_list("pk", flat=True))
    assert left
    assert reverse("dispatch") in clerk.get(reverse("my_work")).content.decode()
    today = clock.today().isoformat()
    answer = clerk.post(page, {"sending": left, "how": "", "day": today})
    assert (answer.status_code, errors_of(answer)) == (422, {"how": ["required"]})
    assert answer.context["ticked"] == set(left)
    assert clerk.post(page, {"sending": ["²", "x"], "how": "post", "day": today}).status_code == 422
    assert (
        as_person(issued.office.officer).post(page, {"sending": left, "how": "post", "day": today}).status_code == 403
    )
    assert clerk.post(page, {"sending": left, "how": "post", "day": today}).status_code == 302
    assert not still_to_send([union.pk]).exists()
    entry = Sending.objects.get(pk=left[0]).entry
    completing = clerk.get(reverse("complete_entry", args=[entry.pk])).context["form"]
    assert not {"recipients", "passed_on"} & set(completing.fields)
    adding = reverse("entry_recipients", args=[entry.pk])
    assert errors_of(clerk.post(adding, {"form": "add", "names": " "}), "add_form") == {"names": ["required"]}
    assert clerk.post(adding, {"form": "add", "names": "Sở B\nSở C"}).status_code == 302
    assert still_to_send([union.pk]).count() == 2


def test_a_task_is_entered_changed_and_begun(as_person, office):
    client = as_person(office.officer)
    typed = {"title": "Quy hoạch", "source": "given", "given_by": "", "year": "2026", "quarter": "5", "money": "x"}
    answer = client.post(reverse("add_task"), typed)
    assert (answer.status_code, set(errors_of(answer))) == (422, {"quarter", "money"})
    good = typed | {"quarter": "2", "money": "90 000 000"}
    assert set(errors_of(client.post(reverse("add_task"), good))) == {"given_by"}
    assert client.post(reverse("add_task"), good | {"source": "own"}).status_code == 302
    task = YearlyTask.objects.get()
    assert (task.quarter, task.money, task.entered_by) == (2, 90_000_000, office.officer)
    page = reverse("yearly_task", args=[task.pk])
    assert client.post(page, good | {"source": "own", "title": "Quy hoạch mới"}).status_code == 302
    assert client.post(reverse("bind_task", args=[task.pk]), {"code": "HS-1"}).status_code == 422
    assert client.get(reverse("yearly_tasks") + "?year=2026&state=open").context["page"].paginator.count == 1
    offered = Procedure.objects.offered(clock.today()).filter(kind__union=office.union).select_related("kind")
    own = next(one for one in offered if "union" in one.kind.submitters)
    begun = client.post(reverse("begin_task", args=[task.pk]), {"procedure": own.pk})
    task.refresh_from_db()
    assert begun.url == reverse("describe", args=[task.dossier_id])
    assert client.get(begun.url).status_code == 200
    assert client.get(page).context["is_draft"]


def test_a_task_that_a_body_gave_is_begun_from_its_letter(as_person, office):
    task = YearlyTask(union=office.union, title="Quy hoạch", source="given", given_by="Ban quản lý Hồ Lắk", year=2026)
    save_task(task=task, by=office.officer)
    letter = enter_incoming(
        union=office.union,
        by=office.officer,
        arrived_on=clock.today(),
        sender="Ban quản lý Hồ Lắk",
        subject="Giao việc",
    )
    client, page = as_person(office.officer), reverse("yearly_task", args=[task.pk])
    form = client.get(page).context["begin_form"]
    assert list(form.letters) == [str(letter.pk)]
    # Who does not enter what came on paper does not see it.
    assert as_person(office.leader).get(page).context["begin_form"] is None
    offered = form.fields["procedure"].queryset
    procedure = next(one for one in offered if "department" in one.kind.submitters)
    begin = reverse("begin_task", args=[task.pk])
    answer = client.post(begin, {"procedure": procedure.pk})
    assert errors_of(answer, "begin_form") == {"letter": ["required"]}
    typed = {"procedure": procedure.pk, "letter": letter.pk, "body_kind": "department"}
    begun = client.post(begin, typed)
    task.refresh_from_db()
    assert begun.url == reverse("describe", args=[task.dossier_id])
    assert client.get(begun.url).status_code == 200


def test_a_certified_copy_is_ordered_on_its_page(as_person, drafted):
    office, dossier = drafted.office, drafted.dossier
    page = reverse("certify_copy", args=[dossier.pk])
    decision = dossier.documents.get(kind="council_decision")
    client = as_person(office.leader)
    form = client.get(f"{page}?original=d{decision.pk}").context["form"]
    assert form["original"].value() == f"d{decision.pk}"
    typed = {"original": f"d{decision.pk}", "form": "SY", "pages": "2", "recipients": "- Sở A;", "count": "0"}
    assert set(errors_of(client.post(page, typed))) == {"count"}
    assert set(errors_of(client.post(page, typed | {"count": "2"}))) == {"pages"}
    assert client.post(page, typed | {"count": "2", "pages": ""}).status_code == 302
    entry = dossier.documents.get(kind="certified_copy").entry
    assert (entry.symbol, entry.dispatch.copies) == ("01/SY-LHH", 2)
    assert list(entry.sendings.values_list("name", flat=True)) == ["Sở A"]
