"""An office begins: its union, its people with their invitations, and all data that it needs from the first day."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.actions.notifications.notices import ask_mail
from consult.initial_data import install_office, install_procedures
from consult.models import DayOff, Membership, Notification, OfficeSetup, Organisation, Person, Signatory
from consult.models.person import normal_address
from consult.refusals import ActionError
from consult.rules.office_setup import HEAD, Colleague, OfficeSetUp
from consult.rules.procedure_file import shipped_kinds
from consult.subject_areas import install_subject_areas

from .actor import record_of_union
from .registers import begin_series

INVITED = "office_begun"
DEPUTY = "Phó"
OFFICER_TITLE = "Chuyên viên"


@transaction.atomic
def set_up_office(answers: OfficeSetUp, begun: OfficeSetup | None = None) -> Organisation:
    """Make a union from its answers and invite its people; whoever has an account already keeps it and gets the roles.

    ``begun`` is the set-up in the browser that ends with it. Raises ``ActionError`` where a union of that name is there.
    """
    if Organisation.objects.filter(name=answers.name, kind=Organisation.Kind.UNION).exists():
        raise ActionError("union_exists", _("There is a union of this name already."), where="name")
    union = Organisation.objects.create(
        kind=Organisation.Kind.UNION,
        level=Organisation.Level.PROVINCIAL,
        name=answers.name,
        superior=answers.superior,
        heading_lines="\n".join(answers.heading),
        symbol=answers.symbol,
        place=answers.province,
        address=answers.address,
        mails_from=answers.mails_from,
        mails_until=answers.mails_until,
        names_responsible=answers.names_responsible,
    )
    DayOff.objects.bulk_create(DayOff(organisation=union, day=day) for day in sorted(set(answers.days_off)))
    install_subject_areas()
    install_office(union)
    install_procedures(union)
    union.dossier_kinds.exclude(code__in=answers.kinds).update(offered=False)
    for series, last in answers.numbers.items():
        begin_series(union, series, clock.today(), last)
    record_of_union(union, "office_set_up", None)
    _require_active(answers.people)
    for colleague in answers.people:
        _join(union, colleague, answers.kinds)
    row = begun or OfficeSetup()
    row.union, row.finished_at, row.answers = union, clock.now(), {}
    row.code_hash = row.holder_hash = ""
    row.save()
    return union


def _require_active(people: Collection[Colleague]) -> None:
    """Nobody can be given a role whose account is switched off: they could not sign in."""
    addresses = [normal_address(colleague.email) for colleague in people]
    closed = Person.objects.filter(email__in=addresses, is_active=False).values_list("email", flat=True).first()
    if closed is not None:
        raise ActionError(
            "switched_off",
            _("The account %(email)s is switched off. Name somebody else, or another address.") % {"email": closed},
        )


def _join(union: Organisation, colleague: Colleague, kinds: Collection[str]) -> None:
    address = normal_address(colleague.email)
    person = Person.objects.filter(email=address).first() or Person.objects.create_user(
        address, None, name=colleague.name, keeper=union
    )
    for role in colleague.roles:
        Membership.objects.create(person=person, organisation=union, role=role)
    if "officer" in colleague.roles and any(union.kind in shipped_kinds()[kind].submitters for kind in kinds):
        # What the union brings forward by itself is submitted by its officers.
        Membership.objects.create(person=person, organisation=union, role=Membership.Role.PROPOSER)
    _let_sign(union, person, colleague)
    moment = clock.now()
    notice = Notification.objects.create(
        person=person, kind=INVITED, key=f"{INVITED}:{union.uid}:{person.pk}", data={"union": union.name},
        created_at=moment, union=union,
    )  # fmt: skip
    # Whoever sets up an office waits for these: nobody's hours are waited for.
    ask_mail(notice, moment)


def _let_sign(union: Organisation, person: Person, colleague: Colleague) -> None:
    """Who leads signs as the head or for the head, who handles dossiers signs letters by order."""
    own, deputy, by_order = Signatory.Authority.OWN, Signatory.Authority.KT, Signatory.Authority.TL
    if "leader" in colleague.roles:
        authority = deputy if colleague.title.startswith(DEPUTY) else own
    elif "officer" in colleague.roles:
        authority = by_order
    else:
        return
    Signatory.objects.create(
        union=union,
        person=person,
        authority=authority,
        principal="" if authority == own else HEAD,
        title=colleague.title or OFFICER_TITLE,
    )
