"""What is kept about a person."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS

from consult import clock
from consult.models import (
    AccessRequest,
    Address,
    Attendance,
    Availability,
    Ballot,
    Call,
    ConfidentialAccess,
    DataRequest,
    Document,
    Dossier,
    Entry,
    Event,
    Expert,
    Mail,
    Membership,
    Notification,
    Opinion,
    PaperEntry,
    Passing,
    Person,
    RegisterEntry,
    Review,
    Seat,
    SeenPreview,
    Signatory,
    SignerCertificate,
    SigningKey,
    Stage,
    StandIn,
    Task,
    Tie,
    UnionJudgement,
    YearlyTask,
)
from consult.texts import event_text, notice_text, union_event_text


def account_data(person: Person) -> dict[str, Any]:
    """The account alone, which tells of no dossier. Times are ISO 8601."""
    return {
        "account": {
            "name": person.name,
            "email": person.email,
            "phone": person.phone,
            "quiet_hours": [str(person.quiet_from), str(person.quiet_until)] if person.quiet_from else [],
            "language": person.language,
            "daily_mail": str(_("yes") if person.daily_mail else _("no")),
            "active": person.is_active,
            "joined": person.joined_at.isoformat(),
            "last_sign_in": person.last_login.isoformat() if person.last_login else None,
        }
    }


def _days_of(role: Membership) -> dict[str, str]:
    days = {"from": role.since, "until": role.until}
    return {name: str(day) for name, day in days.items() if day is not None}


def kept_data(person: Person) -> dict[str, Any]:
    """What is kept about ``person``, for their union's administrator: of their work only where there is some.

    What they wrote, said and voted, and what they were told, is theirs.
    """
    expert = (
        Expert.objects.filter(person=person).select_related("association").prefetch_related("subject_areas").first()
    )
    return account_data(person) | {
        "expert": _profile(expert) if expert else None,
        "roles": [
            {"organisation": m.organisation.name, "role": m.get_role_display(), **_days_of(m)}
            for m in Membership.objects.filter(person=person).select_related("organisation")
        ],
        "signs_as": [" ".join(row.lines) for row in Signatory.objects.filter(person=person)],
        "signing_keys": [key.subject for key in SigningKey.objects.filter(person=person)],
        "certificates": [
            {"subject": row.subject, "issuer": row.issuer, "serial": row.serial}
            for row in SignerCertificate.objects.filter(person=person)
        ],
        "seats": [
            {"dossier": seat.council.dossier.code, "seat": seat.get_kind_display()}
            for seat in _seats(person).select_related("council__dossier")
        ],
        "reviews": [
            {"dossier": code}
            for code in Review.objects.filter(seat__person=person).values_list("dossier__code", flat=True)
        ],
        "standing_councils": [
            {"council": row.council.name, "seat": row.get_kind_display()}
            for row in person.standing_seats.select_related("council")
        ],
        "submitted": list(_submitted(person).values_list("code", flat=True)),
        "responsible": list(person.responsible_dossiers.values_list("code", flat=True)),
        "channels": [
            {"channel": row.channel.get_kind_display(), "address": row.address}
            for row in Address.objects.filter(person=person).select_related("channel")
        ],
        "second_factors": list(Authenticator.objects.filter(user=person).values_list("type", flat=True)),
    }


def personal_data(person: Person) -> dict[str, Any]:
    """Everything that is kept about ``person``, for themselves: for a page and for the file to be taken along."""
    return kept_data(person) | {
        "reviews": [
            {
                "dossier": review.dossier.code,
                "state": review.get_state_display(),
                "content": {**review.content, "remarks": review.remark_list()},
            }
            for review in Review.objects.filter(seat__person=person)
            .select_related("dossier")
            .prefetch_related("remarks")
        ],
        "votes": [
            {
                "dossier": row.meeting.council.dossier.code,
                "mode": row.get_mode_display(),
                "vote": row.get_vote_display(),
                "reserved_opinion": row.reserved_opinion,
                "absence_reason": row.absence_reason,
            }
            for row in Attendance.objects.filter(seat__person=person).select_related("meeting__council__dossier")
        ],
        "motions": [
            {
                "dossier": ballot.motion.meeting.council.dossier.code,
                "motion": ballot.motion.text,
                "secret": ballot.motion.secret,
                "vote": ballot.get_choice_display(),
            }
            for ballot in Ballot.objects.filter(seat__person=person).select_related("motion__meeting__council__dossier")
        ],
        "said": [
            {"dossier": entry.meeting.council.dossier.code, "at": entry.at.isoformat(), "text": entry.text}
            for entry in Entry.objects.filter(seat__person=person, verb=Entry.Verb.SPOKE).select_related(
                "meeting__council__dossier"
            )
        ],
        "availability": [
            {"dossier": one.slot.council.dossier.code, "at": one.slot.starts_at.isoformat(), "answer": one.answer}
            for one in Availability.objects.filter(seat__person=person).select_related("slot__council__dossier")
        ],
        "judgements": _judgements(person),
        "acts": [
            {
                "dossier": event.dossier.code if event.dossier else "",
                "what": event_text(event) if event.dossier else union_event_text(event, {}),
                "at": event.at.isoformat(),
                "reason": event.reason,
            }
            for event in Event.objects.filter(person__in=accounts_of(person)).select_related("dossier")
        ],
        "seen_previews": [
            {"dossier": row.dossier.code, "title": row.title, "seen": row.seen_at.isoformat()}
            for row in SeenPreview.objects.filter(person=person).select_related("dossier")
        ],
        "notices": [
            {"what": notice_text(notice), "at": notice.created_at.isoformat()}
            for notice in Notification.objects.filter(person=person).select_related("dossier", "task")
        ],
        "opened_confidential": [
            {"dossier": row.dossier.code, "at": row.at.isoformat()}
            for row in ConfidentialAccess.objects.filter(person__in=accounts_of(person)).select_related("dossier")
        ],
        "data_requests": [
            {
                "union": row.union.name,
                "asked": row.get_kind_display(),
                "on": str(row.asked_on),
                "text": row.text,
                "outcome": row.get_outcome_display(),
                "reason": row.reason,
            }
            for row in DataRequest.objects.filter(person=person).select_related("union")
        ],
        "proposals": [
            {
                "union": row.union.name,
                "on": row.proposed_at.isoformat(),
                "changes": list(row.changes.values()),
                "text": row.text,
            }
            for row in person.change_proposals.select_related("union")
        ],
        "access_requests": [
            {
                "union": row.union.name,
                "body": row.body_name,
                "asked": row.asked_at.isoformat(),
                "name": row.asker,
                "phone": row.phone,
                "note": row.note,
                "letter": row.name,
            }
            for row in AccessRequest.objects.filter(email=person.email).select_related("union")
        ],
        **_of_the_office(person),
        "sessions": [
            {"since": session.created_at.isoformat(), "address": session.ip, "browser": session.user_agent}
            for session in UserSession.objects.filter(user=person)
        ],
    }


def _of_the_office(person: Person) -> dict[str, list[dict[str, str]]]:
    """Mails and what became of them, days away, stand-ins, and what was entered for, given to or told to a person."""
    states = {"returned_at": _("came back"), "delayed_at": _("said to be late"), "sent_at": _("sent")}
    holders = Q(membership__person=person) | Q(seat__person=person)
    return {
        "mails": [
            {
                "to": mail.address,
                "subject": mail.subject,
                "at": mail.begun_at.isoformat(),
                "state": next((said for name, said in states.items() if getattr(mail, name)), ""),
                "answered": mail.answered_at.isoformat() if mail.answered_at else "",
                "content": mail.text,
            }
            for mail in Mail.objects.filter(notification__person=person)
        ],
        "absences": [{"days": str(one), "reason": one.reason} for one in person.absences.all()],
        "stand_ins": [
            {
                "for": row.holder.name, "by": row.person.name, "from": str(row.since), "until": str(row.until),
                "reason": row.reason,
            }
            for row in StandIn.objects.filter(holders | Q(person=person)).select_related(
                "person", "membership__person", "seat__person"
            )
        ],
        "calls": [
            {"dossier": row.dossier.code, "on": str(row.due_on), "outcome": row.get_outcome_display(), "note": row.note}
            for row in Call.objects.filter(person=person).select_related("dossier")
        ],
        "papers": [
            {
                "dossier": row.dossier.code, "what": row.get_act_display(), "letter": row.letter.written,
                "at": row.entered_at.isoformat(), "disputed": row.disputed,
            }
            for row in PaperEntry.objects.filter(person=person).select_related("dossier", "letter")
        ],
        "letters": [
            {"letter": row.letter.written, "subject": row.letter.said.subject, "due": str(row.due_on or "")}
            for row in Passing.objects.filter(given_to=person)
            .select_related("letter")
            .prefetch_related("letter__corrections")
        ],
        "yearly_tasks": [
            {"year": str(row.year), "title": row.title} for row in YearlyTask.objects.filter(responsible=person)
        ],
    }  # fmt: skip


def accounts_of(person: Person) -> list[int]:
    """The account of a person and those that were joined with it, by which some things were done."""
    return [person.pk, *person.joined.values_list("pk", flat=True)]


def _profile(expert: Expert) -> dict[str, Any]:
    return {
        "degree": expert.degree,
        "employer": expert.employer,
        "place": expert.place,
        "association": expert.association.name if expert.association else "",
        "subject_areas": [field.name for field in expert.subject_areas.all()],
        "biography": expert.biography,
        "agreed": expert.consented_at.isoformat() if expert.consented_at else None,
        "withdrawn": expert.withdrawn_at.isoformat() if expert.withdrawn_at else None,
        "ties": [f"{tie.get_kind_display()}: {tie.body}" for tie in expert.ties.filter(union=None)],
        "files": [file.name for file in expert.files.all()],
    }


def confidential_dossiers(person: Person) -> QuerySet[Dossier]:
    """The confidential dossiers that what is kept about ``person`` tells of: they sit in the council, submitted it
    or answer for it in the office."""
    seats = _seats(person)
    return Dossier.objects.filter(confidential=True).filter(
        Q(council__in=seats.values("council")) | Q(pk__in=_submitted(person).values("pk")) | Q(responsible=person)
    )


def _seats(person: Person) -> QuerySet[Seat]:
    """Seats that somebody has: a council that is only proposed is its office's draft."""
    return Seat.objects.filter(person=person, council__approved_at__isnull=False)


