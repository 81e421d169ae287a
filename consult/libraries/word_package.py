"""The parts of a DOCX that say what its text is: main text, styles, numberings. To be called within ``read_confined``."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from typing import IO, Any

from lxml import etree

MEBIBYTE = 1024 * 1024
# Of one part, unpacked; a text of 400,000 letters has some ten.
MOST_OF_A_PART = 64 * MEBIBYTE
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Word's other spelling of the same names, in files that were saved as "strict".
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


class TooLargeError(Exception):
    """A part of the file is larger than any text of ours."""


@dataclass(frozen=True)
class Style:
    """A style as far as it tells what a text is: its name in small letters, what it is built on, its properties."""

    name: str
    base: str
    paragraph: Any
    run: Any


@dataclass(frozen=True)
class Level:
    """One level of a numbering: how it counts, its first number, and how far in its text stands, in twentieths of a point."""

    kind: str
    start: int
    left: int


@dataclass
class WordPackage:
    """A DOCX, opened. ``words`` are the document's keywords, where a file of ours tells what it is."""

    body: Any
    styles: dict[str, Style] = field(default_factory=dict)
    numberings: dict[str, dict[int, Level]] = field(default_factory=dict)
    words: str = ""

    def chain(self, style: str) -> list[Style]:
        """A style and those that it is built on."""
        found: list[Style] = []
        while style in self.styles and self.styles[style] not in found:
            found.append(self.styles[style])
            style = found[-1].base
        return found


def value(element: Any, path: str, name: str = "val") -> str:
    """An attribute of what lies below ``element``, "" where there is none: ``value(p, "pPr/pStyle")``."""
    if element is None:
        return ""
    found = element.find("/".join(W + part for part in path.split("/"))) if path else element
    return "" if found is None else found.get(W + name, "")


def number(text: str, otherwise: int = 0) -> int:
    """``text`` as a whole number; Word writes some with a fraction."""
    try:
        return int(float(text))
    except ValueError:
        return otherwise


def open_package(stream: IO[bytes]) -> WordPackage:
    """Open a DOCX. Raises ``TooLargeError``, and whatever a damaged file makes the libraries raise."""
    with zipfile.ZipFile(stream) as archive:
        main = _main_part(archive)
        folder = main.rpartition("/")[0]
        body = _part(archive, main).find(f"{W}body")
        package = WordPackage(body)
        if f"{folder}/styles.xml" in archive.namelist():
            package.styles = _styles(_part(archive, f"{folder}/styles.xml"))
        if f"{folder}/numbering.xml" in archive.namelist():
            package.numberings = _numberings(_part(archive, f"{folder}/numbering.xml"))
        if "docProps/core.xml" in archive.namelist():
            told = _part(archive, "docProps/core.xml")
            package.words = next((one.text or "" for one in told.iter() if str(one.tag).endswith("}keywords")), "")
    return package


def _main_part(archive: zipfile.ZipFile) -> str:
    for relation in _part(archive, "_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    if archive.getinfo(name).file_size > MOST_OF_A_PART:
        raise TooLargeError(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    source = archive.read(name)
    return etree.fromstring(source.replace(STRICT[1:-1].encode(), W[1:-1].encode()), parser)


def _styles(root: Any) -> dict[str, Style]:
    return {
        style.get(f"{W}styleId", ""): Style(
            value(style, "name").lower(), value(style, "basedOn"), style.find(f"{W}pPr"), style.find(f"{W}rPr")
        )
        for style in root.iter(f"{W}style")
    }


def _numberings(root: Any) -> dict[str, dict[int, Level]]:
    patterns = {
        pattern.get(f"{W}abstractNumId"): {
            number(level.get(f"{W}ilvl", "0")): _level(level) for level in pattern.iter(f"{W}lvl")
        }
        for pattern in root.iter(f"{W}abstractNum")
    }
    found = {}
    for one in root.iter(f"{W}num"):
        levels = dict(patterns.get(value(one, "abstractNumId"), {}))
        for changed in one.iter(f"{W}lvlOverride"):
            place = number(changed.get(f"{W}ilvl", "0"))
            own = changed.find(f"{W}lvl")
            level = _level(own) if own is not None else levels.get(place)
            start = value(changed, "startOverride")
            if level is not None:
                levels[place] = Level(level.kind, number(start, level.start), level.left)
        found[one.get(f"{W}numId", "")] = levels
    return found


def _level(level: Any) -> Level:
    left = value(level, "pPr/ind", "left") or value(level, "pPr/ind", "start")
    return Level(value(level, "numFmt") or "decimal", number(value(level, "start") or "1", 1), number(left))
