"""The bodies of a dossier besides its proposer: who gave the task, and to whom the opinion goes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.documents.opinion_recipients import Recipients, recipients_of
from consult.models import Dossier, IncomingLetter, Organisation, Recipient
from consult.queries.bodies import bodies_called
from consult.refusals import ActionError, changed_meanwhile
from consult.rules.recipients import recipient_problems, without_repeats
from consult.rules.text import normal, normalise_for_search

from .actor import Actor, record


def mark_of(recipients: Recipients) -> str:
    """What a page says of the recipients that it showed, so that the act notices a change in between."""
    said = "\n".join([*recipients.to, "", *recipients.copies])
    return hashlib.sha256(said.encode()).hexdigest()


def choose_recipients(
    *, dossier: Dossier, by: Actor, to: Sequence[str], copies: Sequence[str], seen: str | None = None
) -> None:
    """Say to whom the opinion is addressed and who gets a copy. Whoever is addressed gets no copy besides.

    ``seen`` is the mark of what the page showed. Raises ``ActionError``.
    """
    now = recipients_of(dossier)
    if seen is not None and seen != mark_of(now):
        raise changed_meanwhile([str(_("recipients"))])
    to = without_repeats(normal(name) for name in to)
    addressed = {normalise_for_search(name) for name in to}
    named = without_repeats(normal(name) for name in copies)
    copies = [name for name in named if normalise_for_search(name) not in addressed]
    problems = recipient_problems(to, copies)
    if problems:
        raise ActionError.of(problems)
    if now.chosen and (now.to, now.copies) == (to, copies):
        return
    known = bodies_called([*to, *copies], [dossier.union_id])
    dossier.recipients.all().delete()
    Recipient.objects.bulk_create(
        Recipient(dossier=dossier, name=name, copy=copy, position=position, body=known.get(name))
        for copy, names in ((False, to), (True, copies))
        for position, name in enumerate(names)
    )
    record(dossier, "recipients_chosen", by, to="; ".join(to), copies="; ".join(copies) or "–")


def require_recipients(dossier: Dossier) -> None:
    """Raises ``ActionError`` while nobody is addressed, as of the union's own initiative."""
    if not recipients_of(dossier).to:
        raise ActionError("recipients_missing", _("Say first to whom the opinion is addressed."))


def say_giver(
    *,
    dossier: Dossier,
    by: Actor,
    body: Organisation | None,
    letter: IncomingLetter | None = None,
    symbol: str = "",
    dated: date | None = None,
    granted: int | None = None,
) -> None:
    """Say who gave the task, by which letter – one of the incoming register, or its number and day –, and the money granted.

    Without a body nothing is kept of a letter. Raises ``ActionError``.
    """
    if body is None and (letter is not None or symbol.strip() or dated is not None):
        raise ActionError("giver_missing", _("Say who gave the task by this letter."), where="body")
    if letter is not None and letter.register.union_id != dossier.union_id:
        raise ActionError("strange_letter", _("Choose a letter of your union's register."), where="letter")
    if dated is not None and dated > clock.today():
        raise ActionError("day_future", _("This day is in the future."), where="dated")
    dossier.given_by, dossier.given_letter = body, letter
    # What the register says of its letter is not kept a second time.
    dossier.given_symbol = "" if letter else normal(symbol)
    dossier.given_dated = None if letter else dated
    dossier.granted = granted
    dossier.save()
    shown = letter.symbol if letter else dossier.given_symbol
    record(dossier, "giver_said", by, body=body.name if body else "–", symbol=shown or "–")
