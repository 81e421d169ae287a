"""A mail to oneself, sent while one waits: whether the mail server takes it, and if not, why."""

from __future__ import annotations

import logging
import smtplib
import socket
import ssl

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

# The first that fits is told.
FAULTS: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPAuthenticationError, "sign_in"),
    (smtplib.SMTPRecipientsRefused, "receiver"),
    (smtplib.SMTPSenderRefused, "sender"),
    (smtplib.SMTPNotSupportedError, "encryption"),
    (ssl.SSLError, "encryption"),
    (socket.gaierror, "no_host"),
    (TimeoutError, "no_answer"),
    (ConnectionError, "no_server"),
    (smtplib.SMTPServerDisconnected, "no_server"),
    (smtplib.SMTPException, "other"),
    # A server or sender that cannot even be written to it.
    (UnicodeError, "no_host"),
    (ValueError, "sender"),
    (OSError, "other"),
)


def try_mail(address: str) -> str:
    """Send a mail to ``address`` at once; "" when the server took it, else a code of ``FAULTS``.

    It waits at most EMAIL_TIMEOUT_SECONDS for each answer of the server.
    """
    subject = _("Consult: mail works")
    text = _("This mail was sent while the office was being set up. Nothing has to be done.")
    try:
        EmailMessage(subject, text, to=[address]).send()
    except tuple(kind for kind, _code in FAULTS) as fault:
        code = next(code for kind, code in FAULTS if isinstance(fault, kind))
        logger.warning("the mail that was tried did not go out: %s (%s)", code, type(fault).__name__)
        return code
    return ""
