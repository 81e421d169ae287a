"""What happened and what people are told, in words; rows keep codes and values, words are made when they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from consult.models import (
    Call,
    DataRequest,
    DocumentKind,
    Event,
    IncomingLetter,
    Job,
    Membership,
    Notification,
    Subordination,
)
from consult.rules.mail import RETURNED, refuses_address

# What a sentence names.
_NAMED = re.compile(r"%\(\w+\)s")

# What the history says of each verb.
EVENTS: dict[str, str] = {
    "drafted": gettext_noop("Began the dossier"),
    "submitted": gettext_noop("Submitted the dossier"),
    "accepted": gettext_noop("Accepted the dossier as complete"),
    "supplement_asked": gettext_noop("Asked for a supplement"),
    "supplemented": gettext_noop("Sent the supplement"),
    "refused": gettext_noop("Refused the dossier"),
    "council_proposed": gettext_noop("Proposed a council of %(seats)s seats"),
    "council_sent_back": gettext_noop("Sent the proposed council back"),
    "council_approved": gettext_noop("Approved the council"),
    "council_of_standing": gettext_noop("The council is formed of “%(name)s”, founded by decision %(symbol)s"),
    "change_proposed": gettext_noop("Proposed a change of the council"),
    "change_taken_back": gettext_noop("Took the proposed change of the council back"),
    "change_sent_back": gettext_noop("Sent the proposed change of the council back"),
    "change_approved": gettext_noop("Approved a change of the council: %(left)s leaves, %(come)s comes"),
    "change_numbered": gettext_noop("Decision on a change of the council numbered %(symbol)s"),
    "decision_numbered": gettext_noop("Council decision numbered %(symbol)s"),
    "told_by_hand": gettext_noop("%(name)s, who has no e-mail: %(call_outcome)s"),
    "reviewer_invited": gettext_noop("%(name)s was invited to review"),
    "review_accepted": gettext_noop("%(name)s accepted to review"),
    "review_declined": gettext_noop("%(name)s declined to review"),
    "review_conflicted": gettext_noop("%(name)s declared a conflict of interest"),
    "review_handed_in": gettext_noop("%(name)s handed in the review"),
    "review_disputed": gettext_noop("%(name)s says that the review entered from paper is not what they wrote"),
    "reviewer_excused": gettext_noop("%(name)s was excused from reviewing"),
    "reviewer_replaced": gettext_noop("%(name)s was replaced by %(replacement)s"),
    "invited_again": gettext_noop("%(name)s was invited again, to answer by %(due_on)s"),
    "review_extended": gettext_noop("%(name)s has more time, until %(due_on)s"),
    "deadlines_moved": gettext_noop("Days off changed (%(days)s): %(count)s deadlines moved"),
    "more_time_asked": gettext_noop("%(name)s asked for more time, until %(due_on)s"),
    "reviews_in": gettext_noop("All reviews are in"),
    "group_reported": gettext_noop("The group “%(group)s” handed in its report"),
    "meeting_called": gettext_noop("Called meeting %(sequence)s for %(starts_at)s"),
    "meeting_moved": gettext_noop("Moved meeting %(sequence)s to %(starts_at)s"),
    "no_quorum": gettext_noop("Meeting %(sequence)s had no quorum"),
    "meeting_held": gettext_noop("Meeting %(sequence)s held: %(votes_for)s of %(present)s votes in favour"),
    "meeting_opened": gettext_noop("Opened meeting %(sequence)s"),
    "meeting_adjourned": gettext_noop("Interrupted meeting %(sequence)s"),
    "meeting_resumed": gettext_noop("Continued meeting %(sequence)s"),
    "motion_decided": gettext_noop("Decided by vote: %(text)s (%(votes_for)s of %(present)s in favour)"),
    "vote_broken_off": gettext_noop("Broke off a secret vote without counting: %(text)s"),
    "meeting_closed": gettext_noop("Ended meeting %(sequence)s"),
    "minutes_written": gettext_noop("Wrote the minutes of meeting %(sequence)s"),
    "minutes_sent_back": gettext_noop("Sent the minutes of meeting %(sequence)s back"),
    "dates_asked": gettext_noop("Asked the council when it can meet"),
    "dates_answered": gettext_noop("%(name)s said when they can meet"),
    "vote_entered": gettext_noop("%(name)s voted in writing"),
    "supplement_reopened": gettext_noop("The supplement came after all: its step is open again"),
    "response_reopened": gettext_noop("The response came after all: its step is open again"),
    "letter_filed": gettext_noop("Filed an incoming letter with the dossier"),
    "department_answered": gettext_noop("%(department)s gave its view"),
    "opinion_drafted": gettext_noop("Drafted the opinion (version %(version)s)"),
    "opinion_sent_back": gettext_noop("Sent the draft opinion back"),
    "opinion_approved": gettext_noop("Approved the opinion (version %(version)s)"),
    "opinion_signed": gettext_noop("Signed the opinion (version %(version)s)"),
    "signature_refused": gettext_noop("Sent the opinion back instead of signing"),
    "opinion_numbered": gettext_noop("Numbered the opinion %(symbol)s"),
    "opinion_issued": gettext_noop("Opinion %(symbol)s issued"),
    "file_lost": gettext_noop("A file was lost in the store: %(title)s"),
    "signed_document_brought": gettext_noop("Uploaded the signed document: %(title)s"),
    "time_stamp_renewed": gettext_noop("Renewed the time stamp of the document: %(title)s"),
    "document_revoked": gettext_noop("Revoked the document: %(title)s"),
    "document_made_again": gettext_noop("Made the document again: %(title)s"),
    "copy_certified": gettext_noop("Certified copy %(symbol)s of %(name)s, made %(count)s times"),
    "department_asked": gettext_noop("Asked %(department)s for its view"),
    "reminder_letter_sent": gettext_noop("Wrote a reminder letter to %(name)s"),
    "payment_listed": gettext_noop("Made the payment list"),
    "extra_work_entered": gettext_noop("Entered other work to be paid: %(name)s"),
    "extra_work_removed": gettext_noop("Took other work to be paid off the list: %(name)s"),
    "payment_recorded": gettext_noop("Recorded as paid on %(day)s by voucher %(voucher)s: %(lines)s lines"),
    "payment_corrected": gettext_noop(
        "Corrected what was recorded as paid: %(day)s, voucher %(voucher)s, %(lines)s lines"
    ),
    "seat_stand_in_named": gettext_noop("%(name)s stands in for %(holder)s"),
    "seat_stand_in_ended": gettext_noop("%(name)s no longer stands in for %(holder)s"),
    "responsible_taken": gettext_noop("Took the dossier: responsible officer from now on"),
    "responsible_named": gettext_noop("Responsible officer: %(name)s"),
    "responsible_released": gettext_noop("No responsible officer any more; the dossier waits for all officers"),
    "giver_said": gettext_noop("Task given by: %(body)s (letter %(symbol)s)"),
    "recipients_chosen": gettext_noop("The opinion is addressed to: %(to)s; copies: %(copies)s"),
    "made_confidential": gettext_noop("Marked the dossier as confidential: who opens it is recorded"),
    "made_open": gettext_noop("Removed the mark “confidential”: who opens it is no longer recorded"),
    "responded": gettext_noop("Responded to the opinion"),
    "supplement_waived": gettext_noop("Recorded that no supplement came"),
    "response_waived": gettext_noop("Recorded that no response came"),
    "archived": gettext_noop("Archived the dossier"),
    "withdrawn": gettext_noop("Withdrew the dossier"),
    "cancelled": gettext_noop("Cancelled the dossier"),
}
# Verbs that only earlier versions wrote; their histories are sealed and still read.
FORMER_EVENTS = {
    "signed_paper_brought": gettext_noop("Uploaded the signed document: %(title)s"),
    "paper_revoked": gettext_noop("Revoked the document: %(title)s"),
    "classified": gettext_noop("Changed who may read the subject on the public page"),
}

# What the history of a union says of each verb: what concerns no dossier.
UNION_EVENTS: dict[str, str] = {
    "heading_changed": gettext_noop("Changed the heading of documents"),
    "grounds_changed": gettext_noop("Changed the legal grounds"),
    "signatories_changed": gettext_noop("Changed who signs"),
    "wording_changed": gettext_noop("Changed the wording: %(document)s"),
    "template_brought": gettext_noop("Uploaded a Word template: %(document)s, %(name)s"),
    "template_used": gettext_noop("Documents are made with the office's own Word template: %(document)s, %(name)s"),
    "template_left": gettext_noop("Documents have the built-in form again: %(document)s"),
    "rates_changed": gettext_noop("Changed the table of rates"),
    "seal_changed": gettext_noop("Changed the picture of the seal"),
    "own_key_saved": gettext_noop("Added their own signing key (serial number %(serial)s)"),
    "own_key_dropped": gettext_noop("Deleted their own signing key"),
    "body_key_saved": gettext_noop("Added the union's signing key (serial number %(serial)s)"),
    "body_key_dropped": gettext_noop("Deleted the union's signing key"),
    "root_trusted": gettext_noop("Trusted an issuer of certificates: %(subject)s"),
    "root_dropped": gettext_noop("No longer trusts an issuer of certificates: %(subject)s"),
    "signer_certificate_registered": gettext_noop("Registered a signer's certificate (serial number %(serial)s)"),
    "signer_certificate_dropped": gettext_noop("Removed a signer's certificate (serial number %(serial)s)"),
    "office_set_up": gettext_noop("Set up the office"),
    "setup_item_ticked": gettext_noop("Ticked off what was left to do after the set-up"),
    "hours_changed": gettext_noop("Changed the office hours"),
    "series_changed": gettext_noop("Changed how numbers are given; the first would be %(symbol)s"),
    "standing_council_changed": gettext_noop("Entered or changed a standing council: %(name)s, decision %(symbol)s"),
    "standing_member_added": gettext_noop("%(person)s: put into a standing council – %(name)s"),
    "standing_member_removed": gettext_noop("%(person)s: taken out of a standing council – %(name)s"),
    "upper_asked": gettext_noop("Asked to be under another union: %(body)s"),
    "upper_confirmed": gettext_noop("The upper union has confirmed: %(body)s"),
    "upper_shows_changed": gettext_noop("What the upper union, %(body)s, sees: %(shows)s"),
    "upper_left": gettext_noop("No longer under another union, or request taken back: %(body)s"),
    "upper_dropped": gettext_noop("Refused or let go by the upper union: %(body)s"),
    "lower_confirmed": gettext_noop("Confirmed that a union is under this one: %(body)s"),
    "lower_dropped": gettext_noop("Refused or let go a lower union: %(body)s"),
    "divisions_changed": gettext_noop("Changed the divisions of the office"),
    "division_given": gettext_noop("%(person)s: division – %(division)s"),
    "officers_named": gettext_noop("Steps of the office now wait for the responsible officer of each dossier"),
    "officers_pooled": gettext_noop("Steps of the office now wait for all officers"),
    "days_off_changed": gettext_noop("Changed days off: %(days)s"),
    "retention_changed": gettext_noop("Changed the retention periods"),
    "rows_destroyed": gettext_noop(
        "Destroyed after their retention period: %(notices)s notices, %(drafts)s drafts, %(entries)s entries of the access log"
    ),
    "number_beside": gettext_noop("Entered the late number %(symbol)s, which stands on paper"),
    "register_completed": gettext_noop("Completed the register: %(symbol)s"),
    "recipients_added": gettext_noop("Added recipients to the document %(symbol)s: %(count)s"),
    "documents_sent": gettext_noop("Recorded as sent on %(day)s: %(symbols)s (recipients: %(count)s)"),
    "sending_taken_back": gettext_noop("Took back that %(symbol)s was sent: %(name)s"),
    "yearly_task_saved": gettext_noop("Entered or changed a task of the year %(year)s: %(title)s"),
    "yearly_task_removed": gettext_noop("Removed a task of the year %(year)s: %(title)s"),
    "yearly_task_given_up": gettext_noop("Gave up a task of the year %(year)s: %(title)s"),
    "yearly_task_taken_up": gettext_noop("Took up again a task of the year %(year)s: %(title)s"),
    "yearly_task_bound": gettext_noop("A task of the year %(year)s became the dossier %(dossier)s: %(title)s"),
    "yearly_tasks_imported": gettext_noop("Imported tasks of a year from a sheet: %(count)s"),
    "number_voided": gettext_noop("Voided the number %(symbol)s"),
    "role_given": gettext_noop("%(person)s: role given – %(role)s (%(body)s)"),
    "role_days_changed": gettext_noop("%(person)s: days of a role changed – %(role)s (%(body)s)"),
    "stand_in_named": gettext_noop("%(stand_in)s stands in for %(person)s – %(role)s"),
    "stand_in_ended": gettext_noop("%(stand_in)s no longer stands in for %(person)s – %(role)s"),
    "role_taken": gettext_noop("%(person)s: role ended – %(role)s (%(body)s)"),
    "person_changed": gettext_noop("Entered or changed an account: %(person)s"),
    "address_changed": gettext_noop("Corrected the address of %(person)s"),
    "person_invited": gettext_noop("Sent the invitation to %(person)s again"),
    "account_closed": gettext_noop("Closed the account of %(person)s"),
    "account_opened": gettext_noop("Opened the account of %(person)s again"),
    "second_factor_reset": gettext_noop("Removed the lost second factor of %(person)s"),
    "person_erased": gettext_noop("Erased the personal data of %(person)s"),
    "accounts_joined": gettext_noop("Joined a second account with that of %(person)s"),
    "consent_withdrawn": gettext_noop("%(person)s: consent to the use of their data for councils withdrawn"),
    "consent_given": gettext_noop("%(person)s: consent to the use of their data for councils given again"),
    "data_request_entered": gettext_noop("Entered a request about personal data: %(request_kind)s"),
    "data_request_assigned": gettext_noop("%(person)s handles a request about personal data: %(request_kind)s"),
    "data_request_answered": gettext_noop(
        "Answered a request about personal data: %(request_kind)s – %(request_outcome)s"
    ),
    "data_protection_changed": gettext_noop("Changed the notice on personal data; answers within %(days)s days"),
    "body_changed": gettext_noop("Entered or changed a body: %(body)s"),
    "body_removed": gettext_noop("Removed a body: %(body)s"),
    "field_changed": gettext_noop("Entered or renamed a field of expertise: %(name)s"),
    "field_removed": gettext_noop("Removed a field of expertise: %(name)s"),
    "cluster_changed": gettext_noop("Entered or renamed an emulation cluster: %(name)s"),
    "cluster_removed": gettext_noop("Removed an emulation cluster: %(name)s"),
    "access_accepted": gettext_noop("Accepted a request for access: %(body)s"),
    "access_refused": gettext_noop("Refused a request for access"),
    "change_proposed": gettext_noop("Proposed a change to whom it belongs to: %(body)s"),
    "change_accepted": gettext_noop("Accepted a proposed change: %(body)s"),
    "change_refused": gettext_noop("Refused a proposed change: %(body)s"),
    "kind_entered": gettext_noop("Entered a kind of dossier: %(name)s"),
    "kind_changed": gettext_noop("Changed a kind of dossier: %(name)s"),
    "sample_set": gettext_noop("Laid out a sample file for %(name)s, %(item)s: %(file)s"),
    "sample_removed": gettext_noop("Removed a sample file of %(name)s: %(file)s"),
    "procedure_drafted": gettext_noop("Drafted a procedure: %(name)s, version %(version)s"),
    "procedure_changed": gettext_noop("Changed the draft of a procedure: %(name)s, version %(version)s, %(part)s"),
    "procedure_removed": gettext_noop("Removed a draft of a procedure: %(name)s, version %(version)s"),
    "procedure_begun": gettext_noop("Put a procedure in force from %(day)s: %(name)s, version %(version)s"),
    "procedure_withdrawn": gettext_noop(
        "Withdrew a procedure, no dossier having begun with it: %(name)s, version %(version)s"
    ),
    "procedure_approval_changed": gettext_noop("Changed whether a leader puts procedures in force"),
    "mail_settings_changed": gettext_noop("Changed in whose name mails go"),
    "mailbox_changed": gettext_noop("Changed the office's mailbox that is read here"),
    "mail_wording_changed": gettext_noop("Changed the wording of a mail: %(mail)s"),
    "channel_changed": gettext_noop("Entered or changed a channel: %(kind)s"),
    "channel_removed": gettext_noop("Removed a channel: %(kind)s"),
    "letter_files_added": gettext_noop("Added files to incoming letter %(symbol)s"),
    "letter_corrected": gettext_noop("Corrected incoming letter %(symbol)s"),
    "letter_voided": gettext_noop("Voided incoming letter %(symbol)s"),
}

# The parts of a procedure, each with a page of its own. Older events name none.
PROCEDURE_PARTS: dict[str, str] = {
    "": gettext_noop("all parts"),
    "general": gettext_noop("General"),
    "questions": gettext_noop("Questions to the proposer"),
    "checklist": gettext_noop("Checklist"),
    "review-form": gettext_noop("Review form"),
    "days": gettext_noop("Working days"),
    "reminders": gettext_noop("Reminders"),
    "council": gettext_noop("Council and reviews"),
    "leading": gettext_noop("Who may lead"),
    "meeting": gettext_noop("Meeting and vote"),
    "papers": gettext_noop("Documents and signing"),
}

# What proposers and council members read of the history: nothing of councils, reviews and drafts.
OPEN_VERBS = frozenset(
    {"drafted", "submitted", "accepted", "supplement_asked", "supplemented", "refused", "council_approved",
     "opinion_issued", "responded", "response_waived", "supplement_waived", "response_reopened", "supplement_reopened",
     "archived", "withdrawn", "cancelled"}
)  # fmt: skip

NOTICES: dict[str, str] = {
    "task": gettext_noop("For you: %(task)s – %(title)s"),
    "invitation": gettext_noop("You are invited to review: %(title)s"),
    "reminder": gettext_noop("Due soon: %(task)s – %(title)s"),
    "late": gettext_noop("Late: %(task)s – %(title)s"),
    "escalation": gettext_noop("Late in your office: %(task)s – %(title)s"),
    "received": gettext_noop("Received under %(code)s: %(title)s"),
    "accepted": gettext_noop("The dossier is complete and has been accepted: %(title)s"),
    "refused": gettext_noop("The dossier was refused: %(title)s"),
    "appointed": gettext_noop("You have a seat in the council on: %(title)s"),
    "council_change_proposed": gettext_noop("A change of the council waits for your decision: %(title)s"),
    "council_change_sent_back": gettext_noop("Your proposed change of the council was sent back: %(title)s"),
    "seat_stand_in_named": gettext_noop("%(name)s stands in for %(holder)s from %(first)s to %(last)s: %(title)s"),
    "seat_stand_in_ended": gettext_noop("%(name)s no longer stands in for %(holder)s: %(title)s"),
    "stand_in_named": gettext_noop("%(name)s stands in for %(holder)s from %(first)s to %(last)s"),
    "stand_in_ended": gettext_noop("%(name)s no longer stands in for %(holder)s"),
    "seat_ended": gettext_noop("You no longer have a seat in the council on: %(title)s"),
    "excused": gettext_noop("Your review is no longer needed: %(title)s"),
    "deadline_moved": gettext_noop("Because of days off, you have until %(due_on)s: %(title)s"),
    "extended": gettext_noop("You have until %(due_on)s to review: %(title)s"),
    "review_declined": gettext_noop("%(name)s will not review: %(title)s"),
    "more_time_asked": gettext_noop("%(name)s asks for more time, until %(due_on)s: %(title)s"),
    "interests_declared": gettext_noop("%(name)s accepted to review and declared interests: %(title)s"),
    "review_handed_in": gettext_noop("%(name)s handed in a review: %(title)s"),
    "reviews_in": gettext_noop("All reviews are in; the next step is yours: %(title)s"),
    "meeting": gettext_noop("Meeting on %(starts_at)s: %(title)s"),
    "meeting_moved": gettext_noop("The meeting is moved to %(starts_at)s: %(title)s"),
    "meeting_cancelled": gettext_noop("The meeting on %(starts_at)s will not be held: %(title)s"),
    "meeting_adjourned": gettext_noop("The meeting is interrupted and continues at %(starts_at)s: %(title)s"),
    "round": gettext_noop("Vote in writing by %(starts_at)s: %(title)s"),
    "dates": gettext_noop("When can you meet? %(title)s"),
    "department_answered": gettext_noop("%(name)s gave its view: %(title)s"),
    "department_late": gettext_noop("%(name)s has not answered in time: %(title)s"),
    "group_reported": gettext_noop("The group “%(group)s” handed in its report: %(title)s"),
    "no_quorum": gettext_noop("The meeting had no quorum; call another: %(title)s"),
    "issued": gettext_noop("The opinion is issued: %(title)s"),
    "responded": gettext_noop("The proposer responded: %(title)s"),
    "letter_given": gettext_noop("Incoming letter No. %(number)s of %(sender)s is for you: %(subject)s"),
    "review_entered": gettext_noop(
        "Your review was entered from your paper (incoming letter No. %(number)s). Please look whether it is right: %(title)s"
    ),
    "review_disputed": gettext_noop(
        "%(name)s says that the review entered from paper is not what they wrote: %(title)s"
    ),
    "waiting": gettext_noop("What is waiting for you"),
    "office_begun": gettext_noop("You have an account at %(union)s now"),
    "invited": gettext_noop(
        "%(by)s (%(contact)s) has entered you in Consult for the role: %(role)s – %(organisation)s"
    ),
    "role_days_changed": gettext_noop("The days of your role were changed: %(role)s – %(organisation)s"),
    "role_ended": gettext_noop("Your role has ended: %(role)s – %(organisation)s"),
    "access_asked": gettext_noop("%(organisation)s asks for access (%(name)s); decide under Office, Bodies"),
    "data_request_asked": gettext_noop(
        "A request about personal data is to be answered by %(due_on)s: %(request_kind)s"
    ),
    "data_request_due": gettext_noop(
        "The answer to a request about personal data is due on %(due_on)s: %(request_kind)s"
    ),
    "data_request_late": gettext_noop(
        "The answer to a request about personal data is overdue since %(due_on)s: %(request_kind)s"
    ),
    "data_request_answered": gettext_noop(
        "%(union)s has answered your request (%(request_kind)s): %(request_outcome)s. %(reason)s"
    ),
    "colleague_added": gettext_noop("%(by)s has added %(name)s to the people of %(organisation)s"),
    "colleague_retired": gettext_noop("%(by)s has taken %(name)s off the people of %(organisation)s"),
    "change_proposed": gettext_noop("%(by)s (%(union)s) proposes a change of %(about)s: %(text)s"),
    "consent_withdrawn": gettext_noop(
        "%(name)s has withdrawn the consent to being asked; see whether the seat stays: %(title)s"
    ),
    "seat_left": gettext_noop("%(name)s no longer has an account; see who takes the seat over: %(title)s"),
    "second_factor_reset": gettext_noop("%(by)s has removed your second factor for signing in; set up a new one"),
    "change_accepted": gettext_noop("Your proposed change of %(about)s was accepted"),
    "change_refused": gettext_noop("Your proposed change of %(about)s was refused"),
    "accounts_joined": gettext_noop("Your second account (%(address)s) was joined with this one"),
    "address_left": gettext_noop("You can no longer sign in with the address %(address)s"),
    "address_changed": gettext_noop("You now sign in with the address %(address)s"),
    "password": gettext_noop("A link to set a password"),
    "mail_failed": gettext_noop("A mail to %(name)s did not arrive: %(title)s"),
    "document_failed": gettext_noop("A document could not be made (%(document)s): %(title)s"),
    "document_lost": gettext_noop("A document was lost in the store and is being made again (%(document)s): %(title)s"),
    "file_lost": gettext_noop("A file was lost in the store. Ask %(whom)s to send “%(file)s” again: %(title)s"),
    "own_file_lost": gettext_noop("A file was lost in the store. Please add it again: %(file)s"),
    "store_away": gettext_noop("Most files are missing from the store. Is its folder still there? %(detail)s"),
    "little_space": gettext_noop("The server's disk is nearly full: %(free)s MB are left. New files are refused."),
    "no_space": gettext_noop(
        "The server's disk has only %(free)s MB left. Documents and mails are paused until %(needed)s MB are free."
    ),
    "no_backup": gettext_noop("There has been no backup for %(days)s days. %(fault)s"),
    "no_backup_place": gettext_noop(
        "There has been no backup for %(days)s days, and no place for backups is set on the server."
    ),
    "backup_not_restored": gettext_noop("The backup of %(night)s could not be restored on trial. %(fault)s"),
    "expert_changed": gettext_noop("%(union)s changed your data in the registry of experts. Are they correct?"),
    "expert_proposed": gettext_noop(
        "%(union)s proposes a change to the data of %(name)s; the proposal lapses after %(due_on)s"
    ),
    "expert_accepted": gettext_noop("Your proposed change to the data of %(name)s was accepted"),
    "expert_refused": gettext_noop("Your proposed change to the data of %(name)s was refused"),
    "expert_handed_over": gettext_noop("Your union, %(union)s, now manages the data of %(name)s in the registry"),
    "lower_asked": gettext_noop("%(union)s asks to be under your union; decide under Office, Lower unions"),
    "lower_left": gettext_noop("%(union)s is no longer under your union"),
    "upper_confirmed": gettext_noop("Your union is under %(union)s now; what it sees is set under Office, Upper union"),
    "upper_dropped": gettext_noop("%(union)s does not have your union under it"),
    "made_responsible": gettext_noop("%(name)s has made you the responsible officer of: %(title)s"),
    "responsibility_ended": gettext_noop("%(name)s has named another responsible officer than you: %(title)s"),
    "dossiers_handed_over": gettext_noop("%(name)s has handed over to you, as responsible officer: %(count)s dossiers"),
    "dossiers_taken_over": gettext_noop("%(name)s has handed over to somebody else: %(count)s of your dossiers"),
    "withdrawn": gettext_noop("The proposer withdrew: %(title)s"),
    "cancelled": gettext_noop("The dossier was cancelled: %(title)s"),
}


# Why a document could not be made, by the limit that it went beyond.
TROUBLES: dict[str, str] = {
    "size": gettext_noop("The text is too large for a document. Shorten it, or attach long parts as a file."),
    "pages": gettext_noop("The document would have too many pages. Shorten it, or attach long parts as a file."),
    "time": gettext_noop(
        "Making the document took too long: its tables are too large. Shorten them, or attach them as a file."
    ),
    "memory": gettext_noop(
        "Making the document took too much memory: its tables are too large. Attach them as a file."
    ),
    "template": gettext_noop(
        "This document cannot be made with the office's own Word template. Correct the template, or go back to the built-in "
        "form under Office, Wording of documents; then try again here."
    ),
    "original": gettext_noop(
        "The file that is to be copied is missing, damaged or could not be read. Look at it, and order the copy again."
    ),
    "depth": gettext_noop("Lists and tables are nested too deeply. Simplify the text."),
    "address": gettext_noop("The text refers to something outside, which documents may not contain."),
    "SigningFailedError": gettext_noop("The document could not be signed: the time-stamp server does not respond."),
    "KeyFaultError": gettext_noop("The document could not be signed: the key or the token cannot be opened."),
    "ActionError": gettext_noop("The document could not be signed: the keys were locked with another secret."),
    "VaultClosedError": gettext_noop("The document could not be signed: the keys were locked with another secret."),
}

PLACE_FAULTS: dict[str, str] = {
    "place:missing": gettext_noop("Signature or name have no place in the text: headers, footers and notes are none."),
    "place:apart": gettext_noop("The place of the signature and the name of the signer are on different pages."),
    "place:order": gettext_noop(
        "The place of the signature must stand above the name of the signer, on a line of its own."
    ),
    "place:seal": gettext_noop("The place of the seal is on another page than the name of the signer."),
}


def job_trouble(job: Job) -> str:
    """Why a job was given up, in the reader's language; what is not known is for the administrator's log."""
    name, _colon, detail = job.error.partition(": ")
    limit = detail.split(":")[0] if name == "RenderRefusedError" else name
    if limit == "layout" and detail.count(": ") > 1:
        _limit, page, passage = detail.split(": ", 2)
        said = gettext("“%(passage)s” does not fit on page %(page)s. Have it shortened where it was entered.")
        return said % {"passage": passage, "page": page}
    return gettext(TROUBLES[limit]) if limit in TROUBLES else gettext("The administrator finds the reason in the log.")


def mail_trouble(job: Job) -> str:
    """Why a mail did not arrive, with what the mail server answered."""
    name, _colon, answer = job.error.partition(": ")
    if name == RETURNED:
        said = gettext("The mail came back: %(answer)s")
        return said % {"answer": answer}
    if refuses_address(name, answer):
        said = gettext(
            "The address does not accept mail (%(answer)s). Ask the person for the right one; the administrator of the "
            "union that manages the account changes it under Office, People."
        )
        return said % {"answer": answer}
    if name.startswith("SMTP") and answer[:1].isdigit():
        return gettext("The mail server does not accept it (%(answer)s).") % {"answer": answer}
    return gettext("The mail server could not be reached.")


def _readable(data: Mapping[str, Any]) -> dict[str, Any]:
    """Dates and times of stored values as people write them."""
    values = dict(data)
    if "starts_at" in values:
        moment = timezone.localtime(datetime.fromisoformat(values["starts_at"]))
        values["starts_at"] = date_format(moment, "DATETIME_FORMAT")
    if "due_on" in values:
        values["due_on"] = date_format(date.fromisoformat(values["due_on"]), "DATE_FORMAT")
    for key in ("first", "last"):
        if key in values:
            values[key] = date_format(date.fromisoformat(values[key]), "DATE_FORMAT")
    if "call_outcome" in values:
        values["call_outcome"] = dict(Call.Outcome.choices)[values["call_outcome"]]
    return values


def event_text(event: Event) -> str:
    """An event of the history in the reader's language."""
    words = EVENTS.get(event.verb) or FORMER_EVENTS[event.verb]
    return gettext(words) % _readable(event.data)


