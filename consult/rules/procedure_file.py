"""A kind of dossier with its procedure as a file: the kinds that ship, and what one union gives to another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .json_schema import schema_problems
from .problem import Problem
from .procedure import procedure_problems
from .procedure_schema import FILE, FORMAT

SHIPPED = Path(__file__).parent / "shipped_kinds"


@dataclass(frozen=True)
class KindFile:
    """What a file says. ``rules`` are in the stored form of a procedure."""

    code: str
    name: str
    description: str
    consultations: tuple[str, ...]
    submitters: tuple[str, ...]
    rules: Mapping[str, Any]


def file_problems(data: Any) -> list[Problem]:
    """Everything for which a file cannot be taken."""
    problems = schema_problems(data, FILE)
    if problems:
        return problems
    return [
        Problem(one.code, one.message, one.values, f"rules.{one.where}") for one in procedure_problems(data["rules"])
    ]


def read_file(data: Mapping[str, Any]) -> KindFile:
    """A file without problems as a typed value."""
    return KindFile(
        data["code"], data["name"], data["description"], tuple(data["consultations"]), tuple(data["submitters"]),
        data["rules"],
    )  # fmt: skip


@cache
def shipped_kinds() -> dict[str, KindFile]:
    """The kinds of dossier that ship, by code, in the order in which they are offered."""
    found = [read_file(json.loads(path.read_text("utf-8"))) for path in sorted(SHIPPED.glob("*.json"))]
    return {one.code: one for one in found}


def written_file(said: KindFile) -> dict[str, Any]:
    """What ``read_file`` reads as ``said``."""
    return {
        "format": FORMAT, "code": said.code, "name": said.name, "description": said.description,
        "consultations": list(said.consultations), "submitters": list(said.submitters), "rules": dict(said.rules),
    }  # fmt: skip
