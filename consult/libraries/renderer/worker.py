"""The process behind the renderer: ``python -m consult.libraries.renderer.worker``.

Requests come on standard input, answers go to standard output: a length of eight bytes, then JSON; a PDF follows its
answer. It ends when its input does. What it may open is closed behind it before the first page comes in.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import signal
import struct
import sys
import tempfile
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import IO, Any

from consult.libraries.renderer.typeset import ForbiddenAddressError, RenderRefusedError, Typesetter

LENGTH = struct.Struct(">Q")
FORBIDDEN_EVENTS = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "shutil.",
    "os.remove",
)


def _read(stream: IO[bytes]) -> dict[str, Any] | None:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return json.loads(stream.read(LENGTH.unpack(head)[0]))


def _write(stream: IO[bytes], answer: dict[str, Any], content: bytes = b"") -> None:
    head = json.dumps({**answer, "size": len(content)}).encode()
    stream.write(LENGTH.pack(len(head)) + head + content)
    stream.flush()


def _shut_in(readable: list[str]) -> None:
    """Forbid the network, other processes, and files beyond Python's own, the fonts and this process's scratch."""
    allowed = tuple(os.path.realpath(path) + os.sep for path in [*readable, sys.prefix, sys.base_prefix, scratch()])

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(FORBIDDEN_EVENTS):
            raise PermissionError(f"the renderer does not {event}")
        if event == "open" and isinstance(arguments[0], (str, bytes)):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if not path.startswith(allowed):
                raise PermissionError(f"the renderer does not open {path}")

    sys.addaudithook(hook)


def _tidier() -> Callable[[], object]:
    """Collect garbage between pages instead of within them, and give memory back: a page in the making keeps it all."""
    gc.disable()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)

    def tidy() -> None:
        gc.collect()
        if trim is not None:
            trim(0)

    return tidy


def scratch() -> str:
    return tempfile.gettempdir()


def _bound(memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Deeply nested pages recurse; this is deep enough for documents and ends before the stack does.
    sys.setrecursionlimit(5_000)


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    setup = _read(stdin)
    if setup is None:
        return
    fonts = {name: Path(path) for name, path in setup["fonts"].items()}
    typesetter = Typesetter(fonts, setup["style"])
    tidy = _tidier()
    _bound(setup["memory_bytes"])
    _shut_in([str(path.parent) for path in fonts.values()])
    while (request := _read(stdin)) is not None:
        try:
            made = typesetter.set(
                request["html"], most_pages=setup["most_pages"], extra_style=request.get("extra_style", "")
            )
        except RenderRefusedError as refusal:
            _write(stdout, {"refused": refusal.limit, "detail": refusal.detail})
        except ForbiddenAddressError as refusal:
            _write(stdout, {"refused": "address", "detail": str(refusal)})
        except RecursionError:
            _write(stdout, {"refused": "depth"})
        except (MemoryError, SystemError):
            # C code that gets no memory may fail without saying why.
            _write(stdout, {"refused": "memory"})
            return
        except Exception as fault:
            _write(stdout, {"fault": f"{type(fault).__name__}: {fault}"[:500]})
        else:
            _write(
                stdout,
                {
                    "pages": made.pages,
                    "places": {name: astuple(box) for name, box in made.places.items()},
                    "faults": [astuple(fault) for fault in made.faults],
                },
                made.content,
            )
            del made
        tidy()


if __name__ == "__main__":
    main()
