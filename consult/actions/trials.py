"""Acts are rehearsed: what a document that somebody is the author of would look like is known before it is numbered.

A number is given before the worker renders (decision 8), so a document that cannot be made would keep its number and wait for
somebody. Here the act is done once in a transaction that is taken back, which tells what its documents would say; they are
typeset with no row locked; and only if they fit is the act done (decisions 26 and 45).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult.documents import DEFINITIONS, pdf
from consult.libraries.renderer import RenderRefusedError
from consult.libraries.renderer.client import RendererBrokenError
from consult.refusals import ActionError
from consult.texts import TROUBLES

logger = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")

# In place of the number's digits: no office numbers farther within a year. All figures are equally wide.
WIDEST = "88888"
# Nobody waits longer at a form; the worker then finds out.
MOST_SECONDS = 20.0


@dataclass(frozen=True)
class Rehearsed:
    """A document that an act would make."""

    kind: str
    title: str
    data: Mapping[str, Any]


_left_out: ContextVar[bool] = ContextVar("without_trials", default=False)
_rehearsing: ContextVar[list[Rehearsed] | None] = ContextVar("rehearsing", default=None)


class DoesNotFitError(ActionError):
    """A document would run off its page: ``values`` name the ``document``, the ``passage`` and the ``page``."""


def would_make(kind: str, title: str, data: Mapping[str, Any]) -> None:
    """While an act is rehearsed: it would make this document."""
    found = _rehearsing.get()
    if found is not None and DEFINITIONS[kind].authored:
        found.append(Rehearsed(kind, title, data))


def rehearsed(act: Callable[[], object]) -> list[Rehearsed]:
    """Do ``act`` and take it back: the documents with an author that it would make. Raises what it raises."""
    found: list[Rehearsed] = []
    token = _rehearsing.set(found)
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    finally:
        _rehearsing.reset(token)
    return found


@contextmanager
def without_trials() -> Iterator[None]:
    """For texts that are the project's own, hundreds at once."""
    token = _left_out.set(True)
    try:
        yield
    finally:
        _left_out.reset(token)


def require_fit(act: Callable[[], object]) -> None:
    """Rehearse ``act``. Raises ``DoesNotFitError``, or ``ActionError`` where a document goes beyond a limit."""
    if not settings.TRIAL_RENDERING or _left_out.get():
        return
    for document in rehearsed(act):
        _require_fit(document)


def _require_fit(document: Rehearsed) -> None:
    heading = document.data["heading"]
    widest = {**heading, "number": re.sub(r"^[0-9]+", WIDEST, heading["number"])}
    try:
        made = pdf.render(document.kind, document.title, {**document.data, "heading": widest}, seconds=MOST_SECONDS)
    except RenderRefusedError as refusal:
        if refusal.limit == "time":
            logger.warning("the trial of a %s took too long; it is left to the worker", document.kind)
            return
        raise ActionError(f"document_{refusal.limit}", _(TROUBLES[refusal.limit])) from refusal
    except RuntimeError as fault:
        logger.exception("the typesetter cannot set a %s", document.kind)
        raise ActionError(
            "document_fault", _("No document can be made of this text. Write it more simply: without nested tables.")
        ) from fault
    except RendererBrokenError:
        logger.warning("the trial of a %s ended within; it is left to the worker", document.kind)
        return
    if made.faults:
        first = made.faults[0]
        values = {"document": document.title, "passage": first.passage, "page": first.page}
        found = DoesNotFitError(
            "does_not_fit",
            _("“%(passage)s” does not fit on page %(page)s of the document “%(document)s”. Shorten it or break it up.")
            % values,
        )
        found.values = MappingProxyType(values)
        raise found


def tried_first(act: Callable[P, R]) -> Callable[P, R]:
    """The command ``act``, which opens its own transaction, behind its rehearsal."""

    @wraps(act)
    def both(*args: P.args, **kwargs: P.kwargs) -> R:
        require_fit(lambda: act(*args, **kwargs))
        return act(*args, **kwargs)

    return both