def acted_by(event: Event, names: Mapping[str, str]) -> str:
    """Who did it, in the reader's language, and for whom where a stand-in did; ``names`` of people by their ``uid``."""
    if event.person is None:
        return ""
    if "stood_in_for" not in event.data:
        return event.person.name
    holder = names.get(event.data["stood_in_for"]) or gettext("(no longer kept)")
    return gettext("%(name)s for %(holder)s") % {"name": event.person.name, "holder": holder}


def union_event_text(event: Event, names: Mapping[str, str]) -> str:
    """An event of a union's own history in the reader's language; ``names`` of people and bodies by their ``uid``."""
    values = dict(event.data)
    for key in ("person", "stand_in", "body"):
        if key in values:
            values[key] = names.get(values[key]) or gettext("(no longer kept)")
    if "role" in values:
        values["role"] = Membership.Role(values["role"]).label
    if event.verb == "procedure_changed":
        values["part"] = gettext(PROCEDURE_PARTS[values.get("part", "")])
    if event.verb == "mail_wording_changed":
        named = _NAMED.sub("…", gettext(NOTICES.get(values["mail"], "")))
        values["mail"] = named.strip(" :–") or values["mail"]
    if "shows" in values:
        values["shows"] = Subordination.Shows(values["shows"]).label
    if "day" in values:
        values["day"] = date_format(date.fromisoformat(values["day"]), "DATE_FORMAT")
    if event.verb.startswith("data_request_"):
        values |= _request_words(values.get("kind", ""), values.get("outcome", ""))
    if "document" in values:
        values["document"] = DocumentKind(values["document"]).label
    days = span_text(event.data.get("since"), event.data.get("until")) if "role" in values else ""
    return gettext(UNION_EVENTS[event.verb]) % values + (f", {days}" if days else "")


