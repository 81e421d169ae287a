"""What the operator answers, by flags, by CONSULT_… variables or at the terminal, and what of it cannot be."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tools.prepare import StepFailedError

HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
MAIL_SCHEMES = ("smtp", "smtps", "submission")
# With a password in it an address would stand in a file that others read: it has a file of its own.
MAIL = re.compile(
    r"(?P<scheme>[a-z]+)://(?:(?P<user>[^:@/\s]+)(?::(?P<password>[^@/\s]+))?@)?(?P<place>[\w.\-]+(?::\d{1,5})?)/?(?P<rest>\?\S*)?"
)
SENDER = re.compile(r"(?:[^<>\"\r\n]{1,100} )?<?[^<>@\s\"]+@[^<>@\s\"]+>?")
PLACE = re.compile(r"/[^\s\"$`\\]+|s3://[^\s\"$`\\]+")


@dataclass(frozen=True)
class Answers:
    """One machine's answers. ``certificate`` and ``key`` are files, or "" for one made here; ``backup_to`` as BACKUP_TO."""

    host: str
    mail: str
    mail_password: str
    sender: str
    database: str
    backup_to: str
    certificate: str = ""
    key: str = ""
    port: int = 8000


QUESTIONS = {
    "host": "The name under which people open Consult, as in consult.example.vn",
    "mail": "The mail server, as in smtp://user:password@mail.example.vn:587/?tls=True",
    "sender": "The sender of mails, as in Liên hiệp Hội <consult@example.vn>",
    "database": "The database: embedded (a file, for one office), or postgresql (installed here)",
    "backup_to": "Where a backup goes each night: a folder, best on another disk, or s3://bucket/prefix",
    "certificate": "The certificate with its chain, a file (empty: one is made that browsers do not trust)",
    "key": "The key of the certificate, a file",
}
DEFAULTS = {"database": "embedded", "backup_to": "/var/backups/consult", "certificate": "", "key": ""}


def read_answers(words: Sequence[str], ask: Callable[[str], str] | None = None) -> Answers:
    """The answers from ``--host`` and the like, else from CONSULT_HOST and the like, else asked for one by one.

    ``ask`` puts a question; without it, as where there is no terminal, defaults are taken. Raises ``StepFailedError`` with
    everything that is missing or cannot be.
    """
    parser = argparse.ArgumentParser(prog="make install", allow_abbrev=False)
    for name, question in QUESTIONS.items():
        parser.add_argument(
            f"--{name.replace('_', '-')}", default=os.environ.get(f"CONSULT_{name.upper()}"), help=question
        )
    parser.add_argument("--mail-password", default=os.environ.get("CONSULT_MAIL_PASSWORD", ""))
    parser.add_argument(
        "--port", default=os.environ.get("CONSULT_PORT", "8000"), help="of the web process, on loopback"
    )
    found = vars(parser.parse_args(list(words)))
    for name, question in QUESTIONS.items():
        if found[name] is None and ask is not None and not (name == "key" and not found["certificate"]):
            shown = f" [{DEFAULTS[name]}]" if DEFAULTS.get(name) else ""
            found[name] = ask(f"{question}{shown}: ").strip() or DEFAULTS.get(name)
    answers = {name: (found[name] or DEFAULTS.get(name, "")).strip() for name in QUESTIONS}
    faults = problems(answers, found["port"])
    if faults:
        raise StepFailedError("Nothing was changed:\n" + "\n".join(f"  --{name}: {what}" for name, what in faults))
    mail, password = _apart(answers.pop("mail"))
    return Answers(**answers, mail=mail, mail_password=found["mail_password"] or password, port=int(found["port"]))


def problems(answers: dict[str, str], port: str = "8000") -> list[tuple[str, str]]:
    """What cannot be, by the name of the answer."""
    found = []
    if not HOST.fullmatch(answers["host"]):
        found.append(("host", "a name in small letters, as in consult.example.vn"))
    mail = MAIL.fullmatch(answers["mail"])
    if mail is None or mail["scheme"] not in MAIL_SCHEMES:
        found.append(("mail", "an address as in smtp://user@mail.example.vn:587/?tls=True"))
    if not SENDER.fullmatch(answers["sender"]):
        found.append(("sender", "an address, with a name before it or not"))
    if answers["database"] not in ("embedded", "postgresql"):
        found.append(("database", "embedded or postgresql"))
    if not PLACE.fullmatch(answers["backup_to"]) or not answers["backup_to"].removeprefix("s3:").strip("/"):
        found.append(("backup-to", "a folder by its whole path, or s3://bucket/prefix"))
    if bool(answers["certificate"]) != bool(answers["key"]):
        found.append(("certificate", "certificate and key go together"))
    if not re.fullmatch("[0-9]{1,5}", port) or not 1024 <= int(port) < 65536:
        found.append(("port", "a number from 1024 to 65535"))
    return found


def _apart(mail: str) -> tuple[str, str]:
    """A mail server's address without its password, and the password."""
    found = MAIL.fullmatch(mail)
    assert found is not None
    who = f"{found['user']}@" if found["user"] else ""
    return f"{found['scheme']}://{who}{found['place']}/{found['rest'] or ''}", found["password"] or ""


def terminal() -> Callable[[str], str] | None:
    """How a question is put, where somebody sits there."""
    return input if sys.stdin.isatty() else None
