"""Documents that somebody asks for beside the flow, by pressing a button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consult.models import Document, DocumentKind

from .payments import make_payment_list


@dataclass(frozen=True)
class RequestableDocument:
    """One kind: the row of the table of access that says who may, the act ``make(dossier=…, by=…)``, and the button's words.

    The button stands on the dossier's page, unless the document has a page of its own that shows it (``own_page``).
    """

    may: str
    make: Callable[..., Document]
    button: str | Promise
    own_page: bool = False


REQUESTABLE: dict[str, RequestableDocument] = {
    DocumentKind.PAYMENT_LIST: RequestableDocument(
        "payment.make", make_payment_list, _("Make the payment list"), own_page=True
    ),
}
