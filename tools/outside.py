"""The running stack as the world sees it: every kind of answer, with everything up and with parts of it down."""

from __future__ import annotations

import hashlib
import re
import socket
import ssl
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path

import requests

from tools import health_check
from tools.http_client import HttpClient
from tools.prepare import PYTHON, ROOT, StepFailedError, say
from tools.processes import wait_for
from tools.stack import Stack

# Somebody who may read the opinion; demo accounts open nothing outside the demo.
VISITOR = """
from django.conf import settings
from django.db import connection
from consult.models import Document, Person
person = Person.objects.filter(memberships__role="proposer", submitted_dossiers__isnull=False).first()
person.email = "proposer@example.test"
person.set_password("a password for this run")
person.save()
version = Document.objects.get(kind="opinion").versions.get()
cursor = connection.cursor()
cursor.execute("SELECT has_table_privilege('consult_event', 'TRUNCATE') OR rolsuper FROM pg_roles WHERE rolname = current_user")
print(version.pk, version.sha256, version.document.dossier_id, settings.UPLOAD_FILE_LIMIT, cursor.fetchone()[0])
"""
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
}
SOMEHOW = ("x-request-id", "content-security-policy", "permissions-policy")
# Besides those: what an answer may carry at all. A store's own words are not among them.
ALLOWED = {
    *ALWAYS, "server", "date", "content-type", "content-length", "content-encoding", "content-language", "content-disposition",
    "connection", "keep-alive", "transfer-encoding", "last-modified", "etag", "accept-ranges", "content-range", "vary", "allow",
    "location", "set-cookie", "cache-control", "expires", "x-request-id", "content-security-policy", "permissions-policy",
    "strict-transport-security",
}  # fmt: skip
MARKER = "MARKERKEY0123456789"
OURS = "Ông/bà vui lòng"
# All of them are told together, at the end.
FAULTS: list[str] = []


def look_from_outside(made: Stack) -> None:
    """Sign in by HTTPS and ask for every kind of answer. Raises ``StepFailedError``."""
    line = [str(PYTHON), str(ROOT / "manage.py"), "shell", "-v0", "-c", VISITOR]
    told = subprocess.run(line, cwd=ROOT, env=made.env(), check=True, capture_output=True, text=True).stdout
    version, sha256, dossier, limit, may_undo = told.split()
    if may_undo != "False":
        raise StepFailedError("the application's role may undo the guards of the tables")
    client = HttpClient(made.site, made.certificate)
    if not client.get(f"/documents/{version}/").url.startswith(f"{made.site}/sign-in/"):
        raise StepFailedError("a stranger is not asked to sign in")
    client.sign_in("proposer@example.test", "a password for this run")
    for cookie in client.session.cookies:
        if not cookie.secure:
            raise StepFailedError(f"the cookie {cookie.name} goes without TLS too")
    document = client.get(f"/documents/{version}/")
    if hashlib.sha256(document.content).hexdigest() != sha256 or document.headers["Content-Type"] != "application/pdf":
        raise StepFailedError(f"the opinion came otherwise: {document.status_code} {dict(document.headers)}")
    _every_kind(made, client, version, dossier, int(limit))
    _light(made, client)
    _with_parts_away(made, client, version)
    _no_keys(made)
    if FAULTS:
        raise StepFailedError("\n".join(FAULTS))
    mails = len(list(made.mails.glob("*.eml")))
    if not mails:
        raise StepFailedError("no mail arrived")
    say(
        f"from outside: every kind of answer with one set of headers, also while parts are away; {mails} mails in the sink"
    )


def _expect(what: str, answer: requests.Response, status: int, *, ours: bool = False, public: bool = False) -> None:
    """One set of headers on every answer, whoever gave it."""
    heads = {key.lower(): value for key, value in answer.headers.items()}
    wrong = [f"{key}: {heads.get(key)}" for key, value in ALWAYS.items() if heads.get(key) != value]
    wrong += [
        f"{key} is missing"
        for key in ("x-request-id", "content-security-policy", "permissions-policy")
        if not heads.get(key)
    ]
    wrong += [f"{key} is not ours" for key in heads.keys() - ALLOWED]
    if answer.url.startswith("https:") != ("strict-transport-security" in heads):
        wrong.append("Strict-Transport-Security")
    if not public and "no-store" not in heads.get("cache-control", ""):
        wrong.append(f"Cache-Control: {heads.get('cache-control')}")
    if answer.status_code != status:
        wrong.append(f"status {answer.status_code}")
    if ours and not (OURS in answer.content.decode() and heads.get("content-type", "").startswith("text/html")):
        wrong.append(f"not our own page: {heads.get('content-type')} {answer.text[:60]}")
    if wrong:
        FAULTS.append(f"{what}: {'; '.join(wrong)}")


