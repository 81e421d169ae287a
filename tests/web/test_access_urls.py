"""Every address, tried by every kind of person. An address without an expectation fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.sites import site as admin_site
from django.contrib.messages import get_messages
from django.core import signing
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from consult import clock, tasks
from consult.actions.incoming import register_letter
from consult.actions.intake import draft_dossier
from consult.actions.notifications import digest
from consult.actions.registers import reserve_number
from consult.actions.reviews import by_link
from consult.commands import documents
from consult.demo.walk import Walk
from consult.models import (
    AccessRequest,
    Call,
    ChangeProposal,
    Channel,
    ConfidentialAccess,
    DataRequest,
    DepartmentRequest,
    DocumentTemplate,
    Dossier,
    ExpertFile,
    Meeting,
    Membership,
    Notification,
    Organisation,
    Person,
    PostalNotice,
    Procedure,
    ReadingCopy,
    ReceivedFile,
    ReceivedMail,
    SampleFile,
    Sending,
    SheetImport,
    Slot,
    StandIn,
    StandingCouncil,
    SubjectArea,
    Subordination,
    Task,
    TemplateRendering,
    YearlyTask,
)
from consult.urls import addresses
from consult.views.meeting_session import SALT
from tests.actions.test_uploads import pdf_bytes

SECRET = "Dự án Tuyệt Mật Không Ai Ngoài Được Biết"
DRAFT_SECRET = "Bản Nháp Kín Của Nhà Đầu Tư"

OFFICE = {"officer", "clerk", "leader", "administrator", "auditor"}
COUNCIL = {"chair", "member", "reviewer", "secretary"}
PROPOSER = {"proposer"}
STRANGERS = {
    "outsider",
    "invited",
    "released",
    "other_officer",
    "other_leader",
    "other_proposer",
    "other_administrator",
}
EVERYBODY = OFFICE | COUNCIL | PROPOSER | STRANGERS
PUBLIC = EVERYBODY | {"anonymous"}


@dataclass
class Case:
    """What one address answers. Everybody outside ``allowed`` is refused; those without a part get a 404."""

    allowed: set[str]
    arguments: Callable[[World], list[Any]] = lambda _world: []
    post: dict[str, Any] | None = None
    hidden: bool = False
    knows: set[str] = field(default_factory=set)


@dataclass
class World:
    """A dossier in the middle of its reviews, a draft, and people of every kind."""

    walk: Walk
    people: dict[str, Person]
    draft: Any
    entry: Any
    letter: Any

    def task(self, node: str, who: str | None = None) -> int:
        return self.walk.task(node, self.people[who] if who else None).pk

    def review(self, who: str) -> int:
        return self.walk.dossier.reviews.get(seat__person=self.people[who]).pk

    def document(self, kind: str) -> Any:
        return self.walk.dossier.documents.get(kind=kind).versions.get()


def stand_in_of(world: World) -> list[Any]:
    office, today = world.walk.office, clock.today()
    clerk = Membership.objects.get(organisation=office.union, person=office.clerk, role="clerk")
    row, _new = StandIn.objects.get_or_create(
        membership=clerk, person=office.experts[9],
        defaults={"since": today, "until": today, "reason": "Ốm", "named_by": office.clerk},
    )  # fmt: skip
    return [row.pk]


def absence_of(world: World) -> list[Any]:
    first = clock.today()
    return [world.people["member"].absences.get_or_create(first_day=first, last_day=first)[0].pk]


def certificate_of(world: World) -> list[Any]:
    office = world.walk.office
    said = {"subject": "x", "issuer": "x", "serial": "1", "not_after": clock.now(), "added_by": office.clerk}
    row, _new = office.union.signer_certificates.get_or_create(fingerprint="f" * 64, defaults=said)
    return [row.pk]


def dossier_of(world: World) -> list[Any]:
    return [world.walk.dossier.pk]


def draft_of(world: World) -> list[Any]:
    return [world.draft.pk]


KNOWS_DOSSIER = OFFICE | COUNCIL | PROPOSER
REASON = {"reason": "Lý do"}
# People of another union; the council's secretary works there.
OTHER_OFFICE = {"other_officer", "other_leader", "other_administrator", "secretary"}
KEEPERS = {"clerk", "administrator", "other_leader", "other_administrator"}
OWN_KEEPERS = {"clerk", "administrator"}
OWN_CALLERS = {"officer", "leader", "administrator"}
CALLERS = OWN_CALLERS | OTHER_OFFICE
VIEWERS = {"officer", "leader", "other_officer", "other_leader", "secretary"}
DIVIDERS = {"leader", "administrator", "other_leader", "other_administrator"}
# Who changes kinds of dossier and procedures.
EDITORS = {"officer", "administrator"}
OTHER_EDITORS = {"other_officer", "other_administrator", "secretary"}
SIGNERS = {"officer", "clerk", "leader", "other_officer", "other_leader", "secretary"}
# Pages that tell the subject to whoever holds the mail or the document.
HELD = {"mails", "verify_code", "answer_department", "answer_by_link"}
# What somebody was told while they had a part in the dossier stays told.
TOLD = {("notices", "released")}

ADMINISTRATORS = {"administrator", "other_administrator"}


def reviewer_of(world: World) -> list[Any]:
    return [world.people["reviewer"].pk]


def officer_of(world: World) -> list[Any]:
    return [world.people["officer"].pk]


def field_of(_world: World) -> list[Any]:
    area = SubjectArea.objects.order_by("pk").first()
    assert area is not None
    return ["field", area.pk]


def request_of(world: World) -> list[Any]:
    union = world.walk.office.union
    row = union.access_requests.first()
    if row is None:
        row = AccessRequest(
            union=union, body_name="Sở Mới", kind="department", asker="Người Xin", email="xin@x.test", phone="1",
            name="don.pdf", media_type="application/pdf", size=4,
        )  # fmt: skip
        row.file.save("don.pdf", ContentFile(b"%PDF"))
    return [row.pk]


def colleague_of(world: World) -> list[Any]:
    body = world.walk.office.investor
    made, _new = Person.objects.get_or_create(
        email="dongnghiep@x.test", defaults={"name": "Đồng Nghiệp", "is_active": False}
    )
    return [Membership.objects.get_or_create(person=made, organisation=body, role="proposer")[0].pk]


def body_of(world: World) -> list[Any]:
    return [world.walk.office.department.pk]


def role_of(world: World) -> list[Any]:
    return [Membership.objects.get(person=world.people["officer"], role="officer").pk]


def no_key(_world: World) -> list[Any]:
    return [1]


# Who reads reviews while they come in; the demo's administrator is its auditor too.
READS_REVIEWS = {"officer", "leader", "auditor", "administrator", "chair", "secretary"}
# Officers and administrators keep the registry of experts; the secretary is another union's officer.
REGISTRARS = {"officer", "administrator", "other_officer", "other_administrator", "secretary"}


def expert_of(world: World) -> list[Any]:
    return [world.people["reviewer"].expert.pk]


def tie_of(world: World) -> list[Any]:
    expert = world.people["reviewer"].expert
    tie, _made = expert.ties.get_or_create(kind="family", body="Sở A", declared_by=world.people["officer"])
    return [expert.pk, "tie", tie.pk]


def proof_of(world: World) -> list[Any]:
    expert = world.people["reviewer"].expert
    proof = expert.files.first()
    if proof is None:
        proof = ExpertFile(expert=expert, kind="cv", name="cv.pdf", media_type="application/pdf", size=4)
        proof.file.save("cv.pdf", ContentFile(b"%PDF"))
    return [expert.pk, proof.pk]


def proposal_of(world: World) -> list[Any]:
    expert = world.people["reviewer"].expert
    later = clock.today() + timedelta(days=9)
    proposal = expert.proposals.first() or expert.proposals.create(
        union=world.walk.office.union, lapses_on=later, changes={"place": "Huế"}
    )
    return [expert.pk, proposal.pk]


def table_of(world: World, what: str = "experts", who: str = "officer") -> list[Any]:
    table, _made = SheetImport.objects.get_or_create(
        union=world.walk.office.union, read_by=world.people[who], name="a.xlsx", what=what
    )
    return [table.pk]


def data_request_of(world: World) -> list[Any]:
    today = clock.today()
    asked, _made = DataRequest.objects.get_or_create(
        union=world.walk.office.union, name="A", kind="copy", defaults={"asked_on": today, "due_on": today}
    )
    return [asked.pk]


def channel_of(world: World) -> list[Any]:
    channel, _made = Channel.objects.get_or_create(
        union=world.walk.office.union,
        kind="webhook",
        address="https://keo.test/a",
        defaults={"locked": b"x", "active": False},
    )
    return [channel.pk]


def channel_person_of(world: World) -> list[Any]:
    channel = Channel.objects.get(pk=channel_of(world)[0])
    row, _made = channel.people.get_or_create(person=world.people["officer"], defaults={"address": "1"})
    return [row.pk]


def proposal_of_change(world: World) -> list[Any]:
    officer = world.people["officer"]
    union = world.people["other_administrator"].memberships.first().organisation
    row, _made = ChangeProposal.objects.get_or_create(
        union=union, person=officer, defaults={"changes": {"phone": "0905"}}
    )
    return [row.pk]


def meeting_of(world: World) -> list[Any]:
    moment = world.walk.dossier.submitted_at
    meeting, _made = Meeting.objects.get_or_create(
        council=world.walk.dossier.council, sequence=1, defaults={"starts_at": moment, "place": "Phòng 2"}
    )
    return [meeting.pk]


def slot_of(world: World) -> list[Any]:
    later = clock.now() + timedelta(days=9)
    slot = Slot.objects.first() or Slot.objects.create(council=world.walk.dossier.council, starts_at=later)
    return [world.walk.dossier.pk, slot.pk]


def question_of(world: World) -> list[Any]:
    asked = DepartmentRequest.objects.first()
    if asked is None:
        documents.ask_department(
            dossier_id=world.walk.dossier.pk, by=world.people["officer"], department="Sở A", questions="Gì?",
            answer_by=clock.today() + timedelta(days=5),
        )  # fmt: skip
        asked = DepartmentRequest.objects.get()
        asked.file_name, asked.media_type = "a.pdf", "application/pdf"
        asked.file.save("a.pdf", ContentFile(b"%PDF"))
    return [asked.pk]


def copy_of(world: World) -> list[Any]:
    attachment = world.walk.dossier.attachments.first()
    copy, new = ReadingCopy.objects.get_or_create(attachment=attachment)
    if new:
        copy.file.save("a.pdf", ContentFile(b"%PDF"))
    return [attachment.pk]


def template_of(world: World) -> list[Any]:
    union, clerk = world.walk.office.union, world.people["clerk"]
    template, new = DocumentTemplate.objects.get_or_create(
        union=union, kind="receipt", version=1, defaults={"name": "a.docx", "size": 2, "uploaded_by": clerk}
    )
    if new:
        template.file.save("a.docx", ContentFile(b"PK"))
        TemplateRendering(template=template).file.save("a.pdf", ContentFile(b"%PDF"))
    DocumentTemplate.objects.filter(pk=template.pk).update(in_use=True)
    return [template.pk]


def kind_of(world: World) -> list[Any]:
    return [world.walk.office.policy.kind_id]


def sample_of(world: World) -> list[Any]:
    kind, officer = world.walk.office.investment.kind, world.people["officer"]
    sample, new = SampleFile.objects.get_or_create(
        kind=kind,
        item="request",
        defaults={"name": "a.docx", "media_type": "application/pdf", "size": 2, "uploaded_by": officer},
    )
    if new:
        sample.file.save("a.docx", ContentFile(b"PK"))
    return [sample.pk]


def version_of(world: World) -> list[Any]:
    return [world.walk.office.investment.pk]


def version_draft_of(world: World) -> list[Any]:
    """A draft of the next version; of the kind that has none otherwise."""
    source = world.walk.office.investment
    draft, _new = Procedure.objects.get_or_create(kind=source.kind, version=2, defaults={"config": source.config})
    return [draft.pk]


def council_step(world: World) -> list[Any]:
    return [Task.objects.get(dossier=world.walk.dossier, node="propose_council").pk]


QUESTION = {"department": "Sở A", "questions": "Gì?", "answer_by": "2099-01-01"}


def call_of(world: World) -> list[Any]:
    """Somebody of the council whom no mail reaches."""
    dossier = world.walk.dossier
    person = dossier.council.seats.filter(kind="member").first().person
    call, _new = Call.objects.get_or_create(
        dossier=dossier, person=person, closed_at=None, defaults={"union": dossier.union, "due_on": clock.today()}
    )
    return [call.pk]


def preview_of(world: World) -> list[Any]:
    """A letter to a department, as the officer has just looked at it."""
    client = Client()
    client.force_login(world.people["officer"])
    answer = client.post(reverse("preview_department", args=dossier_of(world)), QUESTION)
    return [answer.context["shown"][0].preview.key]


def lower_of(world: World, *, confirmed: bool = True) -> list[Any]:
    """The other union, which shows its dossiers to this one."""
    other = Organisation.objects.get(name="Liên hiệp Hội tỉnh Khác")
    row, _new = Subordination.objects.update_or_create(
        lower=other,
        defaults={
            "upper": world.walk.office.union, "shows": "dossiers", "asked_by": world.people["other_leader"],
            "confirmed_at": clock.now() if confirmed else None,
        },
    )  # fmt: skip
    return [row.pk]


def standing_of(world: World) -> list[Any]:
    day = clock.today()
    said = {"name": "Hội đồng thường trực", "since": day, "decision": "1/QĐ", "decided_on": day}
    return [StandingCouncil.objects.get_or_create(union=world.walk.office.union, defaults=said)[0].pk]


def standing_member_of(world: World) -> list[Any]:
    council = StandingCouncil.objects.get(pk=standing_of(world)[0])
    return [council.members.get_or_create(person=world.people["outsider"])[0].pk]


def sending_of(world: World) -> list[Any]:
    """A recipient to whom a document was sent by hand."""
    day, said = clock.today(), {"union": world.walk.office.union, "how": "hand"}
    row, _new = Sending.objects.update_or_create(
        entry=world.entry, name="Sở A", defaults={**said, "sent_on": day, "recorded_by": world.people["clerk"]}
    )
    return [row.pk]


def task_of(world: World) -> list[Any]:
    """A task of the year of the union's own initiative."""
    said = {"source": "own", "entered_by": world.people["officer"], "year": clock.today().year}
    union = world.walk.office.union
    return [YearlyTask.objects.get_or_create(union=union, title="Nhiệm vụ của thử nghiệm", defaults=said)[0].pk]


