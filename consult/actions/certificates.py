"""Whose certificate is whose: registered beforehand, known from a key that the office keeps, or confirmed by the clerk once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_union, require
from consult.libraries.signing import CertificateFacts, KeyFaultError
from consult.libraries.signing.keys import read_certificate
from consult.models import Membership, Organisation, Person, SignerCertificate, SigningKey
from consult.refusals import ActionError
from consult.rules.signers import names_body, names_person

from .actor import Actor, record_of_union
from .keys import KEY_FAULTS, NOT_VALID_TODAY


@dataclass(frozen=True)
class Owner:
    """Whose a certificate is: a person's or, without one, the union's own. ``known`` when nobody needs to confirm it."""

    person: Person | None
    known: bool


def owner_of(union: Organisation, people: list[Person], facts: CertificateFacts) -> Owner | None:
    """Whose of ``people`` and ``union`` a certificate is, or None: somebody else's, or of another name.

    Where a certificate is known its name says nothing: it is whose it is known to be.
    """
    known, person = _known(union, facts)
    if known:
        return Owner(person, known=True) if person is None or person in people else None
    named = next((one for one in people if names_person(facts.subject, one.name)), None)
    if named is not None:
        return Owner(named, known=False)
    return Owner(None, known=False) if names_body(facts.subject, union.name) else None


def _known(union: Organisation, facts: CertificateFacts) -> tuple[bool, Person | None]:
    registered = SignerCertificate.objects.filter(union=union, fingerprint=facts.fingerprint).select_related("person")
    row = registered.first() or _key(union, facts)
    return (row is not None, row.person if row else None)


def _key(union: Organisation, facts: CertificateFacts) -> SigningKey | None:
    same = Q(issuer=facts.issuer[:300], serial=facts.serial[:60])
    return SigningKey.objects.filter(same, union=union).select_related("person").first()


def register(*, union: Organisation, person: Person | None, facts: CertificateFacts, by: Actor) -> SignerCertificate:
    """Know a certificate as a person's, or as the union's own. It may be known already."""
    row, created = SignerCertificate.objects.get_or_create(
        union=union,
        fingerprint=facts.fingerprint,
        defaults={
            "person": person,
            "subject": facts.subject[:300],
            "issuer": facts.issuer[:300],
            "serial": facts.serial[:60],
            "not_after": facts.not_after,
            "added_by": by.person,
            "added_at": clock.now(),
        },
    )
    if created:
        whose = {"person": str(person.uid)} if person else {}
        record_of_union(union, "signer_certificate_registered", by, serial=row.serial, **whose)
    return row


def register_beforehand(*, union: Organisation, person: Person | None, content: bytes, by: Person) -> SignerCertificate:
    """The clerk registers a certificate (PEM or DER) before a document comes back signed with it. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_union(by, "certificate.register", union.pk)))
    if person is not None and not signers_of(union).filter(pk=person.pk).exists():
        raise ActionError("not_of_the_union", _("Choose one of the union's own people."), where="person")
    try:
        facts = CertificateFacts.of(read_certificate(content))
    except KeyFaultError as fault:
        raise ActionError(f"key_{fault.reason}", KEY_FAULTS[fault.reason], where="file") from fault
    if not facts.not_before <= clock.now() <= facts.not_after:
        raise ActionError("certificate_expired", NOT_VALID_TODAY, where="file")
    with transaction.atomic():
        return register(union=union, person=person, facts=facts, by=actor)


@transaction.atomic
def drop(*, certificate: SignerCertificate, by: Person) -> None:
    """Know a certificate no longer. What was signed with it stays signed."""
    actor = Actor.allowed(by, require(check_union(by, "certificate.register", certificate.union_id)))
    certificate.delete()
    record_of_union(certificate.union, "signer_certificate_dropped", actor, serial=certificate.serial)


def signers_of(union: Organisation) -> QuerySet[Person]:
    """Whose certificates a union may register: its own people."""
    members = Membership.objects.in_force().filter(organisation=union, person__is_active=True)
    return Person.objects.filter(pk__in=members.values("person"))
