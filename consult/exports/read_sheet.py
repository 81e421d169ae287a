"""The rows of an uploaded sheet, by what its columns are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO

from django.utils.translation import gettext_lazy as _

from consult.files import FileFaultError, identify
from consult.libraries.confined import ConfinedError, read_confined
from consult.rules.text import normalise_for_search

from .sheet_reader import Grid, TooLargeError, find_head, rows_below


def read_sheet(
    stream: IO[bytes], heads: Mapping[str, str], also: Mapping[str, str], most_rows: int, column: str = "name"
) -> list[dict[str, str]]:
    """The rows of the list, by column, as text: of the first sheet that has a head with ``column`` in it.

    ``heads`` are the columns with the heads that we write, ``also`` other heads, folded. Raises ``FileFaultError`` with
    advice when it cannot be read.
    """
    if identify(stream).kind != "xlsx":
        raise FileFaultError("not_xlsx", _("Choose a sheet saved as XLSX."))
    try:
        grids = read_confined("consult.exports.sheet_reader:grids_of", stream)
    except ConfinedError as fault:
        if fault.reason in ("time", "memory") or TooLargeError.__name__ in str(fault):
            raise FileFaultError(
                "too_large",
                _("The sheet is too large to be read: it has far more cells than a list of people. Copy the list alone into "
                  "a new sheet."),
            ) from fault  # fmt: skip
        raise FileFaultError(
            "unreadable", _("The sheet cannot be read. Save it as XLSX again, then choose the new file.")
        ) from fault
    known = {normalise_for_search(head): column for column, head in heads.items()} | dict(also)
    for _title, grid in grids:
        head = find_head(grid, known, column)
        if head is None:
            continue
        rows = rows_below(grid, head)
        if len(rows) > most_rows:
            raise FileFaultError(
                "too_many_rows", _("The sheet has more than %(most)s rows. Divide it.") % {"most": most_rows}
            )
        return rows
    raise FileFaultError("no_heads", _no_heads(grids, heads[column]))


def _no_heads(grids: Sequence[tuple[str, Grid]], name: str) -> str:
    """Which line was looked for, and what stands at the beginning instead."""
    advice = _("One line must name the columns; one of them is “%(name)s”. Export the list to see how.")
    first = next((line for _title, grid in grids for line in grid if any(line)), [])
    read = ", ".join(cell for cell in first if cell)[:200]
    said = str(advice % {"name": name})
    return f"{said} {_('The first line says: %(line)s') % {'line': read}}" if read else said
