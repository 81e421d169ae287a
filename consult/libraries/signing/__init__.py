"""Electronic signatures: kept keys, PAdES signatures on documents, and what a signed document proves. Knows no database."""

from .draw import Appearance
from .keys import CertificateFacts, KeyFaultError, Signing, from_pkcs11, from_pkcs12
from .places import SignatureBox, signature_box
from .renew import renewed, stamp_ends
from .sign import Occasion, Signatures, SigningFailedError, Stamp
from .validate import SignatureFacts, SignedElsewhereError, signatures_of, signed_update

__all__ = [
    "Appearance", "CertificateFacts", "KeyFaultError", "Occasion", "SignatureBox", "SignatureFacts", "Signatures",
    "SignedElsewhereError", "Signing", "SigningFailedError", "Stamp", "from_pkcs11", "from_pkcs12", "renewed",
    "signature_box", "signatures_of", "signed_update", "stamp_ends",
]  # fmt: skip
