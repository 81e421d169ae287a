"""Marks of values that a page showed, by which an act notices that they are others by now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

LENGTH = 16


def _mark(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, default=str).encode()).hexdigest()[:LENGTH]


def marks_of(values: Mapping[str, Any]) -> str:
    """What a page carries along of the ``values`` that it shows."""
    return json.dumps({name: _mark(value) for name, value in values.items()})


def changed_since(seen: str, values: Mapping[str, Any]) -> list[str]:
    """The names of those of ``values`` that are others than on the page that carried ``seen``, or did not stand on it."""
    try:
        marks = json.loads(seen)
    except (ValueError, RecursionError):
        marks = {}
    marks = marks if isinstance(marks, dict) else {}
    return [name for name, value in values.items() if marks.get(name) != _mark(value)]
