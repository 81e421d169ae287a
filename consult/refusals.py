"""Why something is not done: it may not be, or it may but not now or not like this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consult.problem_text import problem_text
from consult.rules.problem import Problem


class Refusal(Exception):  # noqa: N818 - what its two kinds have in common; nobody raises it
    """``code`` names the reason for programs, ``reason`` says it in the user's language."""

    def __init__(self, code: str, reason: str | Promise) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class NotAllowed(Refusal, PermissionDenied):
    """This person may not do this, whatever they type."""


class ActionError(Refusal):
    """This person may do this, but not now or not like this.

    ``where`` is the field that it is about, or "", and ``values`` what a rule's sentence names. A rule that objects to several
    things gives ``parts``, one each.
    """

    values: Mapping[str, object] = MappingProxyType({})

    def __init__(self, code: str, reason: str | Promise, where: str = "", parts: Sequence[ActionError] = ()) -> None:
        super().__init__(code, reason)
        self.where = where
        self.parts = parts or (self,)

    @property
    def codes(self) -> list[str]:
        """The codes of all parts."""
        return [part.code for part in self.parts]

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> ActionError:
        """What a rule objects to, at least one thing; ``code`` is the first one's."""
        parts = []
        for problem in problems:
            parts.append(cls(problem.code, problem_text(problem), problem.where))
            parts[-1].values = problem.values
        return cls(parts[0].code, " ".join(str(part.reason) for part in parts), parts[0].where, parts)


def gone() -> ActionError:
    """Somebody took it away between the look at the page and the act."""
    return ActionError("gone", _("This no longer exists: somebody has removed it in the meantime."))


def changed_meanwhile(what: Iterable[str]) -> ActionError:
    """Somebody changed, between the look at the page and the act, what the act would overwrite."""
    said = _("Changed in the meantime: %(what)s. Look at it as it is now, then decide again.")
    return ActionError("changed_meanwhile", said % {"what": ", ".join(what)})


@contextmanager
def told_by(form: Any, otherwise: str | None = None) -> Iterator[None]:
    """Show an ``ActionError`` of the block at the field that it is about, at ``otherwise``, or above the form."""
    try:
        yield
    except ActionError as refusal:
        for part in refusal.parts:
            form.add_error(part.where if part.where in form.fields else otherwise, str(part.reason))
