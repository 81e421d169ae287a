"""The texts that installed packages may show: read from their source and from the templates that are really loaded.

The source is read and not a catalogue, since a text without any catalogue is the very one that stays English.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import django
from django.apps import apps
from django.contrib.staticfiles import finders
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from django.utils.translation.template import templatize

OWN = ("consult", "workflows", "config")
# Which positional arguments of the functions are the text, its plural and its context.
PLACES = {
    "gettext": (0, None, None),
    "ngettext": (0, 1, None),
    "pgettext": (1, None, 0),
    "npgettext": (1, 2, 0),
}
CALL = re.compile(r"(?<![\w.])(?:_|n?p?gettext)\(")
# In scripts, names may be shortened away; what the packages' scripts call is ``gettext`` in one way or another.
CALL_OF_SCRIPT = re.compile(r"(?<!\w)(?:gettext|ngettext|pgettext)\(")
CONSTANTS_OF_SCRIPT = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*(,?)""")
NO_TEXTS = re.compile(
    r"(^|/)(tests?|migrations|locale|management|templates|static|conf|project_template|app_template)/"
)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-zA-Z]|%[sdif]|\{\w*\}")


class Text(NamedTuple):
    """A text in the source: the context it is told apart by and its plural, or empty."""

    msgid: str
    plural: str = ""
    context: str = ""

    def shown(self) -> set[str]:
        """The text in the present language, in each of its numbers."""
        if not self.plural:
            return {pgettext(self.context, self.msgid) if self.context else gettext(self.msgid)}
        numbers = (1, 2, 5)
        if self.context:
            return {npgettext(self.context, self.msgid, self.plural, number) for number in numbers}
        return {ngettext(self.msgid, self.plural, number) for number in numbers}


def calls(tree: ast.AST) -> Iterator[Text]:
    """The texts that a piece of source gives to gettext, under whichever of its names."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        name = "gettext" if name in ("_", "__") else name.removesuffix("_lazy").removesuffix("_noop")
        if name not in PLACES:
            continue
        found = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
        parts = [found[place] if place is not None and place < len(found) else "" for place in PLACES[name]]
        msgid, plural, context = (part if isinstance(part, str) else "" for part in parts)
        if msgid:
            yield Text(msgid, plural, context)


def calls_in_template(source: str) -> Iterator[Text]:
    """The texts of ``translate`` and ``blocktranslate``, by Django's own rewriting of a template as source."""
    rewritten = templatize(source)
    for call in CALL.finditer(rewritten):
        end = call.end()
        while end := rewritten.find(")", end) + 1:
            try:
                yield from calls(ast.parse(rewritten[call.start() : end], mode="eval"))
            except SyntaxError:
                continue
            break


def calls_in_script(source: str) -> Iterator[Text]:
    for call in CALL_OF_SCRIPT.finditer(source):
        found: list[str] = []
        position = call.end()
        while constant := CONSTANTS_OF_SCRIPT.match(source, position):
            found.append(re.sub(r"\\(.)", r"\1", constant[1] or constant[2] or ""))
            position = constant.end()
            if not constant[3]:
                break
        if found and call[0] == "pgettext(" and len(found) > 1:
            yield Text(found[1], context=found[0])
        elif found and found[0]:
            yield Text(found[0], found[1] if call[0] == "ngettext(" and len(found) > 1 else "")


def packages() -> dict[str, Path]:
    """The packages with their folders: the installed apps that are not ours, and Django's own core."""
    found = {app.name: Path(app.path) for app in apps.get_app_configs() if not app.name.startswith(OWN)}
    return {**found, "django": Path(inspect.getfile(django)).parent}


def files(root: Path, ending: str) -> Iterator[Path]:
    """Files of one app; a folder with an ``apps.py`` of its own is another's, installed or not."""
    others = {path.parent for path in root.rglob("apps.py") if path.parent != root}
    others |= {other for other in packages().values() if other != root and other.is_relative_to(root)}
    for path in sorted(root.rglob(f"*.{ending}")):
        if not any(path.is_relative_to(other) for other in others):
            yield path


def loaded(name: str, path: Path) -> bool:
    """Whether this file is what the name stands for: ours may come before it, or it cannot be loaded at all."""
    try:
        origin = get_template(name).template.origin.name  # type: ignore[attr-defined]
    except TemplateSyntaxError:
        return False
    return Path(origin) == path


@cache
def texts() -> dict[Text, set[str]]:
    """Each text with the files it stands in, as ``app:file`` and ``app:templates/file``."""
    found: dict[Text, set[str]] = {}
    for app, root in packages().items():
        for path in files(root, "py"):
            inside = path.relative_to(root).as_posix()
            if NO_TEXTS.search(inside):
                continue
            for text in calls(ast.parse(path.read_text())):
                found.setdefault(text, set()).add(f"{app}:{inside}")
        for ending in ("html", "txt", "xml"):
            for path in sorted((root / "templates").rglob(f"*.{ending}")):
                name = path.relative_to(root / "templates").as_posix()
                if app != "django" and loaded(name, path):
                    for text in calls_in_template(path.read_text()):
                        found.setdefault(text, set()).add(f"{app}:templates/{name}")
    return found


@cache
def texts_of_scripts() -> dict[Text, set[str]]:
    """Each text of the packages' scripts that are served, with the files it stands in."""
    found: dict[Text, set[str]] = {}
    for app, root in packages().items():
        for path in sorted((root / "static").rglob("*.js")):
            name = path.relative_to(root / "static").as_posix()
            if "vendor" not in path.parts and finders.find(name) == str(path):
                for text in calls_in_script(path.read_text()):
                    found.setdefault(text, set()).add(f"{app}:static/{name}")
    return found