def naming(world: World) -> list[Any]:
    """The union names responsible officers."""
    Organisation.objects.filter(pk=world.walk.office.union.pk).update(names_responsible=True)
    return []


def invitation_of(world: World) -> Notification:
    return Notification.objects.get(kind="invitation", person=world.people["invited"])


def mail_of(world: World) -> list[Any]:
    return [invitation_of(world).job.pk]


def letter_of(world: World) -> list[Any]:
    """A letter that came by mail, with a file."""
    said = {"kind": "letter", "subject": SECRET, "sender": "Sở A <a@so.test>"}
    mail, new = ReceivedMail.objects.get_or_create(union=world.walk.office.union, sha256="a" * 64, defaults=said)
    if new:
        ReceivedFile(mail=mail, name="a.pdf", media_type="application/pdf", size=4).file.save(
            "a.pdf", ContentFile(b"%PDF")
        )
    return [mail.pk]


def postal_of(world: World) -> list[Any]:
    """What the proposer would be told by letter."""
    notice, _new = PostalNotice.objects.get_or_create(dossier=world.walk.dossier, kind="received", key="a")
    return [world.walk.dossier.pk, notice.pk]


EXPECTED: dict[str, Case] = {
    "mailbox": Case(ADMINISTRATORS, knows=EVERYBODY),
    "received": Case({"officer", "clerk", "other_officer", "other_leader", "secretary"}, lambda w: letter_of(w)[1:]),
    "received_mail": Case({"officer", "clerk"}, letter_of),
    "register_mail": Case({"officer", "clerk"}, letter_of),
    "received_file": Case({"officer", "clerk"}, lambda w: [ReceivedFile.objects.get(mail=letter_of(w)[0]).pk]),
    "settle_mail": Case({"officer", "clerk"}, letter_of, post={}),
    "dossier_mails": Case(OFFICE, dossier_of, knows=KNOWS_DOSSIER),
    "mail": Case(OFFICE, mail_of, knows=KNOWS_DOSSIER),
    "correct_address": Case({"officer", "administrator"}, mail_of, knows=KNOWS_DOSSIER),
    "person_mails": Case({"officer", "clerk", "administrator", "auditor"}, reviewer_of),
    # Whoever holds the link of the mail.
    "answer_by_link": Case(PUBLIC, lambda w: [signing.dumps(invitation_of(w).pk, salt=by_link.SALT)]),
    "end_daily_mail": Case(PUBLIC, lambda w: [signing.dumps(w.people["officer"].pk, salt=digest.SALT)]),
    "office_mails": Case(KEEPERS, knows=EVERYBODY),
    "mail_wording": Case(KEEPERS, lambda _w: ["invitation"], knows=EVERYBODY),
    # The other union asks to be under this one, or is: see ``lower_of``.
    "upper_union": Case(DIVIDERS, knows=EVERYBODY),
    "leave_upper": Case({"other_leader", "other_administrator"}, lambda w: lower_of(w)[1:], post={}, knows=EVERYBODY),
    "lower_unions": Case(VIEWERS, knows=EVERYBODY),
    "confirm_lower": Case({"leader"}, lambda w: lower_of(w, confirmed=False), post={}),
    "drop_lower": Case({"leader"}, lambda w: lower_of(w), post={}),
    "lower_dossiers": Case({"officer", "leader"}, lambda w: lower_of(w)),
    "standing": Case(CALLERS, knows=EVERYBODY),
    "add_standing": Case(CALLERS, knows=EVERYBODY),
    "standing_council": Case(OWN_CALLERS, standing_of, knows=EVERYBODY - CALLERS),
    "edit_standing": Case(OWN_CALLERS, standing_of, knows=EVERYBODY - CALLERS),
    "remove_standing_member": Case(OWN_CALLERS, standing_member_of, post={}, knows=EVERYBODY - CALLERS),
    "divisions": Case(DIVIDERS, knows=EVERYBODY),
    "naming": Case(DIVIDERS, knows=EVERYBODY),
    # Nothing is proposed here: the leader's page says so.
    "change_council": Case({"officer"}, dossier_of, knows=KNOWS_DOSSIER),
    "take_council_change_back": Case({"officer"}, dossier_of, post={}, knows=KNOWS_DOSSIER),
    "decide_council_change": Case({"leader"}, dossier_of, knows=KNOWS_DOSSIER),
    "let_deputy_act": Case(set(), dossier_of, post={}, knows=KNOWS_DOSSIER),
    "preview_council_change": Case({"leader"}, dossier_of, post={}, knows=KNOWS_DOSSIER),
    "take_dossier": Case({"officer"}, lambda w: [*naming(w), w.walk.dossier.pk], post={}, knows=KNOWS_DOSSIER),
    "name_responsible": Case({"officer", "leader"}, lambda w: [*naming(w), w.walk.dossier.pk], knows=KNOWS_DOSSIER),
    "calls": Case({"officer", "clerk", "other_officer", "other_leader", "secretary"}, knows=EVERYBODY),
    "close_call": Case({"officer", "clerk"}, call_of, post={"outcome": "reached"}),
    "hand_over": Case({"officer", "leader"}, naming, knows=EVERYBODY),
    # Whoever may do the act sees its documents, and nobody else.
    "preview_step": Case(
        {"reviewer"},
        lambda w: [w.task("write_review", "reviewer")],
        post={"recommendation": "changes"},
        knows={"officer"},
    ),
    "preview_letter": Case({"officer"}, lambda w: [w.task("write_review", "reviewer")], post={}, knows=KNOWS_DOSSIER),
    "preview_copy": Case({"clerk", "leader"}, dossier_of, post={}, knows=KNOWS_DOSSIER),
    "preview_department": Case({"officer"}, dossier_of, post=QUESTION, knows=KNOWS_DOSSIER),
    # No meeting is called, and no payment list made, at this stage; a small council has no groups.
    "preview_move": Case(set(), dossier_of, post={}, knows=KNOWS_DOSSIER),
    "preview_request": Case(set(), lambda w: [w.walk.dossier.pk, "payment_list"], post={}, knows=KNOWS_DOSSIER),
    "preview_group_report": Case(set(), lambda w: [*dossier_of(w), 1], post={}, knows=KNOWS_DOSSIER),
    "preview_replacement": Case({"officer"}, lambda w: [w.review("invited")], post=REASON, knows=OFFICE | COUNCIL),
    "preview_file": Case({"officer"}, preview_of, knows=KNOWS_DOSSIER),
    "preview_reader": Case({"officer"}, preview_of, knows=KNOWS_DOSSIER),
    "experts": Case(OFFICE | OTHER_OFFICE, knows=EVERYBODY),
    "expert_table": Case(OFFICE | OTHER_OFFICE, knows=EVERYBODY),
    "add_expert": Case(REGISTRARS, knows=EVERYBODY),
    "read_experts": Case(REGISTRARS, knows=EVERYBODY),
    "expert_import": Case({"officer"}, table_of, knows=EVERYBODY - REGISTRARS),
    "expert": Case(OFFICE | OTHER_OFFICE | {"reviewer"}, expert_of),
    "edit_expert": Case(REGISTRARS | {"reviewer"}, expert_of, knows=OFFICE | OTHER_OFFICE),
    "judge_expert": Case(REGISTRARS, expert_of, post={"invited": "on"}, knows=OFFICE | OTHER_OFFICE | {"reviewer"}),
    # Nobody keeps another's data here: the reviewer signs in. Who decides and hands over is told by the tests of the registry.
    "hand_over_expert": Case(REGISTRARS | OFFICE | OTHER_OFFICE | {"reviewer"}, expert_of, post={}),
    "decide_proposal": Case({"reviewer"}, proposal_of, post={}, knows=OFFICE | OTHER_OFFICE),
    "withdraw_expert": Case({"reviewer"}, expert_of, post={}, knows=OFFICE | OTHER_OFFICE),
    "agree_expert": Case({"reviewer"}, expert_of, post={}, knows=OFFICE | OTHER_OFFICE),
    "expert_file": Case(OFFICE | OTHER_OFFICE | {"reviewer"}, proof_of),
    # What an officer wrote down stays for them and their colleagues to remove.
    "remove_expert_row": Case({"officer", "administrator"}, tie_of, post={}, knows=REGISTRARS | {"reviewer"}),
    "plan": Case({"officer", "other_officer", "secretary"}, knows=EVERYBODY),
    "make_plan": Case({"officer", "other_officer", "secretary"}, post={}, knows=EVERYBODY),
    # The council is approved: whoever sees the dossier is told that. Who may while it is open, tell the tests of councils.
    "suggest_council": Case(KNOWS_DOSSIER, council_step, post={}),
    "check_seats": Case(KNOWS_DOSSIER, council_step, post={}),
    "access_log": Case({"leader", "administrator", "auditor"}, dossier_of, knows=KNOWS_DOSSIER),
    # There is an office, and nobody made a code: what the pages answer to who holds one, is in test_setup_pages.py.
    "setup": Case(set(), hidden=True),
    "setup_page": Case(set(), lambda _w: ["people"], hidden=True),
    "setup_check": Case(set(), hidden=True),
    "left_to_do": Case(ADMINISTRATORS, knows=EVERYBODY),
    "tick_left": Case(ADMINISTRATORS, lambda _w: ["heading"], post={}, knows=EVERYBODY),
    "operations": Case(ADMINISTRATORS, knows=EVERYBODY),
    "retention": Case(ADMINISTRATORS, knows=EVERYBODY),
    # What tells of one union's dossiers is not another's administrator's.
    "personal_data": Case({"reviewer", "administrator"}, reviewer_of),
    "export_personal_data": Case({"reviewer", "administrator"}, reviewer_of),
    "erase_personal_data": Case({"reviewer", "administrator"}, reviewer_of, post={}),
    "usersessions_list": Case(EVERYBODY),
    "account_reauthenticate": Case(EVERYBODY),
    "mfa_index": Case(EVERYBODY),
    "mfa_authenticate": Case(EVERYBODY),
    "mfa_reauthenticate": Case(EVERYBODY),
    "mfa_activate_totp": Case(EVERYBODY),
    # Nobody here has an app or codes yet.
    "mfa_deactivate_totp": Case(set()),
    "mfa_view_recovery_codes": Case(set()),
    "mfa_generate_recovery_codes": Case(EVERYBODY),
    "mfa_download_recovery_codes": Case(set()),
    "mfa_list_webauthn": Case(EVERYBODY),
    "mfa_add_webauthn": Case(EVERYBODY),
    "mfa_reauthenticate_webauthn": Case(EVERYBODY),
    # Everybody is first asked to prove who they are; then there is no such key.
    "mfa_edit_webauthn": Case(EVERYBODY, no_key),
    "mfa_remove_webauthn": Case(EVERYBODY, no_key),
    "mfa_login_webauthn": Case(PUBLIC),
    "metrics": Case(set(), hidden=True),
    "mail_events": Case(set(), post={}, hidden=True),
    "robots": Case(PUBLIC),
    "my_work": Case(EVERYBODY),
    "dossiers": Case(EVERYBODY),
    "begin": Case({"proposer", "other_proposer", "officer", "other_officer", "secretary"}, knows=EVERYBODY),
    "dossier": Case(KNOWS_DOSSIER, dossier_of),
    "dossier_documents": Case(KNOWS_DOSSIER, dossier_of),
    "procedure_of": Case(KNOWS_DOSSIER, dossier_of),
    "describe": Case(PROPOSER, draft_of),
    "save_description": Case(PROPOSER, draft_of, post={"kind": "advice"}),
    "attachments": Case(PROPOSER, draft_of),
    "upload": Case(PROPOSER, lambda w: [w.draft.pk, "request"], post={}),
    # Both are no pages: without the headers of their protocol they know nobody. See test_resuming.
    "begin_sending": Case(set(), post={}, hidden=True),
    "go_on_sending": Case(set(), lambda w: [uuid4()], hidden=True),
    "upload_many": Case(PROPOSER, draft_of, post={}),
    "move_file": Case(PROPOSER, lambda w: [w.draft.pk, w.draft.attachments.first().pk], post={"item": "project"}),
    "remove_file": Case(PROPOSER, lambda w: [w.draft.pk, w.draft.attachments.first().pk], post={}),
    "send": Case(PROPOSER, draft_of),
    "discard": Case(PROPOSER, draft_of, post={}),
    "withdraw": Case(PROPOSER, dossier_of, post=REASON, knows=KNOWS_DOSSIER),
    "cancel": Case({"leader"}, dossier_of, post=REASON, knows=KNOWS_DOSSIER),
    "waive_answer": Case(set(), dossier_of, post={}, knows=KNOWS_DOSSIER),
    "task": Case({"reviewer"}, lambda w: [w.task("write_review", "reviewer")], knows={"officer"}),
    "step_calendar": Case({"reviewer"}, lambda w: [w.task("write_review", "reviewer")]),
    "save_review": Case(
        {"reviewer"}, lambda w: [w.task("write_review", "reviewer")], post={"revision": 0}, knows={"officer"}
    ),
    "replace_reviewer": Case({"officer"}, lambda w: [w.review("invited")], knows=(OFFICE | COUNCIL)),
    "excuse_reviewer": Case({"officer"}, lambda w: [w.review("invited")], post=REASON, knows=(OFFICE | COUNCIL)),
    # No meeting is called at this stage.
    "move_meeting": Case(set(), dossier_of, knows=KNOWS_DOSSIER),
    # The reviews are still being written: the meeting can be looked at, nothing can be done at it.
    "meeting": Case(OFFICE | COUNCIL, meeting_of),
    "meeting_live": Case(OFFICE | COUNCIL, meeting_of),
    "meeting_check_in_code": Case(set(), meeting_of, knows=OFFICE | COUNCIL),
    "meeting_act": Case(set(), lambda w: [*meeting_of(w), "open"], post={}, knows=OFFICE | COUNCIL),
    # Only workshops have a link.
    "register_guest": Case(set(), lambda w: [signing.dumps(meeting_of(w)[0], salt=SALT)], hidden=True),
    "dates": Case({"officer"} | COUNCIL, dossier_of, knows=OFFICE),
    "answer_date": Case(COUNCIL, slot_of, post={"answer": "yes"}, knows=KNOWS_DOSSIER),
    "record_answer": Case({"officer"}, question_of, knows=KNOWS_DOSSIER),
    "department_file": Case(OFFICE | COUNCIL, question_of),
    "answer_department": Case(PUBLIC, lambda w: [DepartmentRequest.objects.get(pk=question_of(w)[0]).code]),
    "meeting_calendar": Case(OFFICE | COUNCIL, meeting_of),
    "add_review_file": Case({"reviewer"}, lambda w: [w.review("reviewer")], post={}),
    "remove_review_file": Case({"reviewer"}, lambda w: [w.review("reviewer"), 1], post={}),
    # No review is handed in and no file added yet; who reads them then is told by the tests of reviews.
    "review_file": Case(set(), lambda _w: [1]),
    "reviews": Case(set(), dossier_of),
    "ask_more_time": Case({"reviewer"}, lambda w: [w.review("reviewer")]),
    "extend_review": Case({"officer"}, lambda w: [w.review("invited")], knows=(OFFICE | COUNCIL)),
    "invite_again": Case({"officer"}, lambda w: [w.review("invited")], post={}, knows=(OFFICE | COUNCIL)),
    "attachment": Case(KNOWS_DOSSIER, lambda w: [w.walk.dossier.attachments.first().pk]),
    "read_attachment": Case(KNOWS_DOSSIER, lambda w: [w.walk.dossier.attachments.first().pk]),
    "reading_copy": Case(KNOWS_DOSSIER, copy_of),
    "document": Case(OFFICE | COUNCIL, lambda w: [w.document("council_decision").pk]),
    "make_again": Case(
        {"officer", "leader", "clerk", "administrator"},
        lambda w: [w.document("council_decision").document_id],
        post={},
        knows=OFFICE | COUNCIL,
    ),
    "retry_job": Case(
        {"officer", "leader", "clerk", "administrator"},
        lambda w: [w.document("council_decision").job.pk],
        post={},
        knows=KNOWS_DOSSIER,
    ),
    "registers": Case(OFFICE | {"other_officer", "other_leader", "other_administrator", "secretary"}, knows=EVERYBODY),
    "void_entry": Case({"clerk"}, lambda w: [w.entry.pk], post=REASON, knows=OFFICE),
    "complete_entry": Case({"clerk"}, lambda w: [w.entry.pk], knows=OFFICE),
    "complete_letter": Case({"clerk"}, lambda w: [w.letter.pk], knows=OFFICE),
    "incoming": Case(OFFICE | OTHER_OFFICE, knows=EVERYBODY),
    "incoming_letter": Case(OFFICE, lambda w: [w.letter.pk]),
    "letter_file": Case(OFFICE, lambda w: [w.letter.files.get().pk]),
    **{
        name: Case({"officer", "clerk"}, lambda w: [w.letter.pk], post={}, knows=OFFICE)
        for name in ("add_letter_files", "give_letter", "file_letter")
    },
    # Given to nobody: there is nothing to settle.
    "settle_letter": Case(set(), lambda w: [w.letter.pk], post={}, knows=OFFICE),
    "correct_letter": Case({"clerk"}, lambda w: [w.letter.pk], knows=OFFICE),
    "void_letter": Case({"clerk"}, lambda w: [w.letter.pk], knows=OFFICE),
    "open_from_letter": Case({"officer", "clerk"}, lambda w: [w.letter.pk], knows=OFFICE),
    "enter_step": Case({"officer", "clerk"}, lambda w: [w.task("answer_invitation", "invited")], knows=KNOWS_DOSSIER),
    "withdraw_by_letter": Case({"officer", "clerk"}, dossier_of, knows=KNOWS_DOSSIER),
    "dates_by_letter": Case({"officer", "clerk"}, dossier_of, knows=KNOWS_DOSSIER),
    # No vote runs while reviews are still written.
    "vote_by_letter": Case(set(), meeting_of, knows=OFFICE | COUNCIL),
    # Only of a draft that is entered from a letter.
    "take_letter_files": Case(set(), dossier_of, post={}, knows=KNOWS_DOSSIER),
    # Nothing was recorded as missing, nothing is to be sent by letter, and no review was entered from one.
    "reopen_answer": Case(set(), dossier_of, post={}, knows=KNOWS_DOSSIER),
    "postal_sent": Case({"officer", "clerk"}, postal_of, post={}, knows=KNOWS_DOSSIER),
    "confirm_review": Case(set(), lambda w: [w.review("reviewer")], post={}, knows={"reviewer"}),
    "dispute_review": Case(set(), lambda w: [w.review("reviewer")], knows={"reviewer"}),
    "dispatch": Case(OFFICE | OTHER_OFFICE, knows=EVERYBODY),
    "entry_recipients": Case(OFFICE, lambda w: [w.entry.pk]),
    "take_back_sending": Case({"clerk"}, sending_of, post={}, knows=OFFICE),
    "giver": Case({"officer"}, dossier_of, knows=KNOWS_DOSSIER),
    "recipients": Case({"officer", "secretary"}, dossier_of, knows=KNOWS_DOSSIER),
    "yearly_tasks": Case(OFFICE | OTHER_OFFICE, knows=EVERYBODY),
    "tasks_file": Case(OFFICE | OTHER_OFFICE, lambda _w: ["sheet"], knows=EVERYBODY),
    "add_task": Case(VIEWERS, knows=EVERYBODY),
    "read_tasks": Case(VIEWERS, knows=EVERYBODY),
    "task_import": Case({"officer"}, lambda w: table_of(w, "tasks"), knows=EVERYBODY - VIEWERS),
    "yearly_task": Case({"officer", "leader"}, task_of, knows=OFFICE),
    "bind_task": Case({"officer", "leader"}, task_of, post={"code": ""}, knows=OFFICE),
    "give_up_task": Case({"officer", "leader"}, task_of, post=REASON, knows=OFFICE),
    "begin_task": Case({"officer", "leader"}, task_of, post={"procedure": "0"}, knows=OFFICE),
    "remove_task": Case({"officer", "leader"}, task_of, post={}, knows=OFFICE),
    "register_file": Case(OFFICE | OTHER_OFFICE, lambda _w: ["out", "xlsx"], knows=EVERYBODY),
    "office": Case(KEEPERS, knows=EVERYBODY),
    "office_grounds": Case(KEEPERS, knows=EVERYBODY),
    "office_signers": Case(KEEPERS, knows=EVERYBODY),
    "office_rates": Case(KEEPERS, knows=EVERYBODY),
    "office_wordings": Case(KEEPERS, knows=EVERYBODY),
    "office_wording": Case(KEEPERS, lambda _w: ["receipt"], knows=EVERYBODY),
    "office_template": Case(KEEPERS, lambda _w: ["receipt"], knows=EVERYBODY),
    "template_file": Case(OWN_KEEPERS, template_of, knows=EVERYBODY - KEEPERS),
    "use_template": Case(OWN_KEEPERS, template_of, post={}, knows=EVERYBODY - KEEPERS),
    "leave_template": Case(OWN_KEEPERS, lambda w: [template_of(w) and "receipt"], post={}, knows=EVERYBODY),
    "office_preview": Case(KEEPERS, lambda _w: ["receipt"], post={}, knows=EVERYBODY),
    "office_series": Case(KEEPERS, knows=EVERYBODY),
    "series_samples": Case(KEEPERS, post={}, knows=EVERYBODY),
    "office_hours": Case({"officer"} | KEEPERS | OTHER_OFFICE, knows=EVERYBODY),
    "office_days_off": Case({"officer"} | KEEPERS | OTHER_OFFICE, knows=EVERYBODY),
    "days_list": Case({"officer"} | KEEPERS | OTHER_OFFICE, knows=EVERYBODY),
    "office_history": Case(
        {"leader", "administrator", "auditor", "other_leader", "other_administrator"}, knows=EVERYBODY
    ),
    "people": Case(ADMINISTRATORS, knows=EVERYBODY),
    "add_person": Case(ADMINISTRATORS, knows=EVERYBODY),
    **{
        name: Case({"administrator"}, officer_of, knows=EVERYBODY - {"other_administrator"})
        for name in (
            "person",
            "edit_person",
            "person_address",
            "give_role",
            "close_account",
            "reset_second_factor",
            "join_account",
        )
    },
    **{
        name: Case({"administrator"}, officer_of, post={}, knows=EVERYBODY - {"other_administrator"})
        for name in ("invite_person", "open_account")
    },
    **{
        name: Case(ADMINISTRATORS, knows=EVERYBODY)
        for name in ("data_requests", "data_request_table", "enter_data_request", "data_protection")
    },
    "data_request": Case({"administrator"}, data_request_of, knows=EVERYBODY - {"other_administrator"}),
    "ask_about_data": Case(EVERYBODY),
    "change_proposal": Case({"administrator", "officer"}, proposal_of_change, knows=set()),
    **{
        name: Case(ADMINISTRATORS, knows=EVERYBODY)
        for name in ("people_table", "read_people", "body_table", "read_bodies")
    },
    "people_import": Case(
        {"administrator"},
        lambda w: table_of(w, "people", "administrator"),
        knows=EVERYBODY - {"administrator", "other_administrator"},
    ),
    "body_import": Case(
        {"administrator"},
        lambda w: table_of(w, "bodies", "administrator"),
        knows=EVERYBODY - {"administrator", "other_administrator"},
    ),
    "bodies": Case(ADMINISTRATORS, knows=EVERYBODY),
    "add_body": Case(ADMINISTRATORS, knows=EVERYBODY),
    "body": Case({"administrator"}, body_of, knows=EVERYBODY - {"other_administrator"}),
    "edit_body": Case({"administrator"}, body_of, knows=EVERYBODY - {"other_administrator"}),
    "remove_body": Case({"administrator"}, body_of, post={}, knows=EVERYBODY - {"other_administrator"}),
    "propose_body": Case({"administrator"}, body_of, knows=EVERYBODY - {"other_administrator"}),
    "propose_person": Case({"administrator"}, officer_of, knows=EVERYBODY - {"other_administrator"}),
    "change_role": Case({"administrator"}, role_of, knows=EVERYBODY - {"other_administrator"}),
    "end_role": Case({"administrator"}, role_of, post={}, knows=EVERYBODY - {"other_administrator"}),
    "office_kinds": Case(OFFICE | OTHER_OFFICE, knows=EVERYBODY),
    "new_kind": Case(EDITORS | OTHER_EDITORS, knows=EVERYBODY),
    "import_kind": Case(EDITORS | OTHER_EDITORS, knows=EVERYBODY),
    "office_kind": Case(OFFICE, lambda w: [w.walk.office.investment.kind_id], knows=EVERYBODY - OTHER_OFFICE),
    "samples": Case(OFFICE, kind_of, knows=EVERYBODY - OTHER_OFFICE),
    "set_sample": Case(EDITORS, lambda w: [*kind_of(w), "request"], post={}, knows=EVERYBODY - OTHER_OFFICE),
    "remove_sample": Case(EDITORS, lambda w: [*kind_of(w), "request"], post={}, knows=EVERYBODY - OTHER_OFFICE),
    # Whoever submits such dossiers, for whichever body.
    "sample_file": Case(OFFICE | PROPOSER | {"other_proposer"}, sample_of),
    "draft_procedure": Case(EDITORS, kind_of, post={}, knows=EVERYBODY - OTHER_OFFICE),
    "office_procedure": Case(OFFICE, version_of, knows=EVERYBODY - OTHER_OFFICE),
    "begin_procedure": Case(EDITORS | {"leader"}, version_draft_of, post={}, knows=EVERYBODY - OTHER_OFFICE),
    "withdraw_procedure": Case(set(), version_of, post={}, knows=EVERYBODY - OTHER_OFFICE),
    "discard_procedure": Case(EDITORS, version_draft_of, post={}, knows=EVERYBODY - OTHER_OFFICE),
    "compare_procedure": Case(OFFICE, version_draft_of, knows=EVERYBODY - OTHER_OFFICE),
    "preview_procedure": Case(OFFICE, version_of, knows=EVERYBODY - OTHER_OFFICE),
    "procedure_file": Case(OFFICE, version_of, knows=EVERYBODY - OTHER_OFFICE),
    "procedure_part": Case(EDITORS, lambda w: [*version_draft_of(w), "checklist"], knows=EVERYBODY - OTHER_OFFICE),
    "keys": Case(SIGNERS | {"administrator", "other_administrator"}, knows=EVERYBODY),
    "drop_key": Case(SIGNERS, lambda _w: ["own"], post={}, knows=EVERYBODY),
    "drop_root": Case(
        {"clerk", "administrator"},
        lambda w: [w.walk.office.union.trusted_roots.get().pk],
        post={},
        knows=EVERYBODY - OTHER_OFFICE,
    ),
    "drop_certificate": Case({"clerk"}, certificate_of, post={}, knows=EVERYBODY - OTHER_OFFICE),
    "verify": Case(PUBLIC),
    "verify_code": Case(PUBLIC, lambda w: [w.document("council_decision").document.code]),
    "signatures": Case(OFFICE | COUNCIL, lambda w: [w.document("council_decision").pk]),
    "docx": Case(OFFICE | COUNCIL, lambda w: [w.document("council_decision").pk]),
    "bring_signed": Case({"clerk"}, lambda w: [w.document("council_decision").document_id], knows=OFFICE | COUNCIL),
    "revoke": Case({"clerk", "leader"}, lambda w: [w.document("council_decision").document_id], knows=OFFICE | COUNCIL),
    "certify_copy": Case({"clerk", "leader"}, dossier_of, knows=KNOWS_DOSSIER),
    "ask_department": Case({"officer"}, dossier_of, knows=KNOWS_DOSSIER),
    # A small council has no groups; who reads and writes their reports is told by the tests of groups.
    "group": Case(set(), lambda w: [*dossier_of(w), 1], knows=KNOWS_DOSSIER - READS_REVIEWS),
    "save_group_report": Case(
        set(), lambda w: [*dossier_of(w), 1], post={"text": "", "revision": 0}, knows=KNOWS_DOSSIER
    ),
    # The demo's administrator is its auditor too.
    "fees": Case({"officer", "leader", "auditor", "administrator"}, dossier_of, knows=KNOWS_DOSSIER),
    "fees_table": Case({"officer", "leader", "auditor", "administrator"}, dossier_of, knows=KNOWS_DOSSIER),
    "remove_extra_work": Case({"officer"}, lambda w: [w.walk.dossier.pk, 1], post={}, knows=KNOWS_DOSSIER),
    # Whoever makes the lists of a council's union, and oneself.
    "payee": Case({"reviewer", "officer"}, reviewer_of),
    "fees_of_a_year": Case(
        {"officer", "leader", "auditor", "administrator", "secretary", "other_officer", "other_leader"},
        knows=EVERYBODY,
    ),
    "fairness": Case(OFFICE | OTHER_OFFICE, knows=EVERYBODY),
    "request_document": Case(set(), lambda w: [w.walk.dossier.pk, "payment_list"], post={}, knows=KNOWS_DOSSIER),
    "classify": Case({"officer", "leader"}, dossier_of, post={"confidential": "yes"}, knows=KNOWS_DOSSIER),
    "remind_by_letter": Case(set(), lambda w: [w.task("write_review", "reviewer")], post={}, knows=KNOWS_DOSSIER),
    # No text is written at this stage: whoever asks is told that the step is over, and nothing else.
    "save_text": Case(set(), lambda w: [w.task("write_review", "reviewer")], post={}, knows=EVERYBODY),
    "draft_as_word": Case(set(), lambda w: [w.task("write_review", "reviewer")], knows=set()),
    "bring_draft": Case(set(), lambda w: [w.task("write_review", "reviewer")], post={}, knows=set()),
    "versions": Case(
        # The demo's administrator is its auditor too.
        {"officer", "leader", "auditor", "administrator", "chair", "secretary"},
        lambda w: [w.walk.dossier.pk, "opinion"],
        knows=KNOWS_DOSSIER,
    ),
    "procedure": Case(EVERYBODY),
    "procedure_bpmn": Case(EVERYBODY),
    "notices": Case(EVERYBODY),
    "read_all": Case(EVERYBODY, post={}),
    # Two unions have people here: what they share is changed by neither.
    "channels": Case(ADMINISTRATORS, knows=EVERYBODY),
    "add_channel": Case(ADMINISTRATORS, knows=EVERYBODY),
    **{
        name: Case({"administrator"}, channel_of, knows=EVERYBODY - {"other_administrator"})
        for name in ("edit_channel", "channel_people")
    },
    "remove_channel": Case({"administrator"}, channel_of, post={}, knows=EVERYBODY - {"other_administrator"}),
    "remove_channel_person": Case(
        {"administrator"}, channel_person_of, post={}, knows=EVERYBODY - {"other_administrator"}
    ),
    "lists": Case(ADMINISTRATORS, knows=EVERYBODY),
    "add_list_entry": Case(set(), lambda _w: ["field"], knows=EVERYBODY),
    "list_entry": Case(set(), field_of, knows=EVERYBODY),
    "remove_list_entry": Case(set(), field_of, post={}, knows=EVERYBODY),
    "ask_access": Case(PUBLIC),
    "access_requests": Case(ADMINISTRATORS, knows=EVERYBODY),
    "access_request": Case({"administrator"}, request_of, knows=EVERYBODY - {"other_administrator"}),
    "access_letter": Case({"administrator"}, request_of, knows=EVERYBODY - {"other_administrator"}),
    "own_bodies": Case({"proposer", "other_proposer"}, knows=EVERYBODY),
    "colleagues": Case({"proposer"}, lambda w: [w.walk.office.investor.pk]),
    "retire_colleague": Case({"proposer"}, colleague_of, post={}),
    # Everybody sees who stands in for them or for whom they do; of others, who leads or administers their union.
    "stand_ins": Case(EVERYBODY),
    "add_absence": Case(EVERYBODY, post={"first_day": "2200-01-01", "last_day": "2200-01-02"}),
    "remove_absence": Case({"member"}, absence_of, post={}),
    "end_stand_in": Case({"clerk", "leader", "administrator"}, stand_in_of, post={}),
    "quiet_hours": Case(EVERYBODY, post={}),
    "open_notice": Case({"officer"}, lambda w: [w.people["officer"].notifications.first().pk], post={}),
    "account_login": Case(PUBLIC),
    "account_logout": Case(PUBLIC),
    "account_inactive": Case(PUBLIC),
    "account_signup": Case(PUBLIC),
    "account_change_password": Case(EVERYBODY),
    "account_set_password": Case(EVERYBODY),
    "account_reset_password": Case(PUBLIC),
    "account_reset_password_done": Case(PUBLIC),
    "account_reset_password_from_key": Case(PUBLIC, lambda _w: ["x", "set-password"]),
    "account_reset_password_from_key_done": Case(PUBLIC),
    "set_language": Case(PUBLIC, post={"language": "en"}),
    "demo": Case(PUBLIC),
    "mails": Case(PUBLIC),
    "demo_sign_in": Case(PUBLIC, lambda w: [w.people["officer"].pk], post={}),
}


