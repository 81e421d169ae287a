"""Telling the administrators that the disk is nearly full, while there is room to tell."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import OperationalError

from consult import clock
from consult.storage import space

from .notices import tell_administrators

logger = logging.getLogger(__name__)


def tell_when_little() -> None:
    """Tell every union's administrators, once a day, that uploads are refused for want of room."""
    if not space.is_low():
        return
    free = (space.free_bytes() or 0) // settings.MEBIBYTE
    try:
        tell_administrators("little_space", key=f"{clock.today()}", free=free)
    except OperationalError as fault:
        if not space.tells_of_full_disk(fault):
            raise
        logger.error("the disk is full: %s MiB are left", free)
