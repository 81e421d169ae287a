"""Electronic signatures: kept keys, PAdES signatures on papers, and what a signed paper proves. Knows no database."""

from .keys import CertificateFacts, KeyFaultError, Signing, from_pkcs11, from_pkcs12
from .sign import Appearance, Occasion, SignatureBox, SigningFailedError, Stamp, add_signature, signature_box
from .validate import SignatureFacts, SignedElsewhereError, signatures_of, signed_update

__all__ = [
    "Appearance", "CertificateFacts", "KeyFaultError", "Occasion", "SignatureBox", "SignatureFacts", "SignedElsewhereError",
    "Signing", "SigningFailedError", "Stamp", "add_signature", "from_pkcs11", "from_pkcs12", "signature_box", "signatures_of",
    "signed_update",
]  # fmt: skip
