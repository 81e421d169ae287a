"""Every address of Consult by what it is about. Whatever is not named here does not exist.

What is a key in an address is declared by <secret…:…>, see ``consult.secret_addresses``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import URLPattern, get_resolver


def addresses(patterns: Iterable[Any] | None = None) -> Iterator[URLPattern]:
    """Every address that has a name of its own, however deep it is included; not those of Django's admin."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif pattern.app_name != "admin":
            yield from addresses(pattern.url_patterns)
