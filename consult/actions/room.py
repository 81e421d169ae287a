"""Telling the administrators that the disk is nearly full, while there is room to tell."""

from __future__ import annotations

import logging

from django.db import OperationalError

from consult import clock
from consult.actions.notifications.notices import notify_administrators
from consult.storage import space

logger = logging.getLogger(__name__)


def notify_when_little() -> None:
    """Tell every union's administrators, once a day, what stands still for want of room: files, then documents and mails."""
    found = space.room()
    if found is None or not found.standing:
        return
    kind, needed = ("no_space", found.for_work) if found.standing == "work" else ("little_space", found.for_files)
    try:
        notify_administrators(kind, key=f"{clock.today()}", free=found.free, needed=needed)
    except OperationalError as fault:
        if not space.tells_of_full_disk(fault):
            raise
        logger.error("the disk is full: %s MiB are left", found.free)
