"""Rich text from people, made harmless and bounded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from html.parser import HTMLParser

import nh3
from django.utils.translation import gettext_lazy as _

from consult.rules.text import whole_number

TAGS = {"p", "br", "strong", "b", "em", "i", "u", "ul", "ol", "li", "h3", "h4", "table", "thead", "tbody", "tr", "th",
        "td", "blockquote"}  # fmt: skip
# A point in a draft says from which review it comes; papers leave that out.
SOURCE = re.compile(r"#review-[0-9]{1,18}")
_SOURCES = re.compile(r'\s*<a href="#review-([0-9]{1,18})">.*?</a>', re.DOTALL)
MOST_CHARACTERS = 400_000
MOST_ROWS = 1_500
DEEPEST = 30
VOID = {"br", "img", "hr", "col", "input", "meta", "link"}


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "a" and name == "href":
        return value if SOURCE.fullmatch(value) else None
    return value if name in ("colspan", "rowspan") and 0 < (whole_number(value) or 0) <= 20 else None


def clean(html: str, *, marked: bool = False) -> str:
    """``html`` in NFC with the tags of ``TAGS`` and links to reviews; plain text becomes paragraphs.

    ``marked`` keeps what is marked as added or removed.
    """
    text = unicodedata.normalize("NFC", html)
    if "<" not in text:
        text = "".join(f"<p>{line.strip()}</p>" for line in text.splitlines() if line.strip())
    return nh3.clean(
        text,
        tags=TAGS | {"a"} | ({"ins", "del"} if marked else set()),
        attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        attribute_filter=_kept_attribute,
        url_schemes=set(),
        strip_comments=True,
        link_rel=None,
    )


def printed(html: str) -> str:
    """Cleaned text as papers carry it: without the notes of where a point comes from."""
    return _SOURCES.sub("", clean(html)).replace("<a>", "").replace("</a>", "")


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
        return str(_("The text is too long: at most %(most)s letters. Attach long tables as a file instead.")
                   % {"most": MOST_CHARACTERS})  # fmt: skip
    measure = _Measure()
    measure.feed(html)
    if measure.rows > MOST_ROWS:
        return str(_("The tables have too many rows: at most %(most)s. Attach long tables as a file instead.")
                   % {"most": MOST_ROWS})  # fmt: skip
    if measure.deepest > DEEPEST:
        return str(_("Lists and tables lie too deep within each other. Make the text simpler."))
    return ""
