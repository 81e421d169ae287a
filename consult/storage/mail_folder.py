"""Mails as files in a folder, for the demo and for trying: each whole under its name, or not there."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from . import durable


class FolderMail(BaseEmailBackend):
    """Writes each mail into a file of its own in EMAIL_FILE_PATH. Raises ``OSError`` when there is no room for it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        durable.make_folder(folder)
        for mail in email_messages:
            name = f"{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:12]}.eml"
            durable.save(folder / name, [mail.message().as_bytes()])
        return len(email_messages)
