"""A text that somebody has saved since one began from it; nothing on either side is overwritten."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consult.models import Person
from consult.refusals import ActionError


class EditConflict(ActionError):  # noqa: N818 - the field's own word for it
    """Another state was saved since: by ``saver``, or by the same person in another window or on another device.

    ``saver`` is None where nobody keeps who it was.
    ``kept`` is what is saved now, with its ``revision``.
    """

    def __init__(self, kept: Any, *, saver: Person | None, by: Person) -> None:
        super().__init__("edit_conflict", _reason(saver, by))
        self.kept = kept


def _reason(saver: Person | None, by: Person) -> str | Promise:
    if saver is None:
        return _(
            "Another version was saved in the meantime, by a colleague or in another window; it is shown on this page. What "
            "you typed is still here. Copy what you need, then save again."
        )
    if saver.pk != by.pk:
        return _(
            "%(name)s saved another version in the meantime; it is shown on this page. What you typed is still here. Copy what "
            "you need, then save again: every version is kept."
        ) % {"name": saver.name}
    return _(
        "You saved another version in the meantime, in another window or on another device; it is shown on this page. What you "
        "typed is still here. Copy what you need, then save again."
    )
