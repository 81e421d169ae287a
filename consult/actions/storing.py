"""Files and their rows: a file is in the store before its row is written, and goes again when the row is not.

A store may be slow, or far away. So nothing is put into it while a row is locked: first the file, then one short
transaction with its row.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import Storage
from django.db import DatabaseError, OperationalError, models, transaction
from django.utils.translation import gettext_lazy as _

from consult.files import FileFaultError
from consult.storage import space

logger = logging.getLogger(__name__)

# A folder that is full or gone, an S3 store that refuses or does not answer.
STORE_FAULTS = (OSError, BotoCoreError, ClientError)


def not_kept() -> FileFaultError:
    """What is said when the store does not take a file."""
    return FileFaultError(
        "file_not_kept", _("The file could not be saved just now. Nothing is lost: choose it again in a few minutes.")
    )


@contextmanager
def in_store(*rows: models.Model) -> Iterator[None]:
    """Put the new files of ``rows`` into the store; the rows are written within, in a transaction of its own.

    Whatever is raised within, a file that no row names is taken out again. Where a file lies has to be new each time
    (``upload_to`` with a UUID). Raises ``STORE_FAULTS`` when the store does not take a file.
    """
    kept: list[tuple[models.Model, models.FileField, str]] = []
    try:
        for row in rows:
            for field in _file_fields(row):
                file = getattr(row, field.attname)
                if not file or file._committed:
                    continue
                name = field.generate_filename(row, file.name)
                # Noted before it is written: what breaks off in the middle goes as well.
                kept.append((row, field, name))
                setattr(row, field.attname, _put(field, name, file.file))
        yield
    except BaseException:
        _take_out_unnamed(kept)
        raise


@contextmanager
def upload_in_store(*rows: models.Model) -> Iterator[None]:
    """``in_store`` for what people send. Raises ``FileFaultError`` when the store does not take it, or a disk is full."""
    try:
        with in_store(*rows):
            yield
    except STORE_FAULTS as fault:
        logger.exception("the store did not take a file")
        raise not_kept() from fault
    except OperationalError as fault:
        if not space.tells_of_full_disk(fault):
            raise
        raise not_kept() from fault


def forget_files(row: models.Model) -> None:
    """Take the files that ``row`` names out of the store, once the transaction that removes it is through."""
    for field in _file_fields(row):
        _forget(field, str(getattr(row, field.attname)))


def forget_replaced(row: models.Model) -> None:
    """Take out the files that the kept row names and ``row`` does not, once the transaction that saves it is through."""
    fields = _file_fields(row)
    before = type(row)._base_manager.filter(pk=row.pk).values(*(field.attname for field in fields)).first() or {}
    for field in fields:
        old = str(before.get(field.attname, ""))
        if old != str(getattr(row, field.attname)):
            _forget(field, old)


def _file_fields(row: models.Model) -> list[models.FileField]:
    return [field for field in row._meta.concrete_fields if isinstance(field, models.FileField)]


def _put(field: models.FileField, name: str, content: object) -> str:
    content.seek(0)  # type: ignore[attr-defined]
    return field.storage.save(name, content, max_length=field.max_length)  # type: ignore[arg-type]


def _forget(field: models.FileField, name: str) -> None:
    if name:
        transaction.on_commit(partial(take_out, field.storage, name))


def take_out(storage: Storage, name: str) -> None:
    """Take a file out of the store; one that stays behind is not named by any row."""
    try:
        storage.delete(name)
    except STORE_FAULTS:
        logger.warning("a file that is not kept stays in the store: %s", name)


def _take_out_unnamed(kept: list[tuple[models.Model, models.FileField, str]]) -> None:
    for row, field, name in kept:
        try:
            # A connection that broke while it committed leaves open whether the row is there.
            named = type(row)._base_manager.filter(**{field.attname: name}).exists()
        except DatabaseError:
            logger.warning("whether a row names a file is not known, so it stays in the store: %s", name)
            continue
        if not named:
            take_out(field.storage, name)
