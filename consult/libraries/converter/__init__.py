"""The converter: LibreOffice turns a text document into PDF in a process of its own, confined, and nothing of it stays.

Knows no Django and no database. Where LibreOffice is not installed, ``is_installed`` says so.
"""

from .office import (
    KINDS,
    ConversionRefusedError,
    ConvertedPdf,
    ConverterMissingError,
    Limits,
    convert,
    is_installed,
)

__all__ = [
    "KINDS",
    "ConversionRefusedError",
    "ConvertedPdf",
    "ConverterMissingError",
    "Limits",
    "convert",
    "is_installed",
]