@pytest.fixture
def world(reviewing: Walk) -> World:
    office = reviewing.office
    first, second = reviewing.open_reviews()
    reviewing.accept(first.seat.person)
    dossier = reviewing.dossier
    dossier.title = SECRET
    dossier.save()
    for item in dossier.attachments.all():
        item.name = f"{SECRET}.pdf"
        item.save()
    tasks.work_off()
    other = Organisation.objects.create(kind="union", name="Liên hiệp Hội tỉnh Khác", symbol="K", place="Khác")
    other_investor = Organisation.objects.create(kind="investor", name="Công ty Khác")

    def person(name: str, organisation: Organisation, *roles: str) -> Person:
        made = Person.objects.create_user(f"{name}@khac.test", "x", name=name)
        for role in roles:
            Membership.objects.create(person=made, organisation=organisation, role=role)
        return made

    released = dossier.council.seats.filter(kind="member").last()
    released.released_at = dossier.submitted_at
    released.save()
    secretary = dossier.council.seats.get(kind="secretary")
    secretary.person = person("thuky", office.union.children.first() or office.union, "officer")
    Membership.objects.filter(person=secretary.person).update(organisation=other)
    secretary.save()
    people = {
        "officer": office.officer,
        "clerk": office.clerk,
        "leader": office.leader,
        "administrator": office.administrator,
        "auditor": person("kiemsoat", office.union, "auditor"),
        "proposer": office.investor_person,
        "chair": reviewing.seat("chair"),
        "member": dossier.council.seats.filter(kind="member", released_at=None).first().person,
        "reviewer": first.seat.person,
        "secretary": secretary.person,
        "invited": second.seat.person,
        "released": released.person,
        "outsider": office.experts[8],
        "other_officer": person("cvkhac", other, "officer"),
        "other_leader": person("ldkhac", other, "leader", "clerk"),
        "other_proposer": person("ndtkhac", other_investor, "proposer"),
        "other_administrator": person("qtkhac", other, "administrator"),
    }
    draft = draft_dossier(
        procedure=office.investment, proposer=office.investor, by=office.investor_person, title=DRAFT_SECRET
    )
    reviewing.dossier, kept = draft, reviewing.dossier
    reviewing.attach("request", office.investor_person)
    reviewing.dossier = kept
    entry = reserve_number(union=office.union, kind="QĐ", subject="Viết tay", by=office.clerk)
    letter = register_letter(
        union=office.union, by=office.clerk, arrived_on=clock.today(), sender="Sở Xây dựng", subject="Về việc",
        files=[ContentFile(pdf_bytes(), "cong-van.pdf")],
    )  # fmt: skip
    # Who has signed in keeps their own data, whoever is tried first.
    Person.objects.filter(expert__isnull=False).update(last_login=clock.now())
    return World(reviewing, {name: Person.objects.get(pk=p.pk) for name, p in people.items()}, draft, entry, letter)


