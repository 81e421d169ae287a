"""What the tests of documents in Word share: LibreOffice, and a judge of the files."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

from openxml_audit import OpenXmlValidator
from pypdf import PdfReader

# As Microsoft's own kit judges files for Word 2019.
_JUDGE = OpenXmlValidator()


def faults_of(file: bytes, folder: Path) -> list[str]:
    """What is wrong with a DOCX by the order of its elements, its types and its relationships."""
    path = folder / "judged.docx"
    path.write_bytes(file)
    return [f"{error.part_uri}: {error.description}" for error in _JUDGE.validate(path).errors]


def converted(files: dict[str, bytes], kind: str, folder: Path) -> dict[str, bytes]:
    """DOCX files as LibreOffice writes them in another format, in one start of it."""
    sources = []
    for name, file in files.items():
        sources.append(folder / f"{name}.docx")
        sources[-1].write_bytes(file)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", kind]
    done = subprocess.run([*command, "--outdir", folder / "made", *sources], capture_output=True, check=True, text=True)
    assert "Error" not in done.stdout + done.stderr
    return {name: (folder / "made" / f"{name}.{kind.partition(':')[0]}").read_bytes() for name in files}


def page_counts(files: dict[str, bytes], folder: Path) -> dict[str, int]:
    """How many pages LibreOffice makes of each."""
    made = converted(files, "pdf", folder)
    return {name: len(PdfReader(io.BytesIO(file)).pages) for name, file in made.items()}
