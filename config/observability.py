"""Logs that carry the request they belong to and nobody's personal data; and Sentry, when it is asked for."""

from __future__ import annotations

import logging as standard
import re
from typing import Any

from consult.request_id import request_id
from consult.secret_addresses import without_keys

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def scrubbed(text: str) -> str:
    """``text`` without e-mail addresses and without the parts of addresses that are keys."""
    return without_keys(EMAIL.sub("…@…", text))


def scrubbed_whole(value: Any) -> Any:
    """Lists and mappings with every text in them scrubbed."""
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, dict):
        return {key: scrubbed_whole(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [scrubbed_whole(one) for one in value]
    return value


class Scrub(standard.Filter):
    """Takes personal data and keys out of every line, and adds the request it belongs to."""

    def filter(self, record: standard.LogRecord) -> bool:
        record.msg, record.args = record.getMessage(), ()
        record.request_id = request_id.get()
        # Django hands the request along, and its name is its address.
        record.__dict__.pop("request", None)
        if record.exc_info:
            record.exc_text = standard.Formatter().formatException(record.exc_info)
            record.exc_info = None
        record.__dict__.update(scrubbed_whole(record.__dict__))
        return True


def logging(*, level: str, form: str) -> dict[str, Any]:
    """Django's LOGGING: ``form`` is "line" for people or "json" for programs."""
    fields = "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"scrub": {"()": "config.observability.Scrub"}},
        "formatters": {
            "line": {"format": fields},
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": fields,
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
                "json_ensure_ascii": False,
            },
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["scrub"]}},
        "root": {"handlers": ["console"], "level": level or "WARNING"},
        "loggers": {
            "consult": {"level": level or "INFO"},
            "workflows": {"level": level or "INFO"},
            # Every request, by the name of its page; said only where programs read along.
            "consult.requests": {"level": "INFO" if form == "json" else "WARNING"},
            # What somebody typed wrongly, and pages that are not there, are said to them; `consult.requests` has them too.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            # The web server writes past the root, addresses and all.
            "gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False},
            "fontTools": {"level": "ERROR"},
            "weasyprint": {"level": "ERROR"},
        },
    }


def without_people(event: Any, _hint: Any) -> Any:
    """A fault as Sentry may have it: where and what, without bodies, cookies, addresses and names."""
    request = event.get("request", {})
    for part in ("cookies", "data", "headers", "env", "query_string"):
        request.pop(part, None)
    event.pop("user", None)
    return scrubbed_whole(event)


def start_sentry(dsn: str, **more: Any) -> None:
    """Send faults to Sentry: no local variables, no bodies, no people. ``more`` is for its client."""
    if not dsn:
        return
    import sentry_sdk  # noqa: PLC0415 - an installation without it need not load it

    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        before_send=without_people,
        **more,
    )