def own_names() -> set[str]:
    return {str(pattern.name) for pattern in addresses()}


def test_every_address_has_an_expectation():
    assert own_names() == set(EXPECTED)


def ask(world: World, name: str, who: str) -> Any:
    case = EXPECTED[name]
    client = Client()
    if who != "anonymous":
        client.force_login(world.people[who])
    address = reverse(name, args=case.arguments(world))
    with transaction.atomic():
        answer = client.get(address) if case.post is None else client.post(address, case.post)
        transaction.set_rollback(True)
    return answer


# Building the world takes longer than asking it: several addresses share one, and each question is taken back.
BATCH = 9
BATCHES = [sorted(EXPECTED)[start : start + BATCH] for start in range(0, len(EXPECTED), BATCH)]


@pytest.mark.parametrize("names", BATCHES, ids=lambda names: f"{names[0]} to {names[-1]}")
def test_every_address_answers_as_expected_to_everybody(world, names):
    for name in names:
        for who in [*world.people, "anonymous"]:
            answered_as_expected(world, name, who)


def not_now(answer) -> bool:
    """Whether somebody was sent back to where they came from, being told why it cannot be done."""
    levels = [message.level_tag for message in get_messages(answer.wsgi_request)]
    return answer.status_code == 302 and answer["Location"] == reverse("my_work") and levels == ["error"]


