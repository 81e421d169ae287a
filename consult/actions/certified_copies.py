"""Certified copies of what the union issued or received; whoever orders one signs it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import Dispatch, Document, DocumentKind, Dossier
from consult.queries.copies import originals
from consult.refusals import ActionError, changed_meanwhile
from consult.rules.copies import NAMES, copy_problems, pages_in
from consult.rules.recipients import MOST, MOST_LETTERS, without_repeats
from consult.rules.text import normal

from .actor import Actor, record
from .documents import make_document, number_for

MOST_COPIES = 10_000


def certify_copy(
    *,
    dossier: Dossier,
    by: Actor,
    original: str,
    form: str,
    recipients: Sequence[str],
    count: int = 1,
    pages: str = "",
    extract: str = "",
) -> Document:
    """A numbered copy of the ``original`` with this key (``queries.copies``), ``count`` of it, for ``recipients``.

    An extract takes ``pages`` ("1, 3-5") or is typed. Raises ``ActionError``.
    """
    found = originals(dossier, by.person).get(original)
    if found is None:
        raise changed_meanwhile([str(_("original"))])
    problems = copy_problems(form, copied=found.copied, pages=pages, extract=extract, most=found.pages)
    if problems:
        raise ActionError.of(problems)
    names = without_repeats(normal(name) for name in recipients)
    if not names:
        raise ActionError("name_missing", _("Write at least one recipient."), where="recipients")
    if len(names) > MOST or any(len(name) > MOST_LETTERS for name in names):
        raise ActionError(
            "too_many_recipients", _("These are too many recipients, or too long ones."), where="recipients"
        )
    if not 1 <= count <= MOST_COPIES:
        raise ActionError("count_wrong", _("Say how many copies are made."), where="count")
    file = {} if extract.strip() else {"file": found.file, "sha256": found.sha256, "pages": pages_in(pages) or []}
    entry = number_for(
        DocumentKind.CERTIFIED_COPY, dossier, by.person, abbreviation=form, form_name=NAMES[form].capitalize(),
        name=found.name,
    )  # fmt: skip
    document = make_document(
        DocumentKind.CERTIFIED_COPY, dossier, entry=entry, signer=by, form=form, name=found.name, original=file,
        extract=extract, recipients=names,
    )  # fmt: skip
    Dispatch.objects.create(entry=entry, copies=count, written_by=by.person, written_at=clock.now())
    record(dossier, "copy_certified", by, symbol=entry.symbol, name=found.name, count=count)
    return document
