"""The registry of experts: kept by the office and by the experts themselves, filled from a table, deduplicated."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import UNION_TABLE, Capacity, check_expert, check_facts, check_union, organisations_as, require
from consult.access.keeping import belongs_elsewhere
from consult.actions import registry
from consult.actions.notifications.notices import notify, office
from consult.files import FileFaultError
from consult.models import Absence, Expert, ExpertFile, Organisation, Person, Seat, Stage, Tie
from consult.queries.registry import ties_for
from consult.refusals import ActionError, NotAllowed
from consult.rules.problem import gettext_noop
from consult.rules.text import normal

from .actor import Actor, record_of_union
from .storing import forget_files, upload_in_store
from .uploads import examine

PROOF_TYPES = ("pdf", "docx", "jpeg", "png")
PROOF_LIMIT = 20 * 1024 * 1024
MOST_PROOFS = 30
KEPT_ELSEWHERE = gettext_noop(
    "The account with this address is managed by another union or by the person themselves. Ask them to enter it in the "
    "registry."
)


def union_of(by: Person) -> Organisation | None:
    """The union for which somebody keeps the registry."""
    mine = organisations_as(by, *UNION_TABLE["expert.edit"])
    return Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.UNION).order_by("pk").first()


def _may_keep(by: Person, expert: Expert) -> None:
    require(check_expert(by, expert.person, "expert.edit"), known=False)
    require(check_facts(by, expert))


@transaction.atomic
def add_expert(*, union: Organisation, by: Person, email: str, name: str, **data: Any) -> Expert:
    """Take somebody into the registry; their account sets a password when they are first invited. Raises ``ActionError``.

    Without an e-mail address they are told by telephone and by letter, and a telephone number has to be given.

    What the registry shows and changes of somebody is their account's name and telephone as well: so an account that
    another keeps is not taken in by whoever knows its address.
    """
    require(check_union(by, "expert.edit", union.pk))
    person = Person.objects.filter(email=email).first() if email else None
    if not email:
        _require_telephone(normal(name), normal(data.get("phone") or ""))
    if person is not None:
        if Expert.objects.filter(person=person).exists():
            raise ActionError("expert_exists", _("%(name)s is already in the registry.") % {"name": person.name})
        if belongs_elsewhere(person, [union.pk]):
            raise ActionError("kept_elsewhere", _(KEPT_ELSEWHERE), where="email")
    if person is None:
        person = Person.objects.create_user(email, name=normal(name), keeper=union)
    elif person.phone or person.last_login is not None:
        # An account's own data are not overwritten by entering it.
        data.pop("phone", None)
    expert = Expert(person=person, keeper=union)
    registry.fill(expert, data)
    return expert


def _require_telephone(name: str, phone: str) -> None:
    """Somebody without an address of their own is told apart, and reached, by their telephone. Raises ``ActionError``."""
    if not phone:
        raise ActionError(
            "no_way_to_reach", _("Give an e-mail address, or a telephone number for the call list."), where="phone"
        )
    if Expert.objects.filter(person__email=None, person__name=name, person__phone=phone).exists():
        raise ActionError("expert_exists", _("%(name)s is already in the registry.") % {"name": name})


@transaction.atomic
def change_expert(*, expert: Expert, by: Person, name: str | None = None, **data: Any) -> Expert:
    """Change the shared facts, by whoever keeps them; the person is told. The e-mail address is the account's and stays.

    Raises ``ActionError`` for everybody else: they propose a change.
    """
    _may_keep(by, expert)
    union = union_of(by)
    if by.pk != expert.person_id:
        expert.keeper = expert.keeper or union
    registry.fill(expert, data if name is None else {**data, "name": name})
    registry.notify_changed(expert, by, union)
    return expert


@transaction.atomic
def agree(*, expert: Expert, by: Person) -> None:
    """The expert agrees to the use of their data for councils, for the first time or again; nobody can agree for them."""
    if by.pk != expert.person_id:
        raise NotAllowed("expert_only", _("Only the expert can agree to the use of their data."))
    if expert.consented_at is not None and expert.withdrawn_at is None:
        return
    given_again = expert.withdrawn_at is not None
    expert.consented_at, expert.withdrawn_at = clock.now(), None
    expert.save(update_fields=["consented_at", "withdrawn_at", "search_text", "name_key"])
    if given_again:
        _note_consent(expert, "consent_given", None)


@transaction.atomic
def withdraw(*, expert: Expert, by: Person) -> None:
    """Consent is withdrawn: nobody invites or suggests this expert from now on, and what is archived stays.

    By the expert, or by whoever keeps their facts as long as they have not signed in. The officers of councils under way are
    told. Raises ``ActionError``.
    """
    decision = require(check_facts(by, expert))
    expert = Expert.objects.select_for_update(of=("self",)).select_related("person__keeper", "keeper").get(pk=expert.pk)
    if expert.withdrawn_at is not None:
        raise ActionError("withdrawn_already", _("This consent has been withdrawn already."))
    expert.withdrawn_at = clock.now()
    expert.save(update_fields=["withdrawn_at", "search_text", "name_key"])
    # Who withdraws is not named as the actor: nothing that stays would let their account go when it is erased.
    _note_consent(expert, "consent_withdrawn", None if by.pk == expert.person_id else Actor.allowed(by, decision))
    seats = Seat.objects.filter(person=expert.person_id, released_at=None).exclude(council__dossier__stage=Stage.CLOSED)
    for seat in seats.select_related("council__dossier"):
        dossier = seat.council.dossier
        notify(
            office(dossier, Capacity.OFFICER), "consent_withdrawn", dossier=dossier, besides=by,
            key=f"s{seat.pk}:{expert.withdrawn_at.timestamp()}", name=expert.person.name,
        )  # fmt: skip


def _note_consent(expert: Expert, verb: str, actor: Actor | None) -> None:
    union = expert.keeper or expert.person.keeper
    if union is not None:
        record_of_union(union, verb, actor, person=str(expert.person.uid))


@transaction.atomic
def add_tie(
    *, expert: Expert, by: Person, kind: str, body: str, organisation: Organisation | None = None,
    until: date | None = None, note: str = "",
) -> Tie:  # fmt: skip
    """Write down what ties an expert to a body: by the expert for all, by an office for its own councils.

    Raises ``ActionError`` when it is written down already.
    """
    require(check_expert(by, expert.person, "expert.edit"), known=False)
    name = normal(body) or (organisation.name if organisation else "")
    if not name:
        raise ActionError("body_missing", _("Name the body."), where="body")
    union = None if by.pk == expert.person_id else union_of(by)
    tie, new = Tie.objects.get_or_create(
        expert=expert, kind=kind, body=name, union=union,
        defaults={
            "organisation": organisation, "until": until, "note": normal(note), "declared_by": by, "declared_at": clock.now(),
        },
    )  # fmt: skip
    if not new:
        raise ActionError(
            "tie_known", _("This tie is already recorded. Remove it first to record it again."), where="body"
        )
    return tie


@transaction.atomic
def add_absence(*, expert: Expert, by: Person, first_day: date, last_day: date, reason: str = "") -> Absence:
    """Say when an expert takes no seat."""
    _may_keep(by, expert)
    if last_day < first_day:
        raise ActionError("last_before_first", _("The last day is before the first."), where="last_day")
    return Absence.objects.create(person=expert.person, first_day=first_day, last_day=last_day, reason=normal(reason))


def add_proof(*, expert: Expert, by: Person, kind: str, upload: File[Any]) -> ExpertFile:
    """Keep a CV or a proof. Raises ``FileFaultError`` when the file cannot be taken."""
    _require_another_proof(expert, by)
    found, name = examine(upload, PROOF_TYPES, PROOF_LIMIT)
    proof = ExpertFile(
        expert=expert,
        kind=kind,
        name=name,
        media_type=found.media_type,
        size=upload.size or 0,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    upload.name = name
    proof.file = upload
    with upload_in_store(proof), transaction.atomic():
        # Two at once: whoever comes second counts the first one's file.
        expert = Expert.objects.select_for_update(of=("self",)).select_related("person").get(pk=expert.pk)
        _require_another_proof(expert, by)
        proof.save()
    return proof


def _require_another_proof(expert: Expert, by: Person) -> None:
    _may_keep(by, expert)
    if expert.files.count() >= MOST_PROOFS:
        raise FileFaultError(
            "too_many_files", _("There are already %(most)s files. Remove one first.") % {"most": MOST_PROOFS}
        )


@transaction.atomic
def remove_row(*, row: Tie | Absence | ExpertFile, by: Person) -> None:
    """Take back a tie, an absence or a file. Raises ``NotAllowed`` for a tie that another wrote down."""
    if isinstance(row, Tie):
        require(check_expert(by, row.expert.person, "expert.edit"), known=False)
        mine = organisations_as(by, *UNION_TABLE["expert.edit"])
        seen = ties_for(row.expert, by, mine, bool(check_facts(by, row.expert)))
        if not any(known.tie.pk == row.pk and known.may_remove for known in seen):
            raise NotAllowed("somebody_elses", _("Somebody else recorded this; ask them to change it."))
    elif isinstance(row, Absence):
        _may_keep(by, row.person.expert)
    else:
        _may_keep(by, row.expert)
    forget_files(row)
    row.delete()
