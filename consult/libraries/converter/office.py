"""One run of LibreOffice: a file in, a PDF out, within limits of time, memory and size, without a network.

Each run has a folder of its own with its profile; it goes with the run. Where the system allows it the run sees no network
at all and its processes end together; where it does not, the profile alone forbids what it might fetch.
"""

from __future__ import annotations

import errno
import json
import math
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from consult.libraries.confined import ConfinedError, read_confined

from .profile import write_fonts, write_profile

MEBIBYTE = 1024 * 1024
PROGRAM = "soffice"
# Without these it would run without limits: it does not run then.
BOUNDING = ("setpriv", "prlimit")
# How LibreOffice says that its folder has no room.
NO_ROOM = ("insufficient free disk space", "no space left on device")
LEAST_ROOM = MEBIBYTE
# What is taken, by the suffix under which LibreOffice opens it.
KINDS = ("docx", "odt")
PREFIX = "consult-converter-"
# Older folders were left behind by a worker that was killed.
LEFT_BEHIND_SECONDS = 3600
# PDF/A-3 where the PDF is to be kept, with bookmarks as named places; else what reads best.
ARCHIVAL = {"SelectPdfVersion": 3, "UseTaggedPDF": True, "ExportBookmarksToPDFDestination": True,
            "ExportNotes": False}  # fmt: skip
READ = {"SelectPdfVersion": 0, "ExportBookmarks": True}


@dataclass(frozen=True)
class Limits:
    """What one run may take: seconds of the wall, mebibytes of memory and of the PDF."""

    seconds: float = 60.0
    mebibytes: int = 3072
    pdf_mebibytes: int = 200


@dataclass(frozen=True)
class ConvertedPdf:
    """A PDF that LibreOffice made, and how many pages it has."""

    content: bytes
    pages: int


class ConverterMissingError(Exception):
    """LibreOffice is not installed where this runs."""


class ConversionRefusedError(Exception):
    """The file could not be turned into a PDF: ``limit`` is time, size or fault, or a code of ``file_parsers.pdf``."""

    def __init__(self, limit: str, told: str = "") -> None:
        super().__init__(f"{limit}: {told}" if told else limit)
        self.limit = limit


def is_installed() -> bool:
    """Whether LibreOffice is there, and what bounds it."""
    return all(shutil.which(program) for program in (PROGRAM, *BOUNDING))


def convert(
    source: IO[bytes],
    kind: str,
    limits: Limits | None = None,
    *,
    fonts: Sequence[Path] = (),
    archival: bool = False,
    apart: bool = True,
) -> ConvertedPdf:
    """The PDF of ``source``, a file of ``kind`` (one of ``KINDS``), from its beginning.

    ``fonts`` are folders of faces beside those of the system. ``archival`` makes PDF/A-3b. ``apart`` cuts the run off the
    network where the system allows it. Raises ``ConverterMissingError``, ``ConversionRefusedError``, and ``OSError`` where
    the disk is full.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind} is not turned into PDF")
    found = shutil.which(PROGRAM)
    if found is None or not is_installed():
        raise ConverterMissingError(PROGRAM)
    limits = limits or Limits()
    _remove_left_behind()
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as made:
        folder = Path(made)
        write_profile(folder / "profile")
        write_fonts(folder / "fonts.conf", fonts, folder / "cache")
        given = folder / f"document.{kind}"
        source.seek(0)
        with given.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        told = _run(_command(found, folder, given, limits, archival=archival, apart=apart), folder, limits.seconds)
        return _checked(folder / "out" / "document.pdf", limits, told)


def _command(program: str, folder: Path, given: Path, limits: Limits, *, archival: bool, apart: bool) -> list[str]:
    options = {name: _typed(value) for name, value in (ARCHIVAL if archival else READ).items()}
    # What no longer has anybody who waits for it ends by itself.
    processor = math.ceil(2 * limits.seconds)
    memory, pdf = limits.mebibytes * MEBIBYTE, limits.pdf_mebibytes * MEBIBYTE
    bounds = [f"--as={memory}", f"--cpu={processor}", f"--fsize={pdf}", "--core=0"]
    return [
        # The run ends with the worker that asked for it.
        "setpriv", "--pdeathsig", "KILL", "prlimit", *bounds, "--",
        *(_apart() if apart else ()),
        program, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", f"pdf:writer_pdf_Export:{json.dumps(options)}", "--outdir", str(folder / "out"), str(given),
    ]  # fmt: skip


def _typed(value: int | bool) -> dict[str, str]:
    return {"type": "boolean" if isinstance(value, bool) else "long", "value": str(value).lower()}


@cache
def _apart() -> Sequence[str]:
    """What starts a command without a network and ends everything that it started; nothing where the system forbids it."""
    command = ("unshare", "--map-root-user", "--net", "--pid", "--fork", "--kill-child", "--")
    try:
        tried = subprocess.run([*command, "true"], check=False, capture_output=True, timeout=10)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return command if tried.returncode == 0 else ()


def _run(command: Sequence[str], folder: Path, seconds: float) -> str:
    """Run ``command`` and end whatever it started. Returns what it said; raises ``ConversionRefusedError`` when it is late."""
    # It knows none of our secrets.
    env = {
        "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"), "SAL_USE_VCLPLUGIN": "svp", "FONTCONFIG_FILE": str(folder / "fonts.conf"),
    }  # fmt: skip
    log = folder / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(  # noqa: S603  (the words are ours)
            command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired as late:
            raise ConversionRefusedError("time", f"{seconds:g} s") from late
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return log.read_bytes()[-500:].decode(errors="replace").strip()


def _checked(made: Path, limits: Limits, told: str) -> ConvertedPdf:
    """The PDF that was made, if it is one that the reader shows. Raises ``ConversionRefusedError``."""
    if not made.is_file():
        if _is_without_room(made.parent.parent, told):
            raise OSError(errno.ENOSPC, told or os.strerror(errno.ENOSPC))
        raise ConversionRefusedError("fault", told)
    if made.stat().st_size >= limits.pdf_mebibytes * MEBIBYTE:
        raise ConversionRefusedError("size", f"{limits.pdf_mebibytes} MiB")
    with made.open("rb") as stream:
        if stream.read(5) != b"%PDF-":
            raise ConversionRefusedError("fault", told)
        try:
            facts = read_confined("consult.libraries.file_parsers:pdf", stream, seconds=30)
        except ConfinedError as fault:
            raise ConversionRefusedError("fault", str(fault)) from fault
        if "fault" in facts:
            raise ConversionRefusedError(facts["fault"])
        stream.seek(0)
        return ConvertedPdf(stream.read(), facts["pages"])


def _is_without_room(folder: Path, told: str) -> bool:
    """Whether a run came to nothing because the disk is full: that passes, and says nothing of the file."""
    return any(words in told.lower() for words in NO_ROOM) or shutil.disk_usage(folder).free < LEAST_ROOM


def _remove_left_behind() -> None:
    before = time.time() - LEFT_BEHIND_SECONDS
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)