def _request_words(kind: str, outcome: str) -> dict[str, str]:
    """What was asked about personal data and how it was answered, in the reader's language."""
    return {
        "request_kind": str(dict(DataRequest.Kind.choices).get(kind, kind)),
        "request_outcome": str(dict(DataRequest.Outcome.choices).get(outcome, outcome)),
    }


def span_text(since: str | None, until: str | None) -> str:
    """From when until when, both as ISO 8601 or None; "" where neither is said."""
    first, last = (date_format(date.fromisoformat(day), "DATE_FORMAT") if day else "" for day in (since, until))
    if first and last:
        return gettext("from %(first)s until %(last)s") % {"first": first, "last": last}
    if first:
        return gettext("from %(first)s") % {"first": first}
    return gettext("until %(last)s") % {"last": last} if last else ""


def notice_values(notification: Notification) -> dict[str, Any]:
    """What a notice's sentence names, in the reader's language."""
    values = _readable(notification.data)
    if notification.dossier is not None:
        values |= {"title": notification.dossier.title, "code": notification.dossier.code}
    if notification.task is not None:
        values["task"] = str(notification.task.title)
    if "role" in values and values["role"] in Membership.Role:
        days = span_text(values.get("since"), values.get("until"))
        values["role"] = Membership.Role(values["role"]).label + (f" ({days})" if days else "")
    if notification.kind.startswith("data_request_"):
        values |= _request_words(values.get("what", ""), values.get("outcome", ""))
    return values


