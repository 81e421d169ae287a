"""Word files that are far too much: each run of the converter ends within its limits and leaves nothing behind."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest

from consult.libraries import converter
from tests.test_converter import left_behind, own_folder
from tests.word_files import saved, word_file

__all__ = ["own_folder"]

# What starting, stopping and reading the PDF may add to the limit of one run, in seconds.
AROUND = 40


def many_pages() -> bytes:
    document = docx.Document()
    for number in range(10_500):
        document.add_paragraph(f"Trang {number}").paragraph_format.page_break_before = True
    return saved(document)


def blown_up() -> bytes:
    """Small as a file, some hundred megabytes once it is opened."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word_file("x"))) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "word/document.xml":
                paragraph = b"<w:p><w:r><w:t>" + b"dai " * 100 + b"</w:t></w:r></w:p>"
                content = content.replace(b"<w:body>", b"<w:body>" + paragraph * 700_000)
            target.writestr(entry, content)
    return made.getvalue()


@pytest.mark.parametrize("made", [many_pages, blown_up])
def test_too_much_ends_within_the_limits(made):
    limits, content = converter.Limits(), io.BytesIO(made())
    began = time.monotonic()
    with pytest.raises(converter.ConversionRefusedError) as refusal:
        converter.convert(content, "docx", limits)
    assert refusal.value.limit in ("time", "too_many_pages", "fault", "size")
    assert time.monotonic() - began < limits.seconds + AROUND
    assert left_behind() == []
