"""Encrypting anew, with the newest secrets, whatever is kept encrypted: after that the old ones may go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models, transaction

from consult.crypto import NoSecretError, Purpose, UnreadableError, rotated
from consult.models import Channel, DocumentKind, DocumentVersion, Mailbox, Motion, PayeeDetails, SigningKey

BATCH = 100
# How every Fernet token begins: its version, and a time whose first bytes are nought until the year 2106.
FERNET_START = "gAAAAA"


@dataclass
class Rotation:
    """What became of the rows of one kind."""

    name: str
    anew: int = 0
    already: int = 0
    unreadable: int = 0


@dataclass(frozen=True)
class _Kind:
    """Rows that hold something encrypted, and the field in which it lies."""

    purpose: Purpose
    rows: Callable[[], models.QuerySet[Any]]
    field: str
    turned: Callable[[Purpose, Any], Any]


def _bytes_turned(purpose: Purpose, value: bytes) -> bytes:
    return rotated(purpose, value) or bytes(value)


def _data_turned(purpose: Purpose, value: Any) -> Any:
    """Every token anew in what is kept as JSON, by the library for second factors or in a document; the rest as it is."""
    if isinstance(value, dict):
        return {key: _data_turned(purpose, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_data_turned(purpose, inner) for inner in value]
    if isinstance(value, str) and value.startswith(FERNET_START):
        anew = rotated(purpose, value.encode())
        return anew.decode() if anew else value
    return value


KINDS = (
    _Kind(
        Purpose.SECOND_FACTOR,
        lambda: Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN),
        "data",
        _data_turned,
    ),
    _Kind(Purpose.CHANNEL, lambda: Channel.objects.exclude(locked=b""), "locked", _bytes_turned),
    _Kind(Purpose.MAILBOX, lambda: Mailbox.objects.exclude(locked=b""), "locked", _bytes_turned),
    _Kind(Purpose.BALLOT_BOX, lambda: Motion.objects.exclude(ballot_box=b""), "ballot_box", _bytes_turned),
    _Kind(Purpose.SIGNING_KEY, lambda: SigningKey.objects.exclude(secret=b""), "secret", _bytes_turned),
    _Kind(Purpose.PAYEE, PayeeDetails.objects.all, "locked", _bytes_turned),
    # Payment lists hold the same, frozen.
    _Kind(
        Purpose.PAYEE,
        lambda: DocumentVersion.objects.filter(document__kind=DocumentKind.PAYMENT_LIST),
        "data",
        _data_turned,
    ),
)


def rotate() -> Iterator[Rotation]:
    """Encrypt everything with the newest secrets, kind by kind; may be broken off and repeated.

    What no secret opens stays as it is, and is counted.
    """
    for kind in KINDS:
        rotation = Rotation(kind.purpose.name)
        last = 0
        while (reached := _rotate_batch(kind, last, rotation)) is not None:
            last = reached
        yield rotation


@transaction.atomic
def _rotate_batch(kind: _Kind, last: int, rotation: Rotation) -> int | None:
    """Turn the rows that follow, locked, so that what is written meanwhile is not overwritten. Returns the last one's key."""
    batch = list(kind.rows().select_for_update().filter(pk__gt=last).order_by("pk")[:BATCH])
    for row in batch:
        value = getattr(row, kind.field)
        value = bytes(value) if isinstance(value, memoryview) else value
        try:
            anew = kind.turned(kind.purpose, value)
        except (UnreadableError, NoSecretError):
            rotation.unreadable += 1
            continue
        if anew == value:
            rotation.already += 1
            continue
        type(row)._base_manager.filter(pk=row.pk).update(**{kind.field: anew})
        rotation.anew += 1
    return batch[-1].pk if batch else None
