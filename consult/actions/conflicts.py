"""A text that somebody has saved since one began from it; nothing on either side is overwritten."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consult.models import Person
from consult.refusals import ActionError


class EditConflict(ActionError):  # noqa: N818 - the field's own word for it
    """Another state was saved since: by ``saver``, or by the same person in another window or on another device.

    ``kept`` is what is saved now, with its ``revision``.
    """

    def __init__(self, kept: Any, *, saver: Person | None, by: Person) -> None:
        another = saver is not None and saver.pk != by.pk
        reason = (
            _(
                "%(name)s saved another version meanwhile; it is shown below. What you typed is still here. Take over what "
                "you need and save again: every version is kept."
            )
            % {"name": saver.name if saver else ""}
            if another
            else _(
                "You saved another version meanwhile, in another window or on another device; it is shown below. What you "
                "typed is still here. Take over what you need and save again."
            )
        )
        super().__init__("edit_conflict", reason)
        self.kept = kept