def answered_as_expected(world: World, name: str, who: str) -> None:
    case = EXPECTED[name]
    answer = ask(world, name, who)
    body = b"" if answer.streaming else answer.content
    told = f"{name} as {who}: {answer.status_code}"
    if case.hidden:
        assert answer.status_code == 404, told
        return
    if who == "anonymous" and "anonymous" not in case.allowed:
        assert answer.status_code == 302, told
        assert answer["Location"].startswith(reverse("account_login")), told
    elif who in case.allowed:
        assert answer.status_code in (200, 302, 422), told
    elif who in case.knows:
        assert answer.status_code in (403, 409) or not_now(answer), told
    else:
        assert answer.status_code == 404, told
    if who not in KNOWS_DOSSIER | {"invited"} and (name, who) not in TOLD and name not in HELD:
        assert SECRET.encode() not in body, told
    if who != "proposer":
        assert DRAFT_SECRET.encode() not in body, told


def test_an_invited_reviewer_sees_the_invitation_and_nothing_else(world):
    client = Client()
    client.force_login(world.people["invited"])
    page = client.get(reverse("task", args=[world.task("answer_invitation", "invited")]))
    assert SECRET in page.content.decode()
    assert client.get(reverse("dossier", args=dossier_of(world))).status_code == 404
    assert SECRET not in client.get(reverse("dossiers")).content.decode()


