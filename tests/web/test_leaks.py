"""What may not get out by a side door: lists, counters, autocomplete, exports, mails, file links, timeline, error pages."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from consult import clock, tasks
from consult.actions.actor import record_of_union
from consult.actions.bodies import save_body
from consult.actions.council_changes import Wanted
from consult.actions.dispatch import add_recipients
from consult.actions.holding import hold_newest
from consult.actions.incoming import register_letter
from consult.actions.payees import save_details
from consult.actions.people import add_person
from consult.actions.procedures import new_kind
from consult.actions.registers import reserve_number
from consult.actions.registry import propose_change
from consult.actions.samples import set_sample
from consult.actions.setting_up import make_code
from consult.actions.yearly_tasks import save_task
from consult.commands import council_changes, entering
from consult.models import (
    AccessRequest,
    Call,
    ChangeProposal,
    Channel,
    DataRequest,
    DayOff,
    Division,
    Document,
    Dossier,
    Job,
    LegalGround,
    Membership,
    Notification,
    Organisation,
    Person,
    Procedure,
    ReadingCopy,
    ReceivedMail,
    SheetImport,
    Signatory,
    StandIn,
    StandingCouncil,
    YearlyTask,
)
from tests.actions.test_uploads import pdf_bytes

pytestmark = pytest.mark.django_db

SECRET_HOST = "keo-kin.test"
SECRET = "Dự án Tuyệt Mật Không Ai Ngoài Được Biết"


def person(name: str, organisation: Organisation, role: str) -> Person:
    made = Person.objects.create_user(f"{name}@khac.test", None, name=f"Người {name}")
    Membership.objects.create(person=made, organisation=organisation, role=role)
    return made


@pytest.fixture
def secret(new_walk):
    """A dossier with an issued opinion, and its people."""
    walk = new_walk(SECRET)
    office = walk.office
    walk.do("check_completeness", office.officer, decision="accept")
    walk.do("propose_council", office.officer, seats=walk.seats())
    walk.approve_council(office.leader)
    walk.accept_all()
    for review in walk.open_reviews():
        walk.review(review.seat.person)
    tasks.work_off()
    return walk


@pytest.fixture
def strangers(secret) -> list[Person]:
    """Everybody of another union and another investor, and an expert who has no seat."""
    union = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    investor = Organisation.objects.create(kind="investor", name="Nhà đầu tư khác")
    made = [person(role, union, role) for role in ("officer", "clerk", "leader", "administrator", "auditor")]
    return [*made, person("proposer", investor, "proposer"), secret.office.experts[11], secret.office.department_person]


@pytest.fixture
def as_each(strangers, as_person) -> Callable[[], list[tuple[Person, Client]]]:
    return lambda: [(one, as_person(one)) for one in strangers]


def test_registers_and_their_exports_are_of_ones_own_union(secret, as_each, as_person):
    for who, client in as_each():
        for direction in ("out", "in"):
            for form in ("xlsx", "pdf"):
                answer = client.get(reverse("register_file", args=[direction, form]))
                content = b"".join(answer) if answer.streaming else answer.content
                if answer.status_code == 200 and form == "xlsx":
                    rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
                    assert SECRET not in str(list(rows)), who
                assert SECRET.encode() not in content, who
    own = as_person(secret.office.clerk).get(reverse("register_file", args=["out", "xlsx"]))
    content = b"".join(own) if own.streaming else own.content
    assert SECRET in str(list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)))


def test_recipients_and_the_years_tasks_are_read_by_the_unions_own_people(secret, as_each, as_person):
    office, dossier = secret.office, secret.dossier
    entry = reserve_number(union=office.union, kind="", subject=SECRET, by=office.clerk)
    add_recipients(entry=entry, names=[SECRET], by=office.clerk)
    task = YearlyTask(union=office.union, title=SECRET, source="own", year=clock.today().year)
    save_task(task=task, by=office.officer)
    pages = [
        reverse("dispatch"), reverse("entry_recipients", args=[entry.pk]), reverse("yearly_tasks"),
        reverse("yearly_task", args=[task.pk]), reverse("giver", args=[dossier.pk]),
        reverse("recipients", args=[dossier.pk]), reverse("tasks_file", args=["sheet"]),
    ]  # fmt: skip
    for who, client in as_each():
        for address in pages:
            assert SECRET not in readable(client.get(address)), (who, address)
    officer = as_person(office.officer)
    assert [SECRET in readable(officer.get(address)) for address in pages] == [True] * 7
    # Money is told to those who make, sign and audit the lists.
    assert as_person(office.clerk).get(reverse("tasks_file", args=["report"])).status_code == 403
    # Nor do those who have a part in the dossier without being of the office.
    for one in (office.investor_person, secret.seat("chair")):
        for address in pages[:5]:
            assert as_person(one).get(address).status_code in (403, 404), (one, address)


def test_the_call_list_is_of_ones_own_union(secret, as_each, as_person):
    member = secret.dossier.council.seats.filter(kind="member").first().person
    Call.objects.create(union=secret.dossier.union, dossier=secret.dossier, person=member, due_on=clock.today())
    for who, client in as_each():
        assert SECRET not in client.get(reverse("calls")).content.decode(), who
    assert SECRET in as_person(secret.office.clerk).get(reverse("calls")).content.decode()


def test_what_a_unions_procedure_rests_on_is_shown_to_its_own_people(secret, as_each, as_person):
    LegalGround.objects.create(union=secret.office.union, text=f"Căn cứ {SECRET}", key="council")
    for who, client in as_each():
        for name in ("procedure", "procedure_bpmn"):
            assert SECRET not in client.get(reverse(name)).content.decode(), who
    assert SECRET in as_person(secret.office.clerk).get(reverse("procedure")).content.decode()


def test_previews_are_served_to_whoever_may_do_their_act_and_to_nobody_else(secret, as_each, as_person):
    officer = as_person(secret.office.officer)
    post = {"department": "Sở A", "questions": SECRET, "answer_by": "2099-01-01"}
    page = reverse("preview_department", args=[secret.dossier.pk])
    shown = officer.post(page, post).context["shown"][0]
    assert SECRET in officer.get(shown.whole).content.decode()
    for who, client in as_each():
        for answer in (client.get(shown.address), client.get(shown.whole), client.post(page, post)):
            assert answer.status_code == 404, who
            assert SECRET not in answer.content.decode(errors="replace"), who


def test_certified_copies_are_seen_by_whoever_orders_them(secret, as_each, as_person):
    clerk = secret.office.clerk
    Signatory.objects.create(union=secret.office.union, person=clerk, title="Chánh Văn phòng")
    original = secret.dossier.documents.filter(entry__isnull=False, kind="receipt").get()
    page = reverse("certify_copy", args=[secret.dossier.pk])
    look = reverse("preview_copy", args=[secret.dossier.pk])
    post = {"original": f"d{original.pk}", "form": "TrS", "extract": SECRET, "recipients": "Sở A", "count": "1"}
    assert SECRET in as_person(clerk).get(page).content.decode()
    shown = as_person(clerk).post(look, post).context["shown"][0]
    assert SECRET in as_person(clerk).get(shown.whole).content.decode()
    for who, client in as_each():
        for answer in (client.get(page), client.post(page, post), client.post(look, post), client.get(shown.whole)):
            assert answer.status_code == 404, who
            assert SECRET not in answer.content.decode(errors="replace"), who


def test_answers_of_an_unfinished_set_up_are_shown_to_who_entered_the_code(secret, as_each):
    holder = Client()
    holder.post(reverse("setup"), {"code": make_code(another=True)})
    holder.post(reverse("setup_page", args=["province"]), {"province": "Huế"})
    page = reverse("setup_page", args=["letterhead"])
    holder.post(page, {"name": SECRET, "symbol": "LHH"})
    assert SECRET in holder.get(page).content.decode()
    for who, client in [*as_each(), (None, Client())]:
        for address in (page, reverse("setup"), reverse("setup_check")):
            assert SECRET not in client.get(address, follow=True).content.decode(), (who, address)


def test_counters_of_strangers_are_nought(secret, as_each):
    for who, client in as_each():
        page = client.get(reverse("my_work"))
        assert page.context["work_count"] == 0, who
        assert page.context["unread_count"] == 0, who
        assert client.get(reverse("dossiers")).context["page"].paginator.count == 0, who


def test_filters_do_not_list_foreign_proposers(secret, as_each):
    for who, client in as_each():
        assert secret.dossier.proposer.name not in client.get(reverse("dossiers")).content.decode(), who


def test_autocomplete_of_the_administration_answers_no_administrator_of_a_union(secret, strangers, as_person):
    query = {"app_label": "consult", "model_name": "membership", "field_name": "person", "term": ""}
    for one in [*strangers, secret.office.administrator]:
        reply = as_person(one).get(reverse("admin:autocomplete"), query)
        assert reply.status_code in (302, 403), one
        assert secret.office.leader.name.encode() not in reply.content


def test_guessed_numbers_of_files_documents_and_steps_lead_nowhere(secret, as_each):
    dossier = secret.dossier
    addresses = [reverse("attachment", args=[pk]) for pk in dossier.attachments.values_list("pk", flat=True)]
    read = dossier.attachments.first()
    ReadingCopy(attachment=read).file.save("a.pdf", ContentFile(b"%PDF"))
    addresses += [reverse(name, args=[read.pk]) for name in ("read_attachment", "reading_copy")]
    for document in Document.objects.filter(dossier=dossier).prefetch_related("versions"):
        for version in document.versions.all():
            addresses += [reverse(name, args=[version.pk]) for name in ("document", "docx", "signatures")]
    steps = dossier.tasks.values_list("pk", flat=True)
    addresses += [reverse(name, args=[pk]) for name in ("task", "draft_as_word", "bring_draft") for pk in steps]
    missing = reverse("attachment", args=[10**9])
    for who, client in as_each():
        nowhere = client.get(missing)
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 404, (address, who)
            # What is there and not yours looks like what is not there at all.
            assert strip(answer) == strip(nowhere), (address, who)


def strip(answer) -> str:
    """A page without what differs from one answer to the next."""
    lines = answer.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower() and 'name="next"' not in line)


def test_mails_go_only_to_those_who_may_know(secret, strangers):
    tasks.work_off()
    allowed = {
        one.email
        for one in Person.objects.filter(memberships__organisation__in=[secret.office.union, secret.dossier.proposer])
    } | {seat.person.email for seat in secret.dossier.council.seats.all()}
    receivers = {address for message in mail.outbox for address in message.to}
    assert receivers
    assert receivers <= allowed
    assert not Notification.objects.filter(person__in=strangers).exists()


def test_mails_to_the_proposer_name_no_reviewer_and_no_member(secret):
    tasks.work_off()
    names = [seat.person.name for seat in secret.dossier.council.seats.exclude(kind="secretary")]
    texts = [m.subject + m.body for m in mail.outbox if secret.office.investor_person.email in m.to]
    assert texts
    for name in names:
        assert not any(name in text for text in texts), name


def test_the_timeline_shows_the_proposer_nothing_of_council_and_reviews(secret, as_person):
    page = as_person(secret.office.investor_person).get(reverse("dossier", args=[secret.dossier.pk]))
    verbs = {row["event"].verb for row in page.context["timeline"]}
    assert "submitted" in verbs
    assert not verbs & {
        "council_proposed",
        "reviewer_invited",
        "review_accepted",
        "review_handed_in",
        "opinion_drafted",
    }
    for seat in secret.dossier.council.seats.exclude(kind="secretary"):
        assert seat.person.name not in page.content.decode()


def test_days_off_and_what_is_proposed_of_an_expert_stay_with_whom_they_concern(secret, as_each, as_person):
    office, expert = secret.office, secret.dossier.council.seats.exclude(kind="secretary").first().person.expert
    DayOff.objects.create(organisation=office.union, day=clock.today(), reason=SECRET)
    third = Organisation.objects.create(kind="union", name="LHH tỉnh thứ ba", symbol="LHHB")
    propose_change(expert=expert, union=third, by=person("ba", third, "officer"), place=SECRET)
    record_of_union(office.union, "number_voided", None, reason=SECRET, symbol=SECRET)
    pages = [
        reverse("office_days_off"), reverse("office_hours"), reverse("office_series"), reverse("office_history"),
        reverse("expert", args=[expert.pk]), reverse("experts"), reverse("operations"), reverse("my_work"), reverse("notices"),
    ]  # fmt: skip
    for who, client in as_each():
        for address in pages:
            assert SECRET not in client.get(address).content.decode(), (who, address)
    assert SECRET in as_person(office.leader).get(reverse("office_history")).content.decode()
    assert SECRET in as_person(office.officer).get(reverse("office_days_off")).content.decode()
    assert SECRET in as_person(office.officer).get(reverse("expert", args=[expert.pk])).content.decode()


def test_people_and_bodies_of_an_office_stay_with_it(secret, as_each, as_person):
    office = secret.office
    body = save_body(body=Organisation(kind="investor", name=SECRET), union=office.union, by=office.administrator)
    said = {"name": SECRET, "email": "kin@kin.test", "phone": "", "organisation": body, "role": "proposer"}
    hidden = add_person(union=office.union, by=office.administrator, **said)
    role = hidden.memberships.get()
    pages = [
        reverse("people"), reverse("bodies"), reverse("add_person"), reverse("office_history"), reverse("days_list"),
        *(reverse(name) + "?text=tuyet+mat" for name in ("people", "bodies")),
        *(reverse(name, args=[hidden.pk]) for name in ("person", "edit_person", "person_address", "close_account",
          "give_role", "reset_second_factor", "propose_person", "personal_data", "export_personal_data")),
        *(reverse(name, args=[body.pk]) for name in ("body", "edit_body", "propose_body")),
        reverse("change_role", args=[role.pk]),
    ]  # fmt: skip
    for who, client in as_each():
        for address in pages:
            page = client.get(address).content.decode()
            assert SECRET not in page, (who, address)
            assert "kin@kin.test" not in page, (who, address)
    client = as_person(office.administrator)
    for address in pages[:2] + pages[5:8]:
        assert SECRET in client.get(address).content.decode(), address


def test_what_an_office_is_made_of_stays_with_it(secret, as_each, as_person):
    office, inner = secret.office, "Ban Nội Bộ Kín"
    second = add_person(
        union=office.union, by=office.administrator, name=f"{inner} Hai", email="hai@kin.test", phone="",
        organisation=office.union, role="officer",
    )  # fmt: skip
    Division.objects.create(union=office.union, name=inner)
    today = clock.today()
    council = StandingCouncil(union=office.union, name=inner, since=today, decision=inner, decided_on=today)
    council.save()
    council.members.create(person=second)
    # The strangers' union names officers, too.
    Organisation.objects.filter(kind="union").update(names_responsible=True)
    Dossier.objects.filter(pk=secret.dossier.pk).update(responsible=second)
    pages = [
        reverse("divisions"), reverse("hand_over"), reverse("standing"), reverse("standing_council", args=[council.pk]),
        reverse("dossiers") + f"?responsible={second.pk}", reverse("dossier", args=[secret.dossier.pk]),
        reverse("name_responsible", args=[secret.dossier.pk]), reverse("my_work") + "?whose=all", reverse("naming"),
        reverse("edit_standing", args=[council.pk]),
    ]  # fmt: skip
    for who, client in as_each():
        for address in pages:
            page = client.get(address).content.decode()
            assert inner not in page, (who, address)
            assert SECRET not in page, (who, address)
    leader = as_person(Person.objects.get(pk=office.leader.pk))
    for address in pages[:7]:
        assert inner in leader.get(address).content.decode(), address
    # Nor do those who have a part in the dossier without being of the office.
    for one in (office.investor_person, secret.seat("chair")):
        assert inner not in as_person(one).get(pages[5]).content.decode(), one


def test_kinds_and_procedures_of_a_union_are_read_by_its_own_people_alone(secret, as_each, as_person):
    office = secret.office
    draft = new_kind(
        union=office.union, by=office.officer, name=SECRET, consultations=["advice"], submitters=["investor"],
        source=office.investment,
    )  # fmt: skip
    Procedure.objects.filter(pk=draft.pk).update(
        description=SECRET, config={**draft.config, "checklist": [{"code": "a", "title": SECRET}]}
    )
    pages = [
        reverse("office_kinds"), reverse("office_kind", args=[draft.kind_id]), reverse("office_procedure", args=[draft.pk]),
        reverse("procedure_part", args=[draft.pk, "checklist"]), reverse("compare_procedure", args=[draft.pk]),
        reverse("procedure_file", args=[draft.pk]), reverse("preview_procedure", args=[draft.pk]),
        reverse("new_kind"), reverse("begin"), reverse("dossiers"),
    ]  # fmt: skip
    for who, client in as_each():
        for address in pages:
            assert SECRET not in client.get(address).content.decode(), (who, address)
    officer = as_person(office.officer)
    for address in (pages[0], pages[2], pages[3], pages[5], pages[6]):
        assert SECRET in officer.get(address).content.decode(), address


def test_a_sample_is_fetched_by_its_union_and_by_who_submits_such_dossiers(secret, as_each, as_person):
    office = secret.office
    upload = SimpleUploadedFile(f"{SECRET}.pdf", pdf_bytes())
    sample = set_sample(kind=office.investment.kind, item_code="request", upload=upload, by=office.officer)
    listed, fetched = reverse("samples", args=[sample.kind_id]), reverse("sample_file", args=[sample.pk])
    for who, client in as_each():
        assert SECRET not in client.get(listed).content.decode(), who
    assert SECRET in as_person(office.officer).get(listed).content.decode()
    assert as_person(office.investor_person).get(fetched).status_code == 200
    assert as_person(office.experts[-1]).get(fetched).status_code == 404


def test_files_that_were_lost_are_named_to_their_own_union_alone(secret, as_each, as_person):
    file = secret.dossier.attachments.first()
    file.file.storage.delete(file.file.name)
    hold_newest()
    assert SECRET in as_person(secret.office.officer).get(reverse("notices")).content.decode()
    assert Notification.objects.filter(person=secret.office.officer, kind="file_lost").exists()
    for who, client in as_each():
        for address in (reverse("operations"), reverse("my_work"), reverse("notices")):
            page = client.get(address).content.decode()
            assert SECRET not in page, (who, address)
            assert file.name not in page, (who, address)


def test_incoming_letters_and_their_files_are_read_by_their_own_office(secret, strangers, as_person):
    office = secret.office
    upload = SimpleUploadedFile(f"{SECRET}.pdf", pdf_bytes())
    letter = register_letter(
        union=office.union, by=office.clerk, arrived_on=clock.today(), sender=SECRET, subject=SECRET, files=[upload]
    )
    entering.file_letter(dossier_id=secret.dossier.pk, by=office.clerk, letter_id=letter.pk)
    pages = [
        reverse("incoming"), reverse("incoming_letter", args=[letter.pk]), reverse("open_from_letter", args=[letter.pk]),
        reverse("correct_letter", args=[letter.pk]), reverse("my_work"), reverse("notices"),
    ]  # fmt: skip
    file = reverse("letter_file", args=[letter.files.get().pk])
    for who in (office.investor_person, secret.seat("chair"), *strangers):
        client = as_person(who)
        assert client.get(file).status_code == 404, who
        for page in (*pages[:4], *(pages[4:] if who in strangers else [])):
            assert SECRET not in readable(client.get(page)), (who, page)
    clerk = as_person(office.clerk)
    for page in pages[:4]:
        assert SECRET in readable(clerk.get(page)), page
    assert clerk.get(file).status_code == 200


def test_error_pages_tell_nothing(secret, as_each, settings):
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    for who, client in as_each():
        client.raise_request_exception = False
        for address in (
            reverse("dossier", args=[secret.dossier.pk]),
            "/nowhere/",
            reverse("verify_code", args=["X" * 16]),
        ):
            body = client.get(address).content.decode()
            assert SECRET not in body, who
            assert secret.dossier.code not in body, who


def test_a_confidential_dossier_keeps_its_subject_out_of_the_public_page(secret, as_person):
    document = Document.objects.filter(dossier=secret.dossier).exclude(code=None).first()
    address = reverse("verify_code", args=[document.code])
    assert SECRET in Client().get(address).content.decode()
    secret.dossier.confidential = True
    secret.dossier.save()
    body = Client().get(address).content.decode()
    assert SECRET not in body
    assert secret.dossier.proposer.name not in body


def test_metrics_and_health_name_nobody(secret, settings):
    settings.METRICS_TOKEN = "secret"
    answer = Client().get(reverse("metrics"), headers={"authorization": "Bearer secret"}).content.decode()
    for told in (answer, Client().get("/readyz").content.decode()):
        assert SECRET not in told
        assert "@" not in told


def test_what_strangers_ask_and_what_is_asked_about_data_stays_with_the_union(secret, strangers, as_person):
    """A request for access with its letter, a request about personal data, a sheet that was read, a proposal, a channel."""
    union, word = secret.office.union, "Chữ Kín Của Liên Hiệp"
    asked = AccessRequest.objects.create(
        union=union, body_name=word, kind="department", email="xin@x.test", asker=word, note=word, name="a.png", size=1,
        media_type="image/png", file=ContentFile(word.encode(), name="a.png"),
    )  # fmt: skip
    today = clock.today()
    about = DataRequest.objects.create(
        union=union, name=word, contact=word, kind="copy", text=word, asked_on=today, due_on=today
    )
    sheet = SheetImport.objects.create(
        union=union, what="people", name=f"{word}.xlsx", rows=[{"name": word}], read_by=secret.office.administrator
    )
    proposal = ChangeProposal.objects.create(
        union=union, body=secret.office.investor, changes={"name": word}, text=word
    )
    channel = Channel.objects.create(union=union, kind="webhook", address=f"https://{SECRET_HOST}/a", locked=b"x")
    pages = [
        reverse("access_requests"), reverse("access_request", args=[asked.pk]), reverse("access_letter", args=[asked.pk]),
        reverse("data_requests"), reverse("data_request_table"), reverse("data_request", args=[about.pk]),
        reverse("people_import", args=[sheet.pk]), reverse("change_proposal", args=[proposal.pk]), reverse("channels"),
        reverse("edit_channel", args=[channel.pk]), reverse("channel_people", args=[channel.pk]), reverse("people_table"),
        reverse("body_table"), reverse("ask_access"), reverse("ask_about_data"),
    ]  # fmt: skip
    office = secret.office
    for who in (office.officer, office.clerk, office.leader, office.investor_person, secret.seat("chair"), *strangers):
        client = as_person(who)
        for page in pages:
            told = readable(client.get(page))
            assert word not in told, (who, page)
            assert SECRET_HOST not in told, (who, page)
    administrator = as_person(office.administrator)
    assert sum(word in readable(administrator.get(page)) for page in pages) >= 5


def test_where_somebody_is_paid_is_seen_by_them_and_who_pays_alone(secret, strangers, as_person):
    office, chair = secret.office, secret.seat("chair")
    said = {"tax_code": "9999999917", "account": "1903668899990011", "bank": "Ngân hàng Kín"}
    save_details(person=chair, by=chair, **said)
    administrator = person("quantri", office.union, "administrator")
    auditor = person("kiemtoan", office.union, "auditor")
    colleague = secret.dossier.council.seats.filter(kind="member").first().person
    pages = [
        reverse("payee", args=[chair.pk]), reverse("personal_data", args=[chair.pk]),
        reverse("export_personal_data", args=[chair.pk]), reverse("expert", args=[chair.expert.pk]),
        reverse("expert_table"), reverse("fees", args=[secret.dossier.pk]), reverse("fees_table", args=[secret.dossier.pk]),
        reverse("fees_of_a_year"), reverse("fees_of_a_year") + "?xlsx",
    ]  # fmt: skip

    def seen(who: Person) -> set[str]:
        return {page for page in pages if said["account"] in readable(as_person(who).get(page))}

    for who in (office.clerk, administrator, auditor, colleague, secret.dossier.submitter, *strangers):
        assert seen(who) == set(), who
    assert seen(chair) == {pages[0], pages[1], pages[2]}
    assert seen(office.officer) >= {pages[0]}
    assert seen(office.officer) <= {pages[0], reverse("fees_table", args=[secret.dossier.pk])}


def readable(answer) -> str:
    """What an answer says, a sheet's cells too."""
    content = b"".join(answer) if answer.streaming else answer.content
    if content[:2] == b"PK":
        return str(list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)))
    return content.decode()


