"""Means of signing that an office keeps, and the issuers of certificates that it trusts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from asn1crypto import x509 as asn1
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_union, require
from consult.libraries.signing import KeyFaultError, Signing, from_pkcs11, from_pkcs12, vault
from consult.libraries.signing.keys import CertificateFacts, armoured, read_certificate
from consult.libraries.signing.vault import VaultClosedError
from consult.models import Organisation, Person, SigningKey, TrustedRoot
from consult.refusals import ActionError, NotAllowed

from .actor import Actor, record_of_union

KEY_FAULTS = {
    "password": _("The password does not open this file."),
    "file": _("This is not a PKCS#12 file (.p12 or .pfx)."),
    "token": _("The token does not respond. Is it plugged into the server, and are its settings correct?"),
    "no_key": _("There is no signing key under this name."),
    "not_for_signing": _("This certificate is not meant for signing."),
    "certificate": _("This is not a certificate (PEM or DER)."),
}
NOT_VALID_TODAY = _("This certificate is not valid today.")


def roots_of(union: Organisation) -> list[asn1.Certificate]:
    """The certificates that the union trusts."""
    return [read_certificate(root.pem.encode()) for root in union.trusted_roots.all()]


def bundle_of(union: Organisation) -> bytes:
    """The same as PEM after PEM, as they are handed to a process of their own."""
    return "".join(f"{root.pem}\n" for root in union.trusted_roots.all()).encode()


def save_key(
    *, union: Organisation, person: Person | None, by: Person, pkcs12: bytes = b"", password: str = "", label: str = ""
) -> SigningKey:
    """Keep a means of signing: one's own, or by the clerk the body's. Raises ``ActionError``."""
    actor = _key_keeper(union, person, by)
    try:
        if pkcs12:
            facts, secret = from_pkcs12(pkcs12, password).facts, vault.lock(pkcs12, password)
        else:
            with _token(label) as signing:
                facts, secret = signing.facts, b""
    except KeyFaultError as fault:
        raise ActionError(f"key_{fault.reason}", KEY_FAULTS[fault.reason]) from fault
    except VaultClosedError as closed:
        raise ActionError(
            "no_vault", _("This installation keeps no signing keys: SIGNING_SECRET is not set.")
        ) from closed
    if not facts.not_before <= clock.now() <= facts.not_after:
        raise ActionError("certificate_expired", NOT_VALID_TODAY)
    with transaction.atomic():
        _require_unused(union, person, facts, label)
        key = _save_key(union, person, by, facts, secret, label)
        record_of_union(union, "own_key_saved" if person else "body_key_saved", actor, serial=key.serial)
    return key


def _key_keeper(union: Organisation, person: Person | None, by: Person) -> Actor:
    actor = Actor.allowed(by, require(check_union(by, "key.own" if person else "key.body", union.pk)))
    if person is not None and person.pk != by.pk:
        raise NotAllowed("own_key_only", _("Everybody keeps their own key."))
    return actor


def _require_unused(union: Organisation, person: Person | None, facts: CertificateFacts, label: str) -> None:
    """A key signs for one person, or for one body: a name on the token is free only to whom it was given first.

    Raises ``ActionError`` where the certificate or the name is somebody else's already.
    """
    others = SigningKey.objects.exclude(union=union, person=person)
    # The same person may sign for two unions with a key of their own.
    if person is not None:
        others = others.exclude(person=person)
    same = Q(issuer=facts.issuer[:300], serial=facts.serial[:60])
    if others.filter(same | Q(label=label, kind=SigningKey.Kind.PKCS11) if label else same).exists():
        raise ActionError("key_of_another", _("This key is in use by somebody else. Ask the clerk which one is yours."))


def _save_key(
    union: Organisation, person: Person | None, by: Person, facts: CertificateFacts, secret: bytes, label: str
) -> SigningKey:
    key, _created = SigningKey.objects.update_or_create(
        union=union,
        person=person,
        defaults={
            "kind": SigningKey.Kind.PKCS12 if secret else SigningKey.Kind.PKCS11,
            "secret": secret,
            "label": label,
            "subject": facts.subject[:300],
            "issuer": facts.issuer[:300],
            "serial": facts.serial[:60],
            "not_before": facts.not_before,
            "not_after": facts.not_after,
            "added_by": by,
            "added_at": clock.now(),
        },
    )
    return key


def drop_key(*, union: Organisation, person: Person | None, by: Person) -> None:
    """Forget a key. Documents signed with it stay signed."""
    actor = _key_keeper(union, person, by)
    with transaction.atomic():
        gone, _rows = SigningKey.objects.filter(union=union, person=person).delete()
        if gone:
            record_of_union(union, "own_key_dropped" if person else "body_key_dropped", actor)


def trust_root(*, union: Organisation, content: bytes, by: Person) -> TrustedRoot:
    """Add a root certificate to those that the union trusts."""
    actor = Actor.allowed(by, require(check_union(by, "office.edit", union.pk)))
    try:
        certificate = read_certificate(content)
    except KeyFaultError as fault:
        raise ActionError(f"key_{fault.reason}", KEY_FAULTS[fault.reason]) from fault
    if not certificate.ca:
        raise ActionError(
            "not_an_authority",
            _("This certificate belongs to a signer, not to an issuer of certificates."),
            where="file",
        )
    fingerprint = hashlib.sha256(certificate.dump()).hexdigest()
    subject = str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)
    with transaction.atomic():
        root = _save_root(union, by, certificate, fingerprint, subject)
        record_of_union(union, "root_trusted", actor, subject=root.subject)
    return root


@transaction.atomic
def drop_root(*, root: TrustedRoot, by: Person) -> None:
    """Trust a root no longer."""
    actor = Actor.allowed(by, require(check_union(by, "office.edit", root.union_id)))
    root.delete()
    record_of_union(root.union, "root_dropped", actor, subject=root.subject)


def _save_root(
    union: Organisation, by: Person, certificate: asn1.Certificate, fingerprint: str, subject: str
) -> TrustedRoot:
    root, _created = TrustedRoot.objects.get_or_create(
        union=union,
        fingerprint=fingerprint,
        defaults={
            "pem": armoured(certificate),
            "subject": subject[:300],
            "not_after": certificate.not_valid_after,
            "added_by": by,
            "added_at": clock.now(),
        },
    )
    return root


def _token(label: str):  # type: ignore[no-untyped-def]
    return from_pkcs11(settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_PIN, label)


@contextmanager
def opened(key: SigningKey) -> Iterator[Signing]:
    if key.kind == SigningKey.Kind.PKCS11:
        with _token(key.label) as signing:
            yield signing
    else:
        yield from_pkcs12(*vault.unlock(key.secret))


def key_of(union: Organisation, person: Person | None) -> SigningKey | None:
    now = clock.now()
    return SigningKey.objects.filter(union=union, person=person, not_before__lte=now, not_after__gte=now).first()
