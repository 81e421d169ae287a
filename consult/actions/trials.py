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
from consult.documents.template_fields import missing_fields, values_of
from consult.libraries.renderer import LayoutFault, RenderedPdf, RenderRefusedError
from consult.libraries.renderer.client import RendererBrokenError
from consult.models import DocumentTemplate
from consult.queries.reading import has_converter
from consult.refusals import ActionError
from consult.texts import TROUBLES

from .templates import template_lost

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
    template: DocumentTemplate | None = None


_left_out: ContextVar[bool] = ContextVar("without_trials", default=False)
_rehearsing: ContextVar[list[Rehearsed] | None] = ContextVar("rehearsing", default=None)


class DoesNotFitError(ActionError):
    """A document would run off its page: ``values`` name the ``document``, the ``passage`` and the ``page``."""


def would_make(kind: str, title: str, data: Mapping[str, Any], template: DocumentTemplate | None = None) -> None:
    """While an act is rehearsed: it would make this document."""
    found = _rehearsing.get()
    if found is not None:
        found.append(Rehearsed(kind, title, data, template))


def rehearsed(act: Callable[[], object]) -> list[Rehearsed]:
    """Do ``act`` and take it back: the documents that it would make. Raises what it raises.

    What is rehearsed within it is not rehearsed a second time.
    """
    found: list[Rehearsed] = []
    token = _rehearsing.set(found)
    try:
        with without_trials(), transaction.atomic():
            act()
            transaction.set_rollback(True)
    finally:
        _rehearsing.reset(token)
    return found


@contextmanager
def without_trials() -> Iterator[None]:
    """For texts that are the project's own, hundreds at once, and for what is rehearsed already."""
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
        if not DEFINITIONS[document.kind].authored:
            continue
        if document.template is not None:
            require_template(document, document.template)
        else:
            _require_fit(document)


def require_template(document: Rehearsed, template: DocumentTemplate) -> None:
    """Whether an office's own form has a place for everything, and somebody converts. LibreOffice alone tells the rest."""
    if not has_converter():
        raise ActionError(
            "no_converter",
            _(
                "“%(document)s” is made with the office's own Word template, and nothing that converts it is running. Tell the "
                "administrator, or go back to the built-in form under Office, Wording of documents."
            )
            % {"document": document.title},
        )
    if not template.file.storage.exists(str(template.file.name)):
        raise template_lost(document.title)
    definition = DEFINITIONS[document.kind]
    missing = missing_fields(definition, values_of(definition, document.title, dict(document.data)), template.fields)
    if missing:
        raise ActionError(
            "template_lacks",
            _(
                "The office's own Word template of “%(document)s” has no place for %(fields)s. Put it in, or go back to the "
                "built-in form under Office, Wording of documents."
            )
            % {"document": document.title, "fields": ", ".join(one.name for one in missing)},
        )


def _require_fit(document: Rehearsed) -> None:
    heading = document.data["heading"]
    widest = {**heading, "number": re.sub(r"^[0-9]+", WIDEST, heading["number"])}
    made = typeset(Rehearsed(document.kind, document.title, {**document.data, "heading": widest}))
    if made is not None and made.faults:
        raise does_not_fit(document, made.faults[0])


def typeset(document: Rehearsed, *, extra_style: str = "") -> RenderedPdf | None:
    """The PDF of a document that an act would make, or None where the machine was busy or the typesetter ended.

    Raises ``ActionError`` where it goes beyond a limit, and will do so again.
    """
    try:
        more = {"extra_style": extra_style} if extra_style else {}
        return pdf.render(document.kind, document.title, dict(document.data), seconds=MOST_SECONDS, **more)
    except RenderRefusedError as refusal:
        if refusal.limit == "time":
            logger.warning("the trial of a %s took too long; it is left to the worker", document.kind)
            return None
        raise ActionError(f"document_{refusal.limit}", _(TROUBLES[refusal.limit])) from refusal
    except RuntimeError as fault:
        logger.exception("the typesetter cannot set a %s", document.kind)
        raise ActionError(
            "document_fault", _("No document can be made of this text. Write it more simply: without nested tables.")
        ) from fault
    except RendererBrokenError:
        logger.warning("the trial of a %s ended within; it is left to the worker", document.kind)
        return None


def does_not_fit(document: Rehearsed, fault: LayoutFault) -> DoesNotFitError:
    """That a document would run off its page, said with the passage."""
    values = {"document": document.title, "passage": fault.passage, "page": fault.page}
    found = DoesNotFitError(
        "does_not_fit",
        _("“%(passage)s” does not fit on page %(page)s of the document “%(document)s”. Shorten it or break it up.")
        % values,
    )
    found.values = MappingProxyType(values)
    return found


def tried_first(act: Callable[P, R]) -> Callable[P, R]:
    """The command ``act``, which opens its own transaction, behind its rehearsal."""

    @wraps(act)
    def both(*args: P.args, **kwargs: P.kwargs) -> R:
        require_fit(lambda: act(*args, **kwargs))
        return act(*args, **kwargs)

    return both