def test_mails_of_a_dossier_and_letters_are_the_offices_alone(secret, as_each, as_person):
    job = Job.objects.filter(dossier=secret.dossier, kind="mail", state="done").latest("pk")
    told = job.notification.person
    letter = ReceivedMail.objects.create(
        union=secret.office.union, sha256="b" * 64, kind="letter", subject=SECRET, text=SECRET, sender="a@so.test"
    )
    pages = [
        reverse("dossier_mails", args=[secret.dossier.pk]), reverse("mail", args=[job.pk]), reverse("received"),
        reverse("person_mails", args=[told.pk]), reverse("correct_address", args=[job.pk]),
        reverse("received_mail", args=[letter.pk]), reverse("register_mail", args=[letter.pk]),
    ]  # fmt: skip
    for who, client in as_each():
        for page in pages:
            assert SECRET not in client.get(page).content.decode(), (who, page)
    officer = as_person(secret.office.officer)
    for page in pages:
        assert officer.get(page).status_code == 200, page
    assert SECRET in officer.get(pages[0]).content.decode()


def test_council_changes_stand_ins_and_absences_stay_with_the_council_and_its_office(
    secret, strangers, as_each, as_person
):
    """Why somebody leaves, who acts for whom, who is away, what an author disputes: on pages, in documents, in mails."""
    office, dossier, word = secret.office, secret.dossier, "Vì Một Bệnh Rất Kín"
    chair, today = dossier.council.seats.get(kind="chair"), clock.today()
    wanted = [Wanted(chair, office.experts[10], "chair")]
    council_changes.propose_change(dossier_id=dossier.pk, by=office.officer, wanted=wanted, reason=word)
    pages = [
        reverse("change_council", args=[dossier.pk]), reverse("decide_council_change", args=[dossier.pk]),
        reverse("dossier", args=[dossier.pk]), reverse("stand_ins"), reverse("office_history"), reverse("my_work"),
        reverse("notices"),
    ]  # fmt: skip
    held = Membership.objects.get(person=office.leader, organisation=office.union, role="leader")
    StandIn.objects.create(
        membership=held, person=office.officer, since=today, until=today, reason=word, named_by=office.leader
    )
    office.leader.absences.create(first_day=today, last_day=today, reason=word)
    for who, client in as_each():
        for page in pages:
            told = readable(client.get(page))
            assert word not in told, (who, page)
            assert SECRET not in told, (who, page)
    # Why somebody is away is theirs alone; why they leave is the office's.
    assert word in readable(as_person(office.leader).get(pages[3]))
    assert word not in readable(as_person(office.clerk).get(pages[3]))
    assert word in readable(as_person(office.officer).get(pages[2]))
    council_changes.decide_change(dossier_id=dossier.pk, by=office.leader, decision="approve")
    tasks.work_off()
    made = dossier.documents.get(kind="council_change").versions.get()
    for who, client in as_each():
        for name in ("document", "docx"):
            assert client.get(reverse(name, args=[made.pk])).status_code == 404, who
    texts = [one.subject + one.body for one in mail.outbox]
    assert not any(word in text for text in texts)
    receivers = {address for one in mail.outbox for address in one.to}
    assert not receivers & {one.email for one in strangers}
    proposer = as_person(office.investor_person)
    assert word not in readable(proposer.get(pages[2]))
    assert proposer.get(reverse("document", args=[made.pk])).status_code == 404
