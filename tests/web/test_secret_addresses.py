"""Keys that stand in addresses reach neither log nor Sentry, however the request ends; and each line tells its request."""

from __future__ import annotations

import io
import json
import logging.config
from collections.abc import Iterator

import pytest
import sentry_sdk
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.urls.converters import StringConverter
from sentry_sdk.transport import Transport

from config.observability import logging as log_settings
from config.observability import start_sentry
from consult.secret_addresses import Secret, secret_patterns
from consult.urls import addresses as named_addresses

pytestmark = pytest.mark.django_db

MARKER = "MARKERKEY0123456789"
REQUEST = "0123456789abcdef"
BREAKS = {
    "400": BadRequest, "suspicious": SuspiciousOperation, "403": PermissionDenied, "404": Http404, "500": RuntimeError,
}  # fmt: skip


class Break:
    """A middleware under which each page fails, with the key in what it says."""

    way = ""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, _request, _view, _args, kwargs):
        if self.way in BREAKS:
            raise BREAKS[self.way](f"nothing is known of {kwargs}")


class RecordingTransport(Transport):
    """What would be sent to Sentry."""

    def __init__(self, *_options):
        super().__init__()
        self.events: list[dict] = []

    def capture_envelope(self, envelope):
        self.events += [item.get_event() for item in envelope.items if item.get_event()]


@pytest.fixture
def log(settings) -> Iterator[io.StringIO]:
    """Everything that is logged, as a production of ours writes it, only more of it."""
    stream = io.StringIO()
    chosen = log_settings(level="DEBUG", form="json")
    chosen["handlers"]["console"]["stream"] = stream
    chosen["root"]["level"] = "INFO"
    logging.config.dictConfig(chosen)
    yield stream
    logging.config.dictConfig(settings.LOGGING)


@pytest.fixture
def sentry() -> Iterator[RecordingTransport]:
    kept = RecordingTransport()
    start_sentry("http://key@127.0.0.1:9/1", transport=kept, auto_session_tracking=False)
    yield kept
    sentry_sdk.get_global_scope().set_client(None)


def addresses() -> dict[str, str]:
    """Every address with a key in it, and some below its place that lead nowhere."""
    found = {}
    for place, pattern in secret_patterns():
        found[pattern.name] = reverse(pattern.name, kwargs=dict.fromkeys(pattern.pattern.converters, MARKER))
        found[f"{pattern.name}, further"] = f"/{place}{MARKER}/{MARKER}/x"
        found[f"{pattern.name}, without its slash"] = f"/{place}{MARKER}"
        found[f"{pattern.name}, in capitals"] = f"/{place.upper()}{MARKER}/"
    return {
        **found,
        "a document's code, typed": f"{reverse('verify')}?code={MARKER}",
        "a door's code": f"{reverse('meeting', args=[1])}?x=1&code={MARKER}",
    }


def test_whatever_may_be_a_key_is_declared_as_one():
    found = [(pattern.name, *part) for pattern in named_addresses() for part in pattern.pattern.converters.items()]
    assert found
    for name, part, converter in found:
        open_ended = type(converter) is StringConverter
        named_so = part in {"code", "key", "token", "uidb36", "secret"}
        assert isinstance(converter, Secret) or not (open_ended or named_so), (name, part)
    assert {
        "answer_department",
        "answer_by_link",
        "end_daily_mail",
        "register_guest",
        "verify_code",
        "account_reset_password_from_key",
    } == {pattern.name for _place, pattern in secret_patterns()}


@pytest.mark.parametrize("way", ["", *BREAKS, "host", "405", "csrf"])
def test_no_key_is_logged_or_told_to_sentry_and_each_line_tells_its_request(way, log, sentry, settings, monkeypatch):
    monkeypatch.setattr(Break, "way", way)
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Break"]
    client = Client(raise_request_exception=False, enforce_csrf_checks=way == "csrf")
    ask = {"405": client.put, "csrf": client.post}.get(way, client.get)
    statuses = set()
    for address in addresses().values():
        headers = {"x-request-id": REQUEST, **({"host": "elsewhere.test"} if way == "host" else {})}
        answer = ask(address, headers=headers)
        statuses.add(answer.status_code)
        assert answer["X-Request-ID"] == REQUEST
    expected = {"suspicious": 400, "host": 400, "csrf": 403, "": 404}.get(way) or int(way)
    assert expected in statuses
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert len(lines) >= len(addresses())
    assert {line["request_id"] for line in lines} == {REQUEST}
    assert MARKER not in log.getvalue()
    assert bool(sentry.events) == (way in {"500", "suspicious", "host"})
    assert MARKER not in json.dumps(sentry.events, default=str)


def test_after_a_request_its_id_is_forgotten(log):
    Client().get("/sign-in/", headers={"x-request-id": REQUEST})
    logging.getLogger("consult.x").warning("later")
    assert json.loads(log.getvalue().splitlines()[-1])["request_id"] == "-"


def test_the_web_servers_own_lines_are_scrubbed_too(log):
    logging.getLogger("gunicorn.error").error("Error handling request %s", f"/answer/{MARKER}/")
    assert json.loads(log.getvalue())["message"] == "Error handling request /answer/…"
