"""Reads a stranger's file in a process of its own, with limits of time and memory: whatever it does there ends there.

Parsers promise neither how long they take nor what they raise. The function that reads is named as ``module:function``;
it takes the open file, and others that it is read beside, and returns what JSON holds. One server process for each of ours
holds the parsers ready and forks for each file, so that a file costs milliseconds and not the start of an interpreter.
"""

from __future__ import annotations

import io
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
MEBIBYTE = 1024 * 1024
SECONDS = 15
MEBIBYTES = 1024
# Imported once, before any file is there.
PARSERS = (
    "consult.libraries.file_parsers", "consult.libraries.heic", "consult.libraries.picture_pages",
    "consult.libraries.signing.validate", "consult.libraries.word_text", "consult.libraries.word_reader",
    "consult.libraries.word_templates", "consult.libraries.pdf_reading", "consult.exports.sheet_reader",
    "consult.libraries.pdf_joining",
)  # fmt: skip
STARTED = b"s"
# How long the server may take to begin, parsers included; then it hangs, and another one is started.
START_SECONDS = 30.0
# How many files of one process are read at the same time: each may take ``MEBIBYTES``.
AT_ONCE = 3
REQUEST_BYTES = 4096
# Of one request: the file, those beside it, and the line on which the answer comes.
DESCRIPTORS = 32


class ConfinedError(Exception):
    """The file could not be read within the limits: ``reason`` is time, memory, fault, or busy where none could be begun."""

    def __init__(self, reason: str, told: str = "") -> None:
        super().__init__(f"{reason}: {told}" if told else reason)
        self.reason = reason


def read_confined(
    function: str, file: IO[bytes], *beside: IO[bytes], seconds: int = SECONDS, mebibytes: int = MEBIBYTES
) -> Any:
    """What ``function`` makes of ``file``, which is at its beginning before and after, and of what it is read ``beside``.

    Raises ``ConfinedError``; ``seconds`` are of processor and twice that of the wall.
    """
    request = json.dumps({"function": function, "seconds": seconds, "mebibytes": mebibytes}).encode()
    with _places(2 * seconds), ExitStack() as opened:
        real = [opened.enter_context(_as_real_file(one)) for one in (file, *beside)]
        told = _told(request, real, seconds)
    file.seek(0)
    if not told:
        # Ended by the kernel, when its seconds of processor were over.
        raise ConfinedError("time")
    answer = json.loads(told)
    if "reason" in answer:
        raise ConfinedError(answer["reason"], answer["told"])
    return answer["made"]


def _told(request: bytes, real: Sequence[IO[bytes]], seconds: int) -> bytes:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        try:
            _server.fork(request, [theirs.fileno(), *(one.fileno() for one in real)])
        except OSError as fault:
            raise ConfinedError("busy", str(fault)) from fault
        theirs.close()
        ours.settimeout(2 * seconds)
        try:
            return b"".join(iter(lambda: ours.recv(MEBIBYTE), b""))
        except TimeoutError as late:
            raise ConfinedError("time") from late


_reading = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def _places(seconds: float) -> Iterator[None]:
    if not _reading.acquire(timeout=seconds):
        raise ConfinedError("busy")
    try:
        yield
    finally:
        _reading.release()


def _as_real_file(file: IO[bytes]) -> IO[bytes]:
    """The file opened once more, or a copy of what lies in memory: another process reads it at a place of its own."""
    file.seek(0)
    try:
        file.flush()
        return os.fdopen(os.open(f"/proc/self/fd/{file.fileno()}", os.O_RDONLY), "rb")
    except (OSError, AttributeError):  # in memory, or a system that shows no open files
        copy: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        file.seek(0)
        return copy


class _Server:
    """The process that forks for each file; started when first needed, and again when it is gone."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.line: socket.socket | None = None

    def fork(self, request: bytes, descriptors: list[int]) -> None:
        """Let a child begin with what is asked. Raises ``OSError`` when no server can be started."""
        with self.lock:
            try:
                self._ask(request, descriptors)
            except OSError:
                if self.process is not None:
                    self.process.kill()
                    self.process.wait()
                    self.process = None
                self._ask(request, descriptors)

    def _ask(self, request: bytes, descriptors: list[int]) -> None:
        if self.process is None or self.process.poll() is not None:
            self._start()
        assert self.line is not None
        socket.send_fds(self.line, [request], descriptors)
        if self.line.recv(1) != STARTED:
            raise OSError("the server of the confined readers has ended")

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "consult.libraries.confined", str(theirs.fileno())]
        # It knows none of our secrets, and what parsers write of a file goes nowhere.
        env = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
        self.process = subprocess.Popen(  # noqa: S603  (the words are ours)
            command, cwd=ROOT, env=env, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        theirs.close()
        ours.settimeout(START_SECONDS)
        if self.line is not None:
            self.line.close()
        self.line = ours


_server = _Server()


def _begin_anew() -> None:
    """A process that was forked from another does not share its server, nor a lock that somebody holds there."""
    global _server, _reading
    _server, _reading = _Server(), threading.BoundedSemaphore(AT_ONCE)


os.register_at_fork(after_in_child=_begin_anew)


def serve(line: socket.socket) -> None:
    """Fork for each request until the other end of ``line`` is closed."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for module in PARSERS:
        import_module(module)
    while True:
        request, descriptors, _flags, _address = socket.recv_fds(line, REQUEST_BYTES, DESCRIPTORS)
        if not request:
            return
        if os.fork() == 0:
            line.close()
            _read(json.loads(request), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        line.sendall(STARTED)


def _read(asked: dict[str, Any], result: int, *files: int) -> None:
    """The child: read, tell, end. From here on the file decides what happens."""
    seconds, most = asked["seconds"], asked["mebibytes"] * MEBIBYTE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(2 * seconds)
    module, name = asked["function"].split(":")
    try:
        streams = [os.fdopen(file, "rb") for file in files]
        answer = json.dumps({"made": getattr(import_module(module), name)(*streams)})
    except MemoryError:
        answer = json.dumps({"reason": "memory", "told": ""})
    except BaseException as fault:  # whatever the parser raises says something of the file
        answer = json.dumps({"reason": "fault", "told": f"{type(fault).__name__}: {fault}"[:500]})
    with io.FileIO(result, "w") as told:
        whole = memoryview(answer.encode())
        while whole:
            whole = whole[told.write(whole) or 0 :]
    os._exit(0)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
