"""Puts one text into every field of a document's data that somebody writes, whatever the kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from lxml import html as lxml_html

from consult.documents import DEFINITIONS
from tests.documents.meaning import BLOCKS

# The way to a field through the names and numbers of a document's data.
Place = tuple[str | int, ...]

# What the product itself writes, or counts: dates, numbers, symbols, how a signer's title is set, times.
OURS = frozenset({
    "code", "kind", "signature", "left_signature", "answer_url", "answer_by", "until", "held", "mode", "vote", "payee",
    "quantity", "price", "amount", "tax", "net", "total", "total_tax", "total_net", "in_words", "net_in_words",
})  # fmt: skip


def plain(rich: str) -> str:
    """A rich text on one line, as it is typed where no marks can be."""
    tree = lxml_html.fragment_fromstring(rich, create_parent="div")
    for block in tree.iter(*BLOCKS, "br", "div"):
        block.tail = f" {block.tail or ''}"
    return " ".join(unescape(tree.text_content()).split())


def written_fields(kind: str) -> list[Place]:
    """The places of ``kind``'s sample in which a sentence or a name stands; of a list, its first two."""
    return list(_places(DEFINITIONS[kind].sample, ()))


def _places(value: Any, place: Place) -> Iterator[Place]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in OURS:
                yield from _places(inner, (*place, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value[:2]):
            yield from _places(inner, (*place, number))
    elif isinstance(value, str) and " " in value and not value.startswith("<"):
        yield place


def with_text(data: dict[str, Any], texts: Mapping[Place, str]) -> dict[str, Any]:
    """``data`` with each of ``texts`` at its place."""
    return {name: _replaced(value, (name,), texts) for name, value in data.items()}


def _replaced(value: Any, place: Place, texts: Mapping[Place, str]) -> Any:
    if place in texts:
        return texts[place]
    if isinstance(value, dict):
        return {name: _replaced(inner, (*place, name), texts) for name, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, (*place, number), texts) for number, inner in enumerate(value)]
    return value