def _judgements(person: Person) -> list[dict[str, str]]:
    """What each union holds for itself of a person: for them alone, since no union reads another's."""
    judgements = UnionJudgement.objects.filter(expert__person=person).select_related("union").order_by("pk")
    ties = Tie.objects.filter(expert__person=person).exclude(union=None).select_related("union")
    return [
        {
            "union": row.union.name,
            "invited": "" if row.invited else str(_("is not invited into councils")),
            "note": row.note,
        }
        for row in judgements
    ] + [
        {"union": tie.union.name if tie.union else "", "tie": f"{tie.get_kind_display()}: {tie.body}", "note": tie.note}
        for tie in ties
    ]


def _submitted(person: Person) -> QuerySet[Dossier]:
    return Dossier.objects.filter(submitter=person).exclude(stage=Stage.DRAFT)


def is_in_archives(person: Person) -> bool:
    """Whether dossiers, documents or registers, which the law on archives keeps, name this person."""
    return any(
        rows.exists()
        for rows in (
            _submitted(person),
            Event.objects.filter(person=person),
            Seat.objects.filter(person=person),
            Document.objects.filter(signer=person) | Document.objects.filter(addressee=person),
            Opinion.objects.filter(drafted_by=person),
            RegisterEntry.objects.filter(given_by=person),
            Dossier.objects.filter(attachments__uploaded_by=person).exclude(stage=Stage.DRAFT),
        )
    )


def second_factor_of(person: Person) -> bool:
    """Whether somebody signs in with a second factor."""
    return Authenticator.objects.filter(user=person).exists()


def has_open_work(person: Person) -> bool:
    """Whether something waits for this person alone, or they hold a role in an organisation."""
    seats = Seat.objects.filter(person=person, released_at=None).exclude(council__dossier__stage=Stage.CLOSED)
    tasks = Task.objects.filter(assignee=person, status=STATUS.NEW)
    roles = Membership.objects.filter(Q(until=None) | Q(until__gte=clock.today()), person=person)
    return roles.exists() or seats.exists() or tasks.exists()
