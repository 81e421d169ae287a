"""The side of the renderer that asks: starts the process, sends pages, waits so long and no longer."""

from __future__ import annotations

import json
import os
import selectors
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .measure import LayoutFault
from .typeset import Box, RenderedPdf, RenderRefusedError

LENGTH = struct.Struct(">Q")
CHUNK = 1 << 16
START_SECONDS = 60.0


@dataclass(frozen=True)
class Limits:
    """What one page may take. After ``recycle`` pages the process is replaced, whatever it may have gathered."""

    seconds: float = 60.0
    memory_bytes: int = 1024 * 1024 * 1024
    pages: int = 300
    html_bytes: int = 4 * 1024 * 1024
    recycle: int = 100


class RendererBrokenError(Exception):
    """The process ended in the middle of a page; another attempt may succeed."""


class Renderer:
    """One process, one page at a time; a second thread waits its turn."""

    def __init__(self, fonts: Mapping[str, Path], style: str, limits: Limits) -> None:
        self.fonts = fonts
        self.style = style
        self.limits = limits
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0
        self._scratch: tempfile.TemporaryDirectory[str] | None = None

    def render(self, html: str, *, extra_style: str = "", seconds: float | None = None) -> RenderedPdf:
        """Make the PDF, within ``seconds`` where that is less than the limit.

        Raises ``RenderRefusedError`` when the page goes beyond a limit, ``RendererBrokenError`` when the process ended, and
        ``RuntimeError`` with the typesetter's own words when it cannot set the page.
        """
        if len(html.encode()) > self.limits.html_bytes:
            raise RenderRefusedError("size")
        with self._lock:
            process = self._ready()
            try:
                answer, content = self._ask(process, {"html": html, "extra_style": extra_style}, seconds)
            except (RenderRefusedError, RendererBrokenError):
                self.stop()
                raise
            self._made += 1
            if "refused" in answer or self._made >= self.limits.recycle:
                self.stop()
        if "refused" in answer:
            raise RenderRefusedError(answer["refused"], answer.get("detail", ""))
        if "fault" in answer:
            raise RuntimeError(answer["fault"])
        places = {name: Box(*box) for name, box in answer["places"].items()}
        faults = tuple(LayoutFault(*fault) for fault in answer["faults"])
        return RenderedPdf(content, answer["pages"], places, faults)

    @property
    def pid(self) -> int | None:
        """The process behind the renderer, while there is one."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """End the process; the next page starts another."""
        process, self._process, self._made = self._process, None, 0
        if process is not None:
            process.kill()
            process.communicate()
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.stop()
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        # The only place where it may write, and of its own, so that it reads nobody else's.
        self._scratch = tempfile.TemporaryDirectory(prefix="consult-renderer-")
        environment["TMPDIR"] = self._scratch.name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "consult.libraries.renderer.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).resolve().parents[3],
            env=environment,
            start_new_session=True,
        )
        setup = {
            "fonts": {name: str(path) for name, path in self.fonts.items()},
            "style": self.style,
            "memory_bytes": self.limits.memory_bytes,
            "most_pages": self.limits.pages,
        }
        self._send(self._process, setup)
        return self._process

    def _send(self, process: subprocess.Popen[bytes], message: dict[str, Any]) -> None:
        assert process.stdin is not None
        body = json.dumps(message).encode()
        try:
            process.stdin.write(LENGTH.pack(len(body)) + body)
            process.stdin.flush()
        except BrokenPipeError as fault:
            raise RendererBrokenError("the renderer ended before the page") from fault

    def _ask(
        self, process: subprocess.Popen[bytes], message: dict[str, Any], seconds: float | None
    ) -> tuple[dict[str, Any], bytes]:
        self._send(process, message)
        wait = min(self.limits.seconds, seconds or self.limits.seconds) + (START_SECONDS if self._made == 0 else 0)
        until = time.monotonic() + wait
        head = json.loads(self._receive(process, LENGTH.unpack(self._receive(process, LENGTH.size, until))[0], until))
        return head, self._receive(process, head["size"], until)

    def _receive(self, process: subprocess.Popen[bytes], size: int, until: float) -> bytes:
        assert process.stdout is not None
        got = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while len(got) < size:
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise RenderRefusedError("time")
                part = os.read(process.stdout.fileno(), min(CHUNK, size - len(got)))
                if not part:
                    raise RendererBrokenError(f"the renderer ended within a page ({process.poll()})")
                got += part
        return bytes(got)