def test_lists_search_and_counters_show_nothing_to_strangers(world):
    for who in STRANGERS - {"invited"}:
        client = Client()
        client.force_login(world.people[who])
        found = client.get(reverse("dossiers"), {"text": "tuyet mat"}).content.decode()
        assert SECRET not in found, who
        assert "Không có hồ sơ phù hợp" in found, who
        assert SECRET not in client.get(reverse("my_work")).content.decode(), who


def test_reviews_are_hidden_from_proposers_and_from_members_until_they_are_in(world):
    walk = world.walk
    walk.review(world.people["reviewer"])
    tasks.work_off()
    document = walk.dossier.documents.get(kind="review").versions.get()
    reads = {}
    for who, person in world.people.items():
        client = Client()
        client.force_login(person)
        reads[who] = client.get(reverse("document", args=[document.pk])).status_code == 200
    assert {who for who, may in reads.items() if may} == {
        "officer", "leader", "auditor", "administrator", "chair", "secretary", "reviewer",
    }  # fmt: skip


def test_the_proposer_learns_nothing_of_council_and_reviews(world):
    client = Client()
    client.force_login(world.people["proposer"])
    page = client.get(reverse("dossier", args=dossier_of(world))).content.decode()
    for who in ("chair", "member", "reviewer", "invited"):
        assert world.people[who].name not in page, who
    assert "nhận lời phản biện" not in page


