"""Writes the pages of ``docs/`` that are derived from the program. The tests compare them."""

from __future__ import annotations

import importlib
import os

import django

# Each has a PAGE and a ``page``; they need Django.
DERIVED = ("tools.documents", "tools.permissions", "tools.procedure", "tools.procedure_schema")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for name in DERIVED:
        derived = importlib.import_module(name)
        derived.PAGE.write_text(derived.page())


if __name__ == "__main__":
    main()
