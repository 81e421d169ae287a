"""An office's own Word template: which fields it uses, and the document that comes of filling it in.

To be called within ``read_confined``. A template is text with names in double braces and conditions on names, nothing more:
whatever else the template language could do is refused before anything of it runs.
"""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any

from docxtpl import DocxTemplate, Listing
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from .word_template_faults import WORD, faults_of, faults_of_notes, named_in

ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.Not, nodes.And, nodes.Or)
# Addresses that only a reader's click follows.
LINK = "/hyperlink"
# Files of other programs within the file, which the converter does not show and a reader's Word opens.
CARRIED = ("/oleObject", "/package", "/aFChunk", "/subDocument")
AROUND = 60
MOST_FAULTS = 30
MARK = '</w:t></w:r><w:bookmarkStart w:id="{id}" w:name="{name}"/><w:bookmarkEnd w:id="{id}"/><w:r><w:t xml:space="preserve">'
# What a file says of itself, which is filled in as well.
PROPERTIES = ("author", "category", "comments", "content_status", "identifier", "keywords", "language", "last_modified_by",
              "subject", "title", "version")  # fmt: skip
# Ids of bookmarks that no template has by chance.
FIRST_ID = 900_001
# Braces that hold neither a name nor a plain condition.
ODD = r"\{\{(?!\s*(?:[pr] )?\s*\w+\s*\}\})|\{%(?!\w*\s*(?:if\s+(?:not\s+)?\w+|else|endif)\s*%\})|\{#"


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _parts(template: DocxTemplate) -> Iterator[tuple[Any, str]]:
    """Each part that is filled in: its tree, and its source in the template language."""
    template.init_docx()
    body = template.get_docx()._element.body
    yield body, template.patch_xml(template.get_xml())
    for address in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(address):
            tree = etree.fromstring(part.blob)
            yield tree, template.patch_xml(etree.tostring(tree, encoding="unicode"))


def examine(stream: IO[bytes]) -> dict[str, Any]:
    """``{"fields": [names used], "faults": [{"code", "name", "place"}]}``.

    A fault is ``syntax`` (braces that do not match), ``program`` (anything but a name or a condition), ``outside`` (a picture,
    template or field that fetches from another address), ``object`` (a file of another program), ``tracked`` (a change that
    nobody accepted), ``comment``, ``page`` (larger than A3), ``alone`` (a block beside other text), or ``note`` (a field in a
    footnote or endnote). ``place`` is text around it.
    """
    template = DocxTemplate(stream)
    used: dict[str, None] = {}
    texts: list[str] = []
    faults = [{"code": "outside", "name": address[:100], "place": ""} for address in _outside(template)]
    faults += [{"code": "object", "name": name[:100], "place": ""} for name in _carried(template)]
    faults += faults_of_notes(template.get_docx().part.package)
    for tree, source in _parts(template):
        texts += _texts(tree)
        found = list(faults_of(tree))
        faults += found
        if any(fault["code"] == "alone" for fault in found):
            # What a block takes the place of would hide the rest.
            used.update(dict.fromkeys(named_in(tree)))
            continue
        try:
            parsed = _environment().parse(source)
        except TemplateSyntaxError as fault:
            faults.append({"code": "syntax", "name": str(fault.message)[:100], "place": _suspicious(tree)})
            continue
        for node in _walk(parsed):
            if not isinstance(node, ALLOWED):
                faults.append({"code": "program", "name": type(node).__name__.lower(), "place": _suspicious(tree)})
            elif isinstance(node, nodes.Name):
                used.setdefault(node.name)
    return {
        "fields": list(used),
        "faults": faults[:MOST_FAULTS],
        "places": {name: _around(texts, rf"\{{[{{%][^}}%]*\b{re.escape(name)}\b") for name in used},
    }


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    if isinstance(node, ALLOWED):
        for child in node.iter_child_nodes():
            yield from _walk(child)


def _outside(template: DocxTemplate) -> Iterator[str]:
    template.init_docx()
    for part in template.get_docx().part.package.iter_parts():
        for relation in part.rels.values():
            if relation.is_external and not relation.reltype.endswith(LINK):
                yield relation.target_ref


def _carried(template: DocxTemplate) -> Iterator[str]:
    for part in template.get_docx().part.package.iter_parts():
        for relation in part.rels.values():
            if not relation.is_external and relation.reltype.endswith(CARRIED):
                yield relation.target_part.partname.filename


def _texts(tree: Any) -> Iterator[str]:
    for paragraph in tree.iter(f"{WORD}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{WORD}t"))


def _suspicious(tree: Any) -> str:
    """The text around the first braces that hold something other than a name or a condition on one."""
    return _around(_texts(tree), ODD)


def _around(texts: Iterable[str], wanted: str) -> str:
    for text in texts:
        found = re.search(wanted, text)
        if found:
            return text[max(0, found.start() - AROUND) : found.end() + AROUND]
    return ""


def fill(stream: IO[bytes], values: IO[bytes], *blocks: IO[bytes]) -> dict[str, str]:
    """The filled-in document: ``{"docx": base64}``.

    ``values`` is JSON: ``texts`` (name → text, lines become paragraphs), ``marks`` (name → name of the bookmark that stands
    after the text of that name, or alone), ``blocks`` (names, in the order of the DOCX files ``blocks``).
    """
    given = json.load(values)
    template = DocxTemplate(stream)
    template.init_docx()
    for name in PROPERTIES:
        setattr(template.get_docx().core_properties, name, "")
    context: dict[str, Any] = {name: _lines(text) for name, text in given["texts"].items()}
    for number, (name, bookmark) in enumerate(given["marks"].items(), FIRST_ID):
        mark = Markup(MARK.format(id=number, name=bookmark))  # noqa: S704  (our own names)
        context[name] = escape(given["texts"].get(name, "")) + mark
    for name, block in zip(given["blocks"], blocks, strict=False):
        context[name] = template.new_subdoc(block)
    for name in given["blocks"][len(blocks) :]:
        context[name] = ""
    template.render(context, _environment(), autoescape=True)
    made = io.BytesIO()
    template.save(made)
    return {"docx": base64.b64encode(made.getvalue()).decode()}


def _lines(text: str) -> Any:
    return Listing(text.replace("\n", "\a")) if "\n" in text else text
