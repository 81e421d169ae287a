"""The demo's own authority, keys and pictures of signature and seal. Nobody outside the demo trusts them."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw, ImageFont

from consult.documents.pdf import fonts

AUTHORITY = "Consult Demo Root"
PASSWORD = "khoa-thu-nghiem"  # noqa: S105 - of the demo's own keys
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
BLUE, RED = (0, 48, 156, 255), (214, 20, 30, 255)


def _name(common_name: str) -> x509.Name:
    short = common_name.encode()[:64].decode(errors="ignore").strip()  # X.520 bounds a common name
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, short)])


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip


def _certificate(
    subject: str, issuer: str, key: Key, signer: Key, *extra: x509.ExtensionType,
    authority: bool, years: int,
) -> x509.Certificate:  # fmt: skip
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # Before any day on which a dossier of the demo, or of a test with a clock of its own, can begin.
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(now + timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(_usage(authority=authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    for extension in extra:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(signer, hashes.SHA256())


class Authority:
    """Issues certificates that are good for so many ``years``; ``extra`` extensions go into each, such as where its
    revocation list lies.

    Keys are RSA, as on the tokens in use; ``quick`` ones on a curve, which are made and opened in a thirtieth of the time.
    """

    def __init__(self, name: str = AUTHORITY, *extra: x509.ExtensionType, quick: bool = False, years: int = 3) -> None:
        self.name = name
        self.years = years
        self.extra = extra
        self.quick = quick
        self.key = self._new_key()
        self.certificate = _certificate(name, name, self.key, self.key, authority=True, years=10)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def _new_key(self) -> Key:
        return ec.generate_private_key(ec.SECP256R1()) if self.quick else rsa.generate_private_key(65537, 2048)

    def issue(self, subject: str, *extra: x509.ExtensionType) -> tuple[x509.Certificate, Key]:
        """A certificate for signing, with its key."""
        key = self._new_key()
        certificate = _certificate(
            subject, self.name, key, self.key, *self.extra, *extra, authority=False, years=self.years
        )
        return certificate, key

    def pkcs12(self, subject: str, password: str = PASSWORD) -> bytes:
        """A PKCS#12 file for ``subject``, locked with ``password``."""
        certificate, key = self.issue(subject)
        # Its password is in this file: stretching it would cost a tenth of a second a signature and protect nothing.
        lock = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1).build(password.encode())
        return pkcs12.serialize_key_and_certificates(subject.encode(), key, certificate, [self.certificate], lock)


@lru_cache(maxsize=1)
def demo_authority() -> Authority:
    """The authority of this process's demo."""
    return Authority(quick=True)


@lru_cache(maxsize=20)
def demo_pkcs12(subject: str) -> bytes:
    """The same key for the same subject, as long as the process lives: keys take long to make."""
    return demo_authority().pkcs12(subject)


def _png(picture: Image.Image) -> bytes:
    stream = BytesIO()
    picture.save(stream, format="PNG", optimize=True)
    return stream.getvalue()


@lru_cache(maxsize=20)
def scribble(name: str) -> bytes:
    """A made-up signature in blue, different for each name."""
    picture = Image.new("RGBA", (900, 420), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    seed = sum(map(ord, name))
    points = [
        (
            60 + step * 2.6,
            210 + math.sin(step / (11 + seed % 7)) * (120 - step / 4) + math.sin(step / 37 + seed) * 50,
        )
        for step in range(300)
    ]
    draw.line(points, fill=BLUE, width=9, joint="curve")
    draw.line([(120, 330), (500, 300), (860, 250)], fill=BLUE, width=6, joint="curve")
    return _png(picture)


@lru_cache(maxsize=5)
def seal(text: str) -> bytes:
    """A round red seal with the body's name around a star."""
    size, middle = 850, 425
    picture = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((12, 12, size - 12, size - 12), outline=RED, width=16)
    draw.ellipse((44, 44, size - 44, size - 44), outline=RED, width=5)
    draw.ellipse((205, 205, size - 205, size - 205), outline=RED, width=5)
    star = [
        (middle + radius * math.sin(turn * math.pi / 5), middle - radius * math.cos(turn * math.pi / 5))
        for turn in range(10)
        for radius in [150 if turn % 2 == 0 else 60]
    ]
    draw.polygon(star, fill=RED)
    font = ImageFont.truetype(str(fonts()["bold"]), 54)
    letters = f"{text.upper()} • "
    for place, letter in enumerate(letters):
        angle = 360 * place / len(letters)
        tile = Image.new("RGBA", (110, 110), (0, 0, 0, 0))
        ImageDraw.Draw(tile).text((55, 55), letter, font=font, fill=RED, anchor="mm")
        turned = tile.rotate(-angle, resample=Image.Resampling.BICUBIC)
        x = middle + 300 * math.sin(math.radians(angle)) - 55
        y = middle - 300 * math.cos(math.radians(angle)) - 55
        picture.alpha_composite(turned, (round(x), round(y)))
    return _png(picture)