def test_the_administration_opens_to_nobody_of_a_union(world):
    for model in sorted(model._meta.model_name for model in admin_site._registry):
        address = reverse(f"admin:consult_{model}_changelist")
        for who, person in world.people.items():
            client = Client()
            client.force_login(person)
            answer = client.get(address)
            assert answer.status_code in (302, 403), (model, who)
            assert SECRET.encode() not in answer.content, (model, who)


def test_the_administration_has_no_sign_in_of_its_own(world):
    index = reverse("admin:index")
    answer = Client().get(index, follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))
    client = Client()
    client.force_login(world.people["administrator"])
    assert client.get(index, follow=True).status_code == 403
    client.force_login(Person.objects.create_superuser("goc@khac.test", None, name="Gốc"))
    assert client.get(index).status_code == 200
    assert client.get(reverse("admin:password_change"))["Location"] == reverse("account_change_password")


def test_dossiers_and_their_histories_are_not_in_the_administration(world):
    registered = {model._meta.model_name for model in admin_site._registry}
    assert registered == {
        "organisation", "membership", "person", "expert", "subjectarea", "emulationcluster", "channel", "job",
    }  # fmt: skip
    client = Client()
    client.force_login(Person.objects.create_superuser("goc@khac.test", None, name="Gốc"))
    job = world.walk.dossier.jobs.first()
    assert SECRET not in client.get(reverse("admin:consult_job_change", args=[job.pk])).content.decode()
    for what, status in (("change", 403), ("delete", 403)):
        answer = client.post(reverse(f"admin:consult_job_{what}", args=[job.pk]), {"post": "yes", "state": "done"})
        assert answer.status_code == status, what
    assert client.get(reverse("admin:consult_job_add")).status_code == 403


