"""Signing keys, from a PKCS#12 file or on a PKCS#11 token, and what their certificates say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import pem, pkcs12
from asn1crypto import x509 as asn1
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner


class KeyFaultError(ValueError):
    """A key cannot be used: ``reason`` is password, file, token, no_key, not_for_signing or certificate."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


@dataclass(frozen=True)
class CertificateFacts:
    """What a certificate says."""

    subject: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    fingerprint: str

    @classmethod
    def of(cls, certificate: asn1.Certificate) -> CertificateFacts:
        return cls(
            subject=_name(certificate.subject),
            issuer=_name(certificate.issuer),
            serial=f"{certificate.serial_number:X}",
            not_before=certificate.not_valid_before,
            not_after=certificate.not_valid_after,
            fingerprint=hashlib.sha256(certificate.dump()).hexdigest(),
        )


@dataclass(frozen=True)
class Signing:
    """A key that is ready to sign, with the facts of its certificate.

    ``size`` is how many bytes one signature of it takes at most, with the issuer's name, which stands in it twice.
    """

    signer: Signer
    facts: CertificateFacts
    size: int


def _name(name: asn1.Name) -> str:
    parts = name.native
    return str(parts.get("common_name") or parts.get("organization_name") or name.human_friendly)


def _judged(signer: Signer) -> Signing:
    if signer.signing_cert is None:
        raise KeyFaultError("no_key")
    # What is looked at is taken apart; the signer's own stays whole, and is copied into signatures as it is.
    certificate = asn1.Certificate.load(signer.signing_cert.dump())
    usage = certificate.key_usage_value
    if usage is not None and not {"digital_signature", "non_repudiation"} & usage.native:
        raise KeyFaultError("not_for_signing")
    # A signature on a curve is a pair of numbers, each as long as the key.
    size = 2 * (certificate.public_key.byte_size + len(certificate.issuer.dump()))
    return Signing(signer, CertificateFacts.of(certificate), size)


def from_pkcs12(content: bytes, password: str) -> Signing:
    """Open a PKCS#12 file. Raises ``KeyFaultError``."""
    try:
        signer = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=password.encode())
    except ValueError:
        signer = None
    if signer is None:
        raise KeyFaultError("password" if _is_pkcs12(content) else "file")
    return _judged(signer)


def _is_pkcs12(content: bytes) -> bool:
    try:
        pkcs12.Pfx.load(content, strict=True).native  # noqa: B018 - parsing is lazy; this reads the whole
    except (ValueError, TypeError):
        return False
    return True


@contextmanager
def from_pkcs11(module: str, token: str, pin: str, label: str) -> Iterator[Signing]:
    """A key on a token, while its session is open. Raises ``KeyFaultError``."""
    if not module:
        raise KeyFaultError("token", "PKCS11_MODULE is not set")
    try:
        session = open_pkcs11_session(module, token_criteria=TokenCriteria(label=token), user_pin=pin)
    except (PKCS11Error, OSError, RuntimeError) as fault:
        raise KeyFaultError("token", str(fault)) from fault
    try:
        try:
            signing = _judged(PKCS11Signer(session, cert_label=label, key_label=label))
        except (PKCS11Error, ValueError) as fault:
            raise KeyFaultError("no_key", str(fault)) from fault
        yield signing
    finally:
        session.close()


def read_certificate(content: bytes) -> asn1.Certificate:
    """A certificate from PEM or DER. Raises ``KeyFaultError``."""
    try:
        body = pem.unarmor(content)[2] if pem.detect(content) else content
        certificate = asn1.Certificate.load(body, strict=True)
        certificate.native  # noqa: B018 - parsing is lazy; this reads the whole
    except (ValueError, TypeError) as fault:
        raise KeyFaultError("certificate", str(fault)) from fault
    return certificate


def armoured(certificate: asn1.Certificate) -> str:
    """A certificate as PEM."""
    return pem.armor("CERTIFICATE", certificate.dump()).decode()
