"""Checks that every text of the program is in the Vietnamese catalogue, and translated."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/vi/LC_MESSAGES/django.po")
SOURCES = ("consult", "workflows", "config", "templates", "locale", "manage.py")
# One form of address throughout: "ông/bà".
OTHER_ADDRESS = re.compile(r"\b(bạn|ông, bà|quý vị)\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def extracted() -> polib.POFile:
    """The texts of the program as they are now, gathered in a copy so that the catalogue itself is not touched."""
    with tempfile.TemporaryDirectory() as scratch:
        for name in SOURCES:
            source, target = ROOT / name, Path(scratch) / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
            else:
                shutil.copy(source, target)
        command = [sys.executable, "-m", "django", "makemessages", "-l", "vi", "--no-location", "--no-wrap"]
        command += ["--ignore", "templates/documents/*"]
        subprocess.run(command, cwd=scratch, check=True, capture_output=True)
        return polib.pofile(str(Path(scratch) / CATALOGUE))


def faults() -> list[str]:
    """What is missing, untranslated, doubtful, has other placeholders than its original or another form of address."""
    kept = {entry.msgid: entry for entry in polib.pofile(str(ROOT / CATALOGUE)) if not entry.obsolete}
    wanted = {entry.msgid for entry in extracted() if not entry.obsolete}
    found = [f"not in the catalogue: {msgid!r}" for msgid in sorted(wanted - kept.keys())]
    found += [f"no longer used: {msgid!r}" for msgid in sorted(kept.keys() - wanted)]
    for entry in kept.values():
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if "fuzzy" in entry.flags or not all(texts):
            found.append(f"not translated: {entry.msgid!r}")
        elif any(set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid)) for text in texts):
            found.append(f"placeholders differ: {entry.msgid!r}")
        if any(OTHER_ADDRESS.search(text) for text in texts):
            found.append(f"addresses people in another way than elsewhere: {entry.msgid!r}")
    return found


if __name__ == "__main__":
    problems = faults()
    print("\n".join(problems) or "every text is translated")
    sys.exit(bool(problems))
