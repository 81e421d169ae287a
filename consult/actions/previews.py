"""What an act would make, shown before it is done: the PDF as it would be, its facts, and what changed since one saw it.

The act is rehearsed (``trials``), so that number, day and signers are those that it would give now; nothing of it stays. The
PDF is kept for a while, under what was shown and for which act (decision 48).
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache

from consult import clock
from consult.crypto import Purpose, UnreadableError, decrypt, encrypt
from consult.documents import DEFINITIONS, pdf
from consult.documents.previews import Facts, facts_of, without_codes, words_of
from consult.models import Dossier, Person, SeenPreview
from consult.refusals import ActionError
from consult.rules.compare import Passage, changed_passages

from .trials import Rehearsed, does_not_fit, rehearsed, require_template, typeset

logger = logging.getLogger(__name__)

MEBIBYTE = 1024 * 1024
# What is larger is not kept, and so not shown before it is made.
MOST_BYTES = 4 * MEBIBYTE
# Whoever loads the page again meanwhile is still looking at the same changes.
SITTING = timedelta(minutes=30)
# A tenth of a second at most.
MOST_CELLS = 5 * 10**8
MOST_PASSAGES = 20
_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Change:
    """What differs from what somebody saw at ``seen_at``; ``more`` are passages that are not told."""

    seen_at: datetime
    passages: Sequence[Passage]
    more: int


@dataclass(frozen=True)
class Preview:
    """A document that an act would make. ``key`` is "" where there is no PDF; ``trouble`` is why the act would be refused.

    Without either the typesetter was busy or ended. With ``in_own_form`` it will be made with the office's own Word template,
    which only a worker converts: the PDF says the same in the built-in form.
    """

    kind: str
    title: str
    facts: Facts
    key: str = ""
    trouble: ActionError | None = None
    change: Change | None = None
    in_own_form: bool = False


@dataclass(frozen=True)
class KeptPreview:
    """A PDF that was made to be looked at, and for which act: whoever may do it may see it.

    It is kept encrypted: a payment list says tax codes and accounts, which nothing else writes down readably (decision 47).
    """

    act: tuple[str, tuple[int | str, ...]]
    title: str
    content: bytes


def is_shown(kind: str) -> bool:
    """Whether a kind of document is looked at before it is made: somebody is its author, or signs it."""
    return DEFINITIONS[kind].authored or DEFINITIONS[kind].sealed


def documents_of(act: Callable[[], object]) -> list[Rehearsed]:
    """The documents to be looked at before ``act``, which is taken back. Raises what it raises."""
    return [replace(one, data=without_codes(dict(one.data))) for one in rehearsed(act) if is_shown(one.kind)]


def preview(document: Rehearsed, act: tuple[str, tuple[int | str, ...]], change: Change | None = None) -> Preview:
    """A document as it would be, typeset unless the same was shown for the same act a while ago. Locks nothing."""
    shown = Preview(
        document.kind,
        document.title,
        facts_of(document.kind, dict(document.data)),
        change=change,
        in_own_form=document.template is not None,
    )
    html = pdf.to_html(document.kind, document.title, dict(document.data))
    style = pdf.draft_style()
    whole = "\0".join([repr(act), html, pdf.style(), style])
    key = hashlib.sha256(whole.encode(errors="replace")).hexdigest()
    try:
        if document.template is not None:
            require_template(document, document.template)
        if kept(key) is not None:
            return replace(shown, key=key)
        made = typeset(document, extra_style=style)
    except ActionError as refusal:
        return replace(shown, trouble=refusal)
    if made is None:
        return shown
    if made.faults and document.template is None:
        return replace(shown, trouble=does_not_fit(document, made.faults[0]))
    is_kept = _keep(key, KeptPreview(act, document.title, made.content))
    return replace(shown, key=key if is_kept else "")


def _keep(key: str, made: KeptPreview) -> bool:
    if len(made.content) > MOST_BYTES:
        return False
    try:
        caches["previews"].set(key, replace(made, content=encrypt(Purpose.PREVIEW, made.content)))
    except OSError:
        logger.warning("a preview could not be kept", exc_info=True)
        return False
    # Redis may be away.
    return kept(key) is not None


def kept(key: str) -> KeptPreview | None:
    """The PDF under ``key``, if it is still there. Who asks has to ask whether this person may do its act."""
    if not _KEY.fullmatch(key):
        return None
    found = caches["previews"].get(key)
    if not isinstance(found, KeptPreview):
        return None
    try:
        return replace(found, content=decrypt(Purpose.PREVIEW, found.content))
    except UnreadableError:
        return None


def throw_away() -> None:
    """Empty the folder of previews: what is past its time is shown to nobody, but lies there. Redis throws away by itself."""
    backend = caches["previews"]
    if isinstance(backend, FileBasedCache):
        backend.clear()


def look(document: Rehearsed, dossier: Dossier, person: Person) -> Change | None:
    """Remember that a person sees a document that an act would make now; what changed since they saw it, if anything."""
    now = clock.now()
    text = words_of(document.kind, document.title, dict(document.data))
    which = {"person": person, "dossier": dossier, "kind": document.kind, "title": document.title[:600]}
    row, is_first = SeenPreview.objects.get_or_create(
        **which, defaults={"text": text, "first_seen_at": now, "seen_at": now}
    )
    if is_first:
        return None
    if row.text != text:
        row.earlier_text, row.earlier_at = row.text, row.seen_at
        row.text, row.first_seen_at = text, now
    elif row.earlier_at is not None and now - row.first_seen_at > SITTING:
        row.earlier_text, row.earlier_at = "", None
    row.seen_at = now
    row.save()
    if row.earlier_at is None:
        return None
    found = changed_passages(row.earlier_text, row.text, most_cells=MOST_CELLS)
    return Change(row.earlier_at, found[:MOST_PASSAGES], max(0, len(found) - MOST_PASSAGES)) if found else None


def forget(dossier: Dossier, **which: str) -> None:
    """What people saw of a dossier's documents before they were made: of one, by its kind and title, or of all."""
    rows = SeenPreview.objects.filter(dossier=dossier)
    if which:
        rows = rows.filter(kind=which["kind"], title=which["title"][:600])
    rows.delete()
