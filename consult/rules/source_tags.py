"""What the tags and styles of word processors and browsers are in ours; used by ``pasted``."""

from __future__ import annotations

import re

# Names of what was left out, in the order in which they are told.
PICTURES, FORMULAS, OBJECTS, INPUTS, HIDDEN = LEFT_OUT = ("pictures", "formulas", "objects", "inputs", "hidden")

HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
SAME = {"del": "s", "strike": "s", "ins": "u", "strong": "strong", "b": "b", "em": "em", "i": "i", "u": "u", "s": "s",
        "sup": "sup", "sub": "sub"}  # fmt: skip
TABLE = {"table", "thead", "tbody", "tr"}
# Each holds text of its own; the others below give theirs a paragraph.
TEXTUAL = {"p", "h3", "h4", "li", "td", "th"}
BLOCKS = TEXTUAL | TABLE | {"ul", "ol", "blockquote"}
LOOSE = {"div", "section", "article", "header", "footer", "main", "aside", "nav", "center", "address", "figure", "figcaption",
         "dl", "dt", "dd", "pre", "form", "fieldset", "legend", "details", "summary", "body", "tfoot", "hr"}  # fmt: skip
VOID = {"br", "img", "hr", "col", "input", "meta", "link", "wbr", "embed", "area", "base", "source", "track", "param"}
# What is never text; of some it is said that they were left out.
DROPPED = {"script": "", "style": "", "head": "", "title": "", "template": "", "xml": "", "noscript": "", "colgroup": "",
           "svg": PICTURES, "canvas": PICTURES, "iframe": OBJECTS, "object": OBJECTS, "video": OBJECTS, "audio": OBJECTS,
           "select": INPUTS, "textarea": INPUTS, "annotation": "", "annotation-xml": ""}  # fmt: skip
LIST_TYPES = {"decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
              "lower-roman": "i", "upper-roman": "I"}  # fmt: skip
MOST_START = 32_767
TAG = re.compile(r"</?[a-z][a-z0-9:-]*(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
HEAVY = re.compile(r"bold(er)?|[6-9]\d\d|1000")
LIGHT = re.compile(r"normal|lighter|[1-5]\d\d")
SEEN = re.compile(r"[^\s\xa0]")
ADDRESS = re.compile(r"(?:https?|ftp)://\S+|mailto:\S+", re.IGNORECASE)
ANY_TAG = re.compile(r"<[^>]*>")
# A point in a draft says from which review it comes.
OWN_LINK = re.compile(r"#review-[0-9]{1,18}")
NAMED = {"b": "strong", "i": "em"}
# What the beginning of a tag ends, and what it does not reach beyond.
IMPLIED = {"li": ({"li"}, {"ul", "ol"}), "tr": ({"tr"}, {"table"}), "td": ({"td", "th"}, {"tr", "table"}),
           "th": ({"td", "th"}, {"tr", "table"})}  # fmt: skip


def declared(style: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.strip() for name, _colon, value in pairs if value.strip()}


def marks_of(style: dict[str, str]) -> dict[str, bool]:
    """Which marks a style puts on (True) or takes off its text (False)."""
    found: dict[str, bool] = {}
    weight, slant, raised = (style.get(name, "") for name in ("font-weight", "font-style", "vertical-align"))
    if HEAVY.fullmatch(weight) or LIGHT.fullmatch(weight):
        found["strong"] = bool(HEAVY.fullmatch(weight))
    if slant:
        found["em"] = slant.startswith(("italic", "oblique"))
    if raised in ("super", "sub", "baseline"):
        found |= {"sup": raised == "super", "sub": raised == "sub"}
    lines = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}"
    # A line is drawn through all that lies within; "none" further in does not take it away.
    found |= {mark: True for mark, word in (("s", "line-through"), ("u", "underline")) if word in lines}
    return found
