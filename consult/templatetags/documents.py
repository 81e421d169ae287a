"""Rich text in documents and pages, cleaned once more where it is shown."""

from __future__ import annotations

import json
from collections.abc import Sequence

import segno
from django import template
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from consult.crypto import Purpose, decrypt
from consult.documents import names
from consult.richtext import clean, printed, sourced
from consult.rules import written_lists

register = template.Library()


@register.filter
def rich(html: str) -> SafeString:
    """The text with the few tags that ``consult.richtext`` lets through."""
    return mark_safe(clean(html))  # noqa: S308 - nh3 has just cleaned it


@register.simple_tag(takes_context=True)
def rich_beside(context: Context, html: str) -> SafeString:
    """The text beside the reviews of its page, if it has any: of notes where a point comes from, those that lead there."""
    return mark_safe(sourced(html, {read.review.pk for read in context.get("reviews") or ()}))  # noqa: S308 - nh3 has just cleaned it


@register.filter
def rich_print(html: str) -> SafeString:
    """The text as documents carry it."""
    return mark_safe(printed(html))  # noqa: S308 - nh3 has just cleaned it


@register.filter
def compared(html: str) -> SafeString:
    """Rich text with words marked as added or removed."""
    return mark_safe(clean(html, marked=True))  # noqa: S308 - nh3 has just cleaned it


@register.filter
def numbered(lines: Sequence[str], mark: str = ".") -> list[str]:
    """Typed lines with numbers; see ``consult.rules.written_lists``, as for the two below."""
    return written_lists.numbered(lines, mark)


@register.filter
def with_end(text: str) -> str:
    """A sentence with its full stop."""
    return written_lists.with_end(text)


@register.filter
def without_end(text: str) -> str:
    """An item without the end that was typed behind it."""
    return written_lists.without_end(text)


@register.filter
def words_together(text: str) -> str:
    """A title on paper; see ``consult.documents.names``."""
    return names.words_together(text)


@register.filter
def name_of_body(name: str) -> str:
    """A body's name in capitals; see ``consult.documents.names``."""
    return names.name_of_body(name)


@register.filter
def name_together(name: str) -> str:
    """A person's name below a signature; see ``consult.documents.names``."""
    return names.name_together(name)


@register.filter
def in_thousands(amount: str) -> SafeString:
    """A sum that breaks, where its column is too narrow, between thousands and nowhere else."""
    return format_html_join(mark_safe(".<wbr>"), "{}", ((part,) for part in amount.split(".")))


@register.simple_tag
def opened_payee(kept: str | dict[str, str]) -> dict[str, str]:
    """Tax code, account and bank, which a payment list keeps encrypted, and its example plain. Raises ``UnreadableError``."""
    return json.loads(decrypt(Purpose.PAYEE, kept.encode())) if isinstance(kept, str) and kept else kept or {}


@register.simple_tag
def qr(address: str) -> SafeString:
    """An address as a QR code, drawn in lines."""
    drawing = segno.make(address, error="m").svg_inline(border=0, omitsize=True, lineclass=None, svgclass=None)
    return mark_safe(drawing)  # noqa: S308 - made by segno of modules alone, the text is not in it
