"""Parts of addresses that open a door: declared where the address is declared, kept out of every log.

``path("answer/<secret:code>/", …)`` says that what stands there is a key. Everything after that place is hidden in whatever
is logged or told to Sentry, also of addresses that lead nowhere; and the key itself, wherever else it turns up meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from functools import cache
from typing import Any
from urllib.parse import unquote_plus

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver, register_converter
from django.urls.converters import SlugConverter, StringConverter

# Shorter words are no keys; replacing them would make lines unreadable.
SHORTEST = 6
# Keys that come as a parameter: the code of a document, typed, and of a room's door.
PARAMETERS = re.compile(r"(?:^|&)(?:code|key)=([^&]+)")
keys_of_request: ContextVar[tuple[str, ...]] = ContextVar("keys_of_request", default=())
SLASH = r"(?:/|%2[Ff])"


class Secret:
    """A part of an address that is a key."""


class SecretText(Secret, StringConverter):
    """Anything but a slash and what no key holds."""

    regex = r"[^/\x00-\x1f\x7f]+"


class SecretSlug(Secret, SlugConverter):
    """Letters, digits, hyphens, underscores."""


class SecretWord(Secret, StringConverter):
    """Letters and digits."""

    regex = "[0-9A-Za-z]+"


register_converter(SecretText, "secret")
register_converter(SecretSlug, "secret_slug")
register_converter(SecretWord, "secret_word")


def secret_patterns(patterns: Iterable[Any] | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Each address with a key in it: what stands before the key, and its declaration."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from secret_patterns(pattern.url_patterns, before + str(pattern.pattern))
        elif any(isinstance(converter, Secret) for converter in pattern.pattern.converters.values()):
            yield (before + str(pattern.pattern)).partition("<")[0], pattern


@cache
def _place_of_keys() -> re.Pattern[str]:
    """Finds a place where keys stand, and what stands there."""
    places = "|".join(
        SLASH.join(map(re.escape, place.strip("/").split("/")))
        for place in {place for place, _pattern in secret_patterns()}
    )
    return re.compile(rf"({SLASH}(?:{places}){SLASH})([^\s\"'?&<>]+)", re.IGNORECASE)


def without_keys(text: str) -> str:
    """``text`` without what stands in the place of a key, and without the keys of the request that is being served."""
    # Before addresses can be read nothing is served; and a fault in them has to be logged, too.
    if apps.ready:
        with suppress(ImportError, ImproperlyConfigured):
            text = _place_of_keys().sub(r"\1…", text)
    for key in keys_of_request.get():
        text = text.replace(key, "…")
    return text


def keys_in(request: HttpRequest) -> tuple[str, ...]:
    """The keys that a request came with, longest first."""
    found = set()
    for _place, rest in _place_of_keys().findall(request.path):
        for part in rest.split("/"):
            # A link that sets a password names its person before the key.
            found |= {part, part.partition("-")[2]}
    found |= {unquote_plus(value) for value in PARAMETERS.findall(request.META.get("QUERY_STRING", ""))}
    return tuple(sorted((key for key in found if len(key) >= SHORTEST), key=len, reverse=True))