def test_a_file_is_never_served_as_something_that_runs(world):
    client = Client()
    client.force_login(world.people["officer"])
    attachment = world.walk.dossier.attachments.first()
    attachment.media_type = "text/html"
    attachment.save()
    answer = client.get(reverse("attachment", args=[attachment.pk]), {"inline": ""})
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert ContentFile(b"".join(answer.streaming_content)).size == attachment.size


# Lists name a dossier without opening it; the registry's files, and letters that lie with no dossier, are not a dossier's; whoever holds the letter or the demo's
# mails is nobody that could be noted.
OPENS_NOTHING = {
    "my_work", "dossiers", "calls", "letter_file", "hand_over", "notices", "registers", "dispatch", "register_file",
    "expert_table",
    "expert_file", "mails", "answer_department", "answer_by_link", "person_mails", "received", "received_mail",
    "register_mail", "received_file", "procedure_bpmn", "template_file", "access_letter", "procedure_file",
    "people_table", "body_table", "data_request_table", "sample_file", "tasks_file",
}  # fmt: skip


def test_every_look_at_a_confidential_dossier_is_written_down(world):
    dossier = world.walk.dossier
    Dossier.objects.filter(pk=dossier.pk).update(confidential=True)
    looked = set()
    for name in sorted(set(EXPECTED) - OPENS_NOTHING):
        case = EXPECTED[name]
        readers = (
            case.allowed & {"officer", "administrator", "chair", "reviewer", "proposer"} if case.post is None else ()
        )
        for who in sorted(readers):
            client = Client()
            client.force_login(world.people[who])
            address = reverse(name, args=case.arguments(world))
            ConfidentialAccess.objects.all().delete()
            answer = client.get(address)
            file = answer.streaming or answer.headers.get("Content-Disposition", "").startswith("attachment")
            if answer.status_code == 200 and (file or SECRET.encode() in answer.content):
                assert ConfidentialAccess.objects.filter(person=world.people[who], dossier=dossier).exists(), (
                    name,
                    who,
                )
                looked.add(name)
    assert {"dossier", "attachment", "document", "export_personal_data", "step_calendar", "ask_more_time"} <= looked
