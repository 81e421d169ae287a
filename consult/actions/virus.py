"""Asking clamd about an upload, where one is configured."""

from __future__ import annotations

import logging
from typing import IO

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consult.files import FileFaultError

logger = logging.getLogger(__name__)

SECONDS = 60


def refuse_virus(stream: IO[bytes]) -> None:
    """Raises ``FileFaultError`` when clamd finds something, and when it cannot be asked: nothing passes unsearched."""
    if not settings.CLAMD_ADDRESS:
        return
    stream.seek(0)
    try:
        found = _client(settings.CLAMD_ADDRESS).instream(stream)  # type: ignore[arg-type]
    except (ClamdError, OSError) as fault:
        logger.warning("clamd could not be asked: %s", fault)
        raise FileFaultError(
            "not_searched", _("The file could not be scanned for viruses just now. Choose it again in a few minutes.")
        ) from fault
    finally:
        stream.seek(0)
    verdict, name = found.get("stream", ("ERROR", None))
    if verdict == "OK":
        return
    logger.warning("an upload was refused: %s", name)
    raise FileFaultError(
        "virus", _("A virus was found in the file (%(name)s). It was not saved.") % {"name": name or "?"}
    )


def _client(address: str) -> ClamdNetworkSocket:
    if address.startswith("/"):
        return ClamdUnixSocket(path=address, timeout=SECONDS)
    host, _colon, port = address.rpartition(":")
    return ClamdNetworkSocket(host=host, port=int(port), timeout=SECONDS)