def notice_text(notification: Notification) -> str:
    """A notice in the reader's language."""
    values = notice_values(notification)
    words = NOTICES.get(notification.kind)
    # A kind that another version of the program wrote, while it was being replaced.
    return gettext(words) % values if words else str(values.get("title") or notification.kind)


# What the office sends a proposer by letter who has no account here.
POSTAL: dict[str, str] = {
    "received": gettext_noop("That the dossier was received: the receipt"),
    "accepted": gettext_noop("That the dossier is complete and was accepted"),
    "supply_supplement": gettext_noop("The request for a supplement"),
    "refused": gettext_noop("The notice of refusal"),
    "issued": gettext_noop("The opinion, and until when a response is expected"),
    "withdrawn": gettext_noop("That the dossier was withdrawn"),
    "cancelled": gettext_noop("That the dossier was cancelled"),
}


def paper_text(letter: IncomingLetter) -> str:
    """A letter as histories and lists name it: its arrival number and day, its own number and date."""
    said = letter.said
    own = " ".join(
        part
        for part in (
            said.symbol,
            gettext("of %(day)s") % {"day": date_format(said.dated, "SHORT_DATE_FORMAT")} if said.dated else "",
        )
        if part
    )
    values = {"number": letter.written, "day": date_format(letter.arrived_on, "SHORT_DATE_FORMAT"), "own": own}
    if own:
        return gettext("letter %(own)s, arrival No. %(number)s of %(day)s") % values
    return gettext("letter with arrival No. %(number)s of %(day)s") % values


