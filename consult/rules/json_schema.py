"""Data against a JSON Schema: the part of draft 2020-12 that our own schemas use, told as problems at their places.

The tests hold it against a full implementation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .problem import Problem, gettext_noop

Schema = Mapping[str, Any]

# A whole number is written without a point; true and false are no numbers.
_TYPES: dict[str, Any] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
}
KNOWN = {
    "type", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "uniqueItems", "enum",
    "const", "minimum", "maximum", "minLength", "maxLength", "pattern", "$ref", "$defs", "$schema", "$id", "title",
    "description", "default",
}  # fmt: skip


def schema_problems(data: Any, schema: Schema, where: str = "", root: Schema | None = None) -> list[Problem]:
    """What of ``data`` the schema does not allow. ``where`` of each is its path: "checklist.0.title"."""
    return list(_problems(data, schema, where, root or schema))


def _at(where: str, name: object) -> str:
    return f"{where}.{name}" if where else str(name)


def _problems(data: Any, schema: Schema, where: str, root: Schema) -> Iterator[Problem]:
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if "type" in schema and not _TYPES[schema["type"]](data):
        yield Problem("wrong_type", gettext_noop("This is written in another way."), {}, where)
        return
    if "const" in schema and data != schema["const"]:
        yield Problem("not_const", gettext_noop("Here must stand “%(one)s”."), {"one": schema["const"]}, where)
    if "enum" in schema and data not in schema["enum"]:
        known = ", ".join(str(one) for one in schema["enum"])
        yield Problem("unknown_choice", gettext_noop("Only these are known: %(known)s."), {"known": known}, where)
    if isinstance(data, dict):
        yield from _of_object(data, schema, where, root)
    elif isinstance(data, list):
        yield from _of_list(data, schema, where, root)
    elif isinstance(data, str):
        yield from _of_text(data, schema, where)
    elif isinstance(data, int) and not isinstance(data, bool):
        yield from _of_number(data, schema, where)


def _of_object(data: dict[str, Any], schema: Schema, where: str, root: Schema) -> Iterator[Problem]:
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in data:
            yield Problem("missing", gettext_noop("This is missing."), {}, _at(where, name))
    for name, value in data.items():
        if name in properties:
            yield from _problems(value, properties[name], _at(where, name), root)
        elif schema.get("additionalProperties", True) is False:
            yield Problem("unknown_entry", gettext_noop("There is no such entry."), {}, _at(where, name))


def _of_list(data: list[Any], schema: Schema, where: str, root: Schema) -> Iterator[Problem]:
    least, most = schema.get("minItems", 0), schema.get("maxItems", len(data))
    if len(data) < least:
        yield Problem("too_few", gettext_noop("At least %(least)s must be given."), {"least": least}, where)
    if len(data) > most:
        yield Problem("too_many", gettext_noop("At most %(most)s may be given."), {"most": most}, where)
    if schema.get("uniqueItems") and any(one in data[:place] for place, one in enumerate(data)):
        yield Problem("given_twice", gettext_noop("The same is given twice."), {}, where)
    for place, one in enumerate(data):
        yield from _problems(one, schema.get("items", {}), _at(where, place), root)


def _of_text(data: str, schema: Schema, where: str) -> Iterator[Problem]:
    if len(data) < schema.get("minLength", 0):
        yield Problem("empty", gettext_noop("Write something here."), {}, where)
    elif not re.search(schema.get("pattern", ""), data):
        yield Problem("wrong_form", gettext_noop("This is written in another way."), {}, where)
    most = schema.get("maxLength", len(data))
    if len(data) > most:
        yield Problem("too_long", gettext_noop("At most %(most)s characters."), {"most": most}, where)


def _of_number(data: int, schema: Schema, where: str) -> Iterator[Problem]:
    least, most = schema.get("minimum", data), schema.get("maximum", data)
    if not least <= data <= most:
        yield Problem("out_of_range", gettext_noop("A whole number from %(least)s to %(most)s."),
                      {"least": schema.get("minimum", "…"), "most": schema.get("maximum", "…")}, where)  # fmt: skip
