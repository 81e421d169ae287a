"""Rich text from people, made harmless."""

from __future__ import annotations

import unicodedata

import nh3

TAGS = {"p", "br", "strong", "b", "em", "i", "u", "ul", "ol", "li", "h3", "h4", "table", "thead", "tbody", "tr", "th",
        "td", "blockquote"}  # fmt: skip


def clean(html: str) -> str:
    """``html`` in NFC with the tags of ``TAGS`` and no attributes; plain text becomes paragraphs."""
    text = unicodedata.normalize("NFC", html)
    if "<" not in text:
        text = "".join(f"<p>{line.strip()}</p>" for line in text.splitlines() if line.strip())
    return nh3.clean(text, tags=TAGS, attributes={}, url_schemes=set(), strip_comments=True)


def is_empty(html: str) -> bool:
    """Whether nothing remains to read."""
    return not nh3.clean(html, tags=set()).replace("&nbsp;", "").strip()
