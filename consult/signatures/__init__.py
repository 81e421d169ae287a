"""Electronic signatures: kept keys, PAdES signatures on papers, and what a signed paper proves. Knows no database."""

from .keys import CertificateFacts, KeyFaultError, Signing, from_pkcs11, from_pkcs12
from .sign import Appearance, Occasion, Place, SigningFailedError, Stamp, add_signature, place_of
from .validate import SignatureFacts, SignedElsewhereError, signatures_of, signed_update

__all__ = [
    "Appearance", "CertificateFacts", "KeyFaultError", "Occasion", "Place", "SignatureFacts", "SignedElsewhereError", "Signing",
    "SigningFailedError", "Stamp", "add_signature", "from_pkcs11", "from_pkcs12", "place_of", "signatures_of",
    "signed_update",
]  # fmt: skip