def entered_text(event: Event, papers: Mapping[str, IncomingLetter], names: Mapping[str, str]) -> str:
    """From which paper an event was entered, and for whom; "" where it was not. ``papers`` and ``names`` by ``uid``."""
    letter = papers.get(event.data.get("paper", ""))
    if letter is None:
        return ""
    values = {"paper": paper_text(letter), "name": names.get(event.data.get("entered_for", ""), "")}
    if values["name"]:
        return gettext("Entered for %(name)s from %(paper)s") % values
    return gettext("From %(paper)s") % values


# What each rule of ``consult.layout_checks`` looks at, for who reads what a template of theirs does otherwise.
LAYOUT_RULES = {
    "paper": gettext_lazy("paper"),
    "margins": gettext_lazy("margins"),
    "face": gettext_lazy("typeface"),
    "colour": gettext_lazy("colour"),
    "page numbers": gettext_lazy("page numbers"),
    "country": gettext_lazy("name of the country"),
    "motto": gettext_lazy("motto"),
    "issuer": gettext_lazy("issuing body"),
    "number": gettext_lazy("number and symbol"),
    "place and date": gettext_lazy("place and day"),
    "kind and subject": gettext_lazy("kind and subject of the document"),
    "grounds": gettext_lazy("grounds"),
    "body": gettext_lazy("text"),
    "recipients": gettext_lazy("recipients"),
    "signature": gettext_lazy("signature"),
    "verification": gettext_lazy("code to check it by"),
    "who decides": gettext_lazy("who decides"),
    "annexes": gettext_lazy("annexes"),
    "hours": gettext_lazy("days and hours"),
    "whom it addresses": gettext_lazy("whom it addresses"),
    "subject of a letter": gettext_lazy("subject of the letter"),
    "heads": gettext_lazy("heads of tables"),
    "words kept whole": gettext_lazy("words kept together"),
    "cells": gettext_lazy("cells of tables"),
    "overlaps": gettext_lazy("text over text"),
    "company": gettext_lazy("signature alone on a page"),
}