def _every_kind(made: Stack, client: HttpClient, version: str, dossier: str, limit: int) -> None:
    stay = {"allow_redirects": False}
    _expect("a page", client.get(f"/dossiers/{dossier}/"), 200)
    _expect("a file from the store", client.get(f"/documents/{version}/"), 200)
    part = client.get(f"/documents/{version}/", headers={"Range": "bytes=0-9"})
    _expect("a part of a file", part, 206)
    _expect("a style sheet", client.get("/static/consult/consult.css"), 200, public=True)
    _expect("robots.txt", client.get("/robots.txt"), 200)
    _expect("a redirect", HttpClient(made.site, made.certificate).get("/", **stay), 302)
    _expect("a page that is not there", client.get("/nowhere/"), 404)
    _expect("health", client.get("/healthz"), 200)
    _expect("a method that is refused", client.session.put(f"{made.site}/robots.txt"), 405)
    _expect("what is refused by its form", client.session.post(f"{made.site}/language/", data={"language": "vi"}), 403)
    _expect("metrics", client.get("/metrics"), 404, ours=True)
    _expect("the store past the access table", client.get("/_store/consult/"), 404, ours=True)
    other = client.session.get(f"{made.site}/sign-in/", headers={"Host": "elsewhere.test"})
    _expect("another host", other, 400)
    plain = f"http://localhost:{made.ports['http']}/dossiers/"
    _expect("the way to TLS", client.session.get(plain, allow_redirects=False), 301)
    _expect("health without TLS", client.session.get(f"http://localhost:{made.ports['http']}/healthz"), 200)
    # What Consult takes passes the proxy, and a little more, of which Consult itself says that it is too much.
    for size, status, by_proxy in ((limit + 1024 * 1024, 403, False), (4 * limit, 413, True)):
        sent = client.session.post(f"{made.site}/language/", data=b"x" * size, headers={"Content-Type": "image/png"})
        _expect(f"{size} bytes", sent, status, ours=by_proxy)
    for place in ("answer", "workshop", "v", "password/set"):
        client.get(f"/{place}/{MARKER}-{MARKER}/")
        client.session.get(f"http://localhost:{made.ports['http']}/{place}/{MARKER}/", allow_redirects=False)


def _light(made: Stack, client: HttpClient) -> None:
    """Scripts and styles come packed and are kept for good, pages come packed, and many are fetched over one connection."""
    page = client.get("/sign-in/", headers={"Accept-Encoding": "gzip"})
    if page.headers.get("Content-Encoding") != "gzip":
        FAULTS.append("a page comes unpacked")
    named = sorted(set(re.findall(r"/static/[^\"'#]+\.(?:css|js|svg)", page.text)))
    if len(named) < 5:
        FAULTS.append(f"the page names {named}")
    for address in named:
        heads = client.get(address, headers={"Accept-Encoding": "br"}).headers
        if "immutable" not in heads.get("Cache-Control", ""):
            FAULTS.append(f"{address} is asked for again: {heads.get('Cache-Control')}")
        if heads.get("Content-Encoding") != "br" and int(heads.get("Content-Length", 0)) > 500:
            FAULTS.append(f"{address} comes unpacked")
    context = ssl.create_default_context(cafile=str(made.certificate))
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("localhost", made.ports["https"]), timeout=5) as line,
        context.wrap_socket(line, server_hostname="localhost") as secure,
    ):
        if secure.selected_alpn_protocol() != "h2":
            FAULTS.append(f"no HTTP/2: {secure.selected_alpn_protocol()}")


def _with_parts_away(made: Stack, client: HttpClient, version: str) -> None:
    """While the store, the database or the web process is away, the answer is ours, with the same headers."""
    store = made.processes.running["store"]
    store.terminate()
    store.wait()
    _expect("a file while the store is away", client.get(f"/documents/{version}/"), 502, ours=True)
    made.cluster.stop()
    began = time.monotonic()
    connection = HTTPConnection("127.0.0.1", made.ports["web"], timeout=health_check.SECONDS)
    connection.request("GET", "/readyz")
    if connection.getresponse().status != 503:
        raise StepFailedError("ready without a database")
    say(f"without its database the web process says so after {time.monotonic() - began:.1f} s")
    _expect("a page without the database", client.get("/"), 500)
    made.cluster.start()
    web = made.processes.running["web"]
    web.terminate()
    web.wait()
    for place in ("answer", "v"):
        _expect("a page while the web process is away", client.get(f"/{place}/{MARKER}/"), 502, ours=True)
    made.start("web")
    wait_for("the web processes", lambda: made.healthy("web"))


def _no_keys(made: Stack) -> None:
    """No log of any process has a key that was asked for."""
    for log in Path(made.folder).rglob("*.log"):
        if MARKER in log.read_text(errors="replace"):
            raise StepFailedError(f"a key is in {log.name}")
