"""Two versions of a text side by side: words that went on the left, words that came on the right."""

from __future__ import annotations

from lxml import html as lxml_html
from lxml.html.diff import htmldiff


def compare(old: str, new: str) -> tuple[str, str]:
    """Both texts as HTML, ``<del>`` around what is only in the old and ``<ins>`` around what is only in the new.

    The input has to be harmless already; so is what comes back.
    """
    merged = htmldiff(f"<div>{old}</div>", f"<div>{new}</div>")
    return _without(merged, "ins"), _without(merged, "del")


def _without(merged: str, tag: str) -> str:
    tree = lxml_html.fragment_fromstring(merged, create_parent="div")
    for element in list(tree.iter(tag)):
        element.drop_tree()
    return "".join([tree.text or "", *(lxml_html.tostring(child, encoding="unicode") for child in tree)])
