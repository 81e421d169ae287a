"""The data folder of the embedded default: one stack at a time works on it, at an address that stays."""

from __future__ import annotations

import fcntl
import os
import re
import socket
import tempfile
from pathlib import Path

from tools.prepare import StepFailedError

FIRST_PORT = 8000
PORTS_TRIED = 100


def require_writable(folder: Path) -> None:
    """Raises ``StepFailedError`` with a sentence when the data folder takes nothing: read-only, full, or somebody else's."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as stream:
            stream.write(b"x" * 4096)
            stream.flush()
    except OSError as fault:
        raise StepFailedError(
            f"The data folder {folder} cannot be written to: {fault.strerror}. Nothing was changed and nothing is lost. "
            "Make room there or give this user the right to write, or name another folder by CONSULT_DATA_DIR."
        ) from fault


def hold(data_dir: Path) -> int:
    """Hold the folder for this process and all that inherit the file descriptor returned; free again when the last has ended.

    Raises ``StepFailedError`` when another stack works on it, or nothing can be written there.
    """
    require_writable(data_dir)
    handle = os.open(data_dir / "running", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        try:
            port = kept_port(data_dir)
        except StepFailedError:
            port = None
        place = f" at http://localhost:{port}" if port else ""
        raise StepFailedError(
            f"Consult runs already{place}, on the data in {data_dir}.\n"
            "Open that address, or end it first (Ctrl-C in its window)."
        ) from None
    return handle


def kept_port(data_dir: Path) -> int | None:
    """The port that the links in this folder's mails and documents name, if it has had one.

    Raises ``StepFailedError`` when the file that says so is damaged: another port would lead those links nowhere.
    """
    try:
        written = (data_dir / "port").read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return None
    port = _port(written)
    if port is None:
        raise StepFailedError(
            f"The file {data_dir / 'port'} is damaged: it names no port from 1 to 65535. Links that people have been sent\n"
            "name the port that stood there. Look it up in a mail or on a document, and start with it once:  PORT=… make run"
        )
    return port


def _port(written: str) -> int | None:
    """The port that is written in plain digits, or None."""
    port = int(written) if re.fullmatch("[0-9]{1,5}", written) else 0
    return port if 0 < port < 65536 else None


def is_free(port: int) -> bool:
    """Whether nothing listens on this port of loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def port_of(data_dir: Path, asked: str | None) -> int:
    """The port of this folder: ``asked``, the one it has had, or at its first start the first free one from 8000.

    It is kept, since links in mails and codes on documents name it. Raises ``StepFailedError`` when it is taken.
    """
    if asked is not None and _port(asked) is None:
        raise StepFailedError(f"PORT={asked} is no port: give a number from 1 to 65535.")
    kept = kept_port(data_dir) if asked is None else _port(asked)
    if kept is None:
        kept = next((port for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED) if is_free(port)), None)
    if kept is None:
        raise StepFailedError(
            f"Ports {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} are all taken. PORT=… names another."
        )
    if not is_free(kept):
        raise StepFailedError(
            f"Port {kept} is taken by another program. Links that people have been sent name this port, so Consult does not\n"
            "move by itself. End that program, or move Consult for good:  PORT=… make run\n"
            "(links that were sent before then lead nowhere)."
        )
    _keep(data_dir, kept)
    return kept


def _keep(data_dir: Path, port: int) -> None:
    """Write the port aside, then put it in place: a power cut leaves the old one or the new one."""
    aside = data_dir / "port.new"
    with aside.open("w") as stream:
        stream.write(f"{port}\n")
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(data_dir / "port")
    folder = os.open(data_dir, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
