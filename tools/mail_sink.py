"""A mail server for trying and for tests: takes every mail and writes it into a folder, one file each.

Run by ``python -m tools.mail_sink PORT FOLDER``.
"""

from __future__ import annotations

import asyncio
import sys
import uuid
from pathlib import Path
from typing import Any

from aiosmtpd.controller import UnthreadedController


class Keeper:
    """Keeps a mail before it says that it has it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        name = uuid.uuid4().hex
        part = self.folder / f"{name}.part"
        part.write_bytes(envelope.content)
        part.rename(self.folder / f"{name}.eml")
        return "250 kept"


def main(port: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    loop = asyncio.new_event_loop()
    controller = UnthreadedController(Keeper(folder), hostname="127.0.0.1", port=port, loop=loop)
    controller.begin()
    loop.run_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
