"""Keeps the memory of a process of many threads flat; does nothing where the C library is not glibc."""

from __future__ import annotations

import ctypes
import threading
import time

# Threads get heaps of their own, up to eight a core, and each keeps the most that one request ever took in it.
M_ARENA_MAX, HEAPS = -8, 2
# Bytes from which a block is mapped by itself and given back at once. glibc raises this bound up to 32 MiB with what it
# sees freed, and uploads of that size then leave holes in the heaps.
M_MMAP_THRESHOLD, LARGE = -3, 128 * 1024
# Seconds between giving free pages back; it takes some milliseconds.
EVERY = 60.0


def keep_flat() -> None:
    """To be called once, before other threads begin."""
    library = ctypes.CDLL(None)
    mallopt, trim = getattr(library, "mallopt", None), getattr(library, "malloc_trim", None)
    if mallopt is None or trim is None:
        return
    mallopt(M_ARENA_MAX, HEAPS)
    mallopt(M_MMAP_THRESHOLD, LARGE)

    def give_back() -> None:
        while True:
            time.sleep(EVERY)
            trim(0)

    threading.Thread(target=give_back, name="memory", daemon=True).start()
