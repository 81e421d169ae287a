"""docker-compose.yml read as Compose reads it, and its services' commands as plain processes on loopback."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.prepare import PYTHON, ROOT

FILE = ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"\$\$|\$\{(\w+)(?::?([-?])([^}]*))?\}")
OUR_PROGRAMS = {"python", "gunicorn", "celery"}


def interpolated(text: str, variables: Mapping[str, str]) -> str:
    """``text`` with ``${NAME}``, ``${NAME:-default}`` and ``${NAME:?message}`` filled in, and ``$$`` as a dollar.

    Raises KeyError for a variable that is asked for and not set.
    """

    def fill(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        name, operator, rest = found[1], found[2], found[3]
        if variables.get(name):
            return variables[name]
        if operator == "-":
            return rest
        raise KeyError(f"{name}: {rest or 'not set'}")

    return VARIABLE.sub(fill, text)


def read_compose(variables: Mapping[str, str], file: Path = FILE) -> dict[str, Any]:
    """The services by name, interpolated."""

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: walk(value) for key, value in node.items()}
        if isinstance(node, list):
            return [walk(one) for one in node]
        return interpolated(node, variables) if isinstance(node, str) else node

    return walk(yaml.safe_load(file.read_text()))["services"]


@dataclass(frozen=True)
class Places:
    """Where what containers call by name and mount lies here: pairs of (as in the file, as here)."""

    pairs: tuple[tuple[str, str], ...]

    def here(self, text: str) -> str:
        known = dict(self.pairs)
        longest_first = sorted(known, key=len, reverse=True)
        # In one pass: what was put in is not looked at again.
        return re.sub("|".join(map(re.escape, longest_first)), lambda found: known[found[0]], text)


def environment(service: Mapping[str, Any], places: Places) -> dict[str, str]:
    """A service's environment, for a process on this machine."""
    return {name: places.here(str(value)) for name, value in service.get("environment", {}).items()}


def command(service: Mapping[str, Any], places: Places, own: str = "command") -> list[str]:
    """A service's command, with this project's own programs from its environment."""
    words = [places.here(str(word)) for word in service[own]]
    if words[0] == "sh":
        # A shell finds them on the PATH, which begins with them.
        return words
    return [str(PYTHON.parent / words[0]), *words[1:]] if words[0] in OUR_PROGRAMS else words
