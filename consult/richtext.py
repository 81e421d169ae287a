"""Rich text from people, made harmless and bounded (decision 39)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from html import escape, unescape
from html.parser import HTMLParser

import nh3
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from consult.rules.pasted import is_html, retold
from consult.rules.source_tags import LEFT_OUT, LIST_TYPES, MOST_START, OWN_LINK, PICTURES
from consult.rules.text import printable, whole_number

TAGS = {"p", "br", "strong", "b", "em", "i", "u", "s", "sup", "sub", "ul", "ol", "li", "h3", "h4", "table", "thead", "tbody",
        "tr", "th", "td", "blockquote"}  # fmt: skip
# From which review a point of a draft comes; documents leave that out.
_SOURCES = re.compile(r'\s*<a href="#review-([0-9]{1,18})">.*?</a>', re.DOTALL)
MOST_CHARACTERS = 400_000
MOST_ROWS = 1_500
DEEPEST = 30
# Cells over which one may reach: more than any table of an office has. A span that is dropped moves the cells after it.
MOST_SPAN = {"colspan": 60, "rowspan": 500}
VOID = {"br", "img", "hr", "col", "input", "meta", "link"}


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "a" and name == "href":
        return value if OWN_LINK.fullmatch(value) else None
    if tag == "ol":
        fits = value in LIST_TYPES.values() if name == "type" else 0 < (whole_number(value) or 0) <= MOST_START
        return value if fits else None
    return value if name in MOST_SPAN and 0 < (whole_number(value) or 0) <= MOST_SPAN[name] else None


def _source(text: str) -> str:
    """What was sent as HTML in NFC; plain text becomes paragraphs."""
    text = unicodedata.normalize("NFC", printable(text))
    if is_html(text):
        return text
    # Somebody without the editor wrote it; an entity is what the editor makes of "<" and "&".
    lines = (escape(unescape(line.strip()), quote=False) for line in text.splitlines())
    return "".join(f"<p>{line}</p>" for line in lines if line)


def clean(html: str, *, marked: bool = False) -> str:
    """``html`` in NFC with the tags of ``TAGS`` and links to reviews, every letter with its meaning.

    Plain text becomes paragraphs. ``marked`` keeps what is marked as added or removed. What is clean already stays as it is.
    """
    text, _left_out = retold(_source(html), marked=marked)
    cleaned = nh3.clean(
        text,
        tags=TAGS | {"a"} | ({"ins", "del"} if marked else set()),
        attributes={
            "a": {"href"},
            "ol": {"start", "type"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan"},
        },
        attribute_filter=_kept_attribute,
        url_schemes=set(),
        strip_comments=True,
        link_rel=None,
    )
    # An entity may have named what no file holds.
    return printable(cleaned)


_TOLD = {
    "pictures": lambda count: ngettext_lazy("%(count)s picture", "%(count)s pictures", count),
    "formulas": lambda count: ngettext_lazy("the form of %(count)s formula", "the form of %(count)s formulas", count),
    "objects": lambda count: ngettext_lazy("%(count)s embedded object", "%(count)s embedded objects", count),
    "inputs": lambda count: ngettext_lazy("%(count)s form field", "%(count)s form fields", count),
    "hidden": lambda count: ngettext_lazy("%(count)s hidden passage", "%(count)s hidden passages", count),
}


def left_out(html: str) -> str:
    """What of ``html`` is in no text of ours and carried meaning, in the user's language, or ""."""
    _text, counts = retold(_source(html))
    parts = [str(_TOLD[kind](counts[kind]) % {"count": counts[kind]}) for kind in LEFT_OUT if counts[kind]]
    if not parts:
        return ""
    said = str(_("Left out of the text: %(parts)s.") % {"parts": ", ".join(parts)})
    advice = str(_("Attach pictures and files to the dossier and name them in the text.")) if counts[PICTURES] else ""
    return f"{said} {advice}".strip()


def printed(html: str) -> str:
    """Cleaned text as documents carry it: without the notes of where a point comes from."""
    return _SOURCES.sub("", clean(html))


def sourced(html: str, readable: Collection[int]) -> str:
    """Cleaned text with the notes of where a point comes from, as far as their reviews are among ``readable``."""
    return _SOURCES.sub(lambda found: found[0] if int(found[1]) in readable else "", clean(html))


def is_empty(html: str) -> bool:
    """Whether nothing remains to read."""
    return not nh3.clean(html, tags=set()).replace("&nbsp;", "").strip()


class _Measure(HTMLParser):
    """How deep a text nests, and how many rows its tables have."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.deepest = self.rows = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)
        self.rows += tag == "tr"

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - 1)


def too_much(html: str) -> str:
    """Why a text is too large to be set on paper, in the user's language, or ""."""
    if len(html) > MOST_CHARACTERS:
        return str(_("The text is too long: at most %(most)s characters. Attach long tables as a file instead.")
                   % {"most": MOST_CHARACTERS})  # fmt: skip
    measure = _Measure()
    measure.feed(html)
    if measure.rows > MOST_ROWS:
        return str(_("The tables have too many rows: at most %(most)s. Attach long tables as a file instead.")
                   % {"most": MOST_ROWS})  # fmt: skip
    if measure.deepest > DEEPEST:
        return str(_("Lists and tables are nested too deeply. Simplify the text."))
    return ""
