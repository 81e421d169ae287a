"""An issued document, an authority of the tests, and servers of time stamps and revocation lists on loopback."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import pem, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from consult.actions import keys
from consult.demo.certificates import Authority
from consult.models import Organisation


@pytest.fixture
def issued_file(issued) -> bytes:
    """The issued opinion as it was made and signed with the demo's keys."""
    version = issued.dossier.documents.get(kind="opinion").versions.get()
    with version.file.open("rb") as stream:
        return stream.read()


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[str, bytes], tuple[str, bytes]]], str]]:
    """Starts servers that answer with ``answer(path, body) → (media type, content)``; gives their addresses."""
    running = []

    def start(answer: Callable[[str, bytes], tuple[str, bytes]]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self._reply(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

            def do_GET(self) -> None:
                self._reply(b"")

            def _reply(self, body: bytes) -> None:
                media_type, content = answer(self.path, body)
                self.send_response(200)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_arguments: object) -> None:
                """Quiet."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def rekeyed(drafted):
    """Puts keys of another authority into the demo's office."""

    def put(authority: Authority) -> Organisation:
        office = drafted.office
        union = office.union
        union.trusted_roots.all().delete()
        keys.trust_root(union=union, content=authority.pem, by=office.clerk)
        for person, by in ((office.leader, office.leader), (None, office.clerk)):
            keys.save_key(
                union=union, person=person, by=by, pkcs12=authority.pkcs12(person.name if person else union.name),
                password="khoa-thu-nghiem",
            )  # fmt: skip
        return union

    return put


def revocation_list(authority: Authority) -> bytes:
    """An empty list of revoked certificates, good for a day."""
    now = datetime.now(UTC)
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(now - timedelta(hours=1))
        .next_update(now + timedelta(days=1))
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(1), critical=False)
        .sign(authority.key, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


def time_stamper(authority: Authority) -> Callable[[bytes], bytes]:
    """Answers time-stamp requests (RFC 3161) with a certificate of ``authority``."""
    usage = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING])
    certificate, key = authority.issue("Máy chủ dấu thời gian", usage)
    store = SimpleCertificateStore()
    store.register(asn1_x509.Certificate.load(authority.certificate.public_bytes(Encoding.DER)))
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(private),
        certs_to_embed=store,
    )
    return lambda body: stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()


def loaded(authority: Authority) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(pem.unarmor(authority.pem)[2])
