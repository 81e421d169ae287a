"""Makes a picture of every page of every kind of document, or of given PDF files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consult import clock
from consult.documents import DEFINITIONS, example, pdf
from consult.documents.pictures import page_pictures
from consult.models import Organisation


class Command(BaseCommand):
    help = "Writes PNG pictures of documents: examples in the dress of a union, or the pages of given PDF files."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE.pdf")
        parser.add_argument("--into", type=Path, default=Path("document-pictures"), help="folder for the pictures")
        parser.add_argument("--dpi", type=int, default=100)

    def handle(self, *args: Any, **options: Any) -> None:
        options["into"].mkdir(parents=True, exist_ok=True)
        for name, content in self._documents(options["files"]):
            for number, picture in enumerate(page_pictures(content, dpi=options["dpi"]), start=1):
                path = options["into"] / f"{name}-{number}.png"
                path.write_bytes(picture)
                self.stdout.write(str(path))

    def _documents(self, files: list[Path]) -> list[tuple[str, bytes]]:
        if files:
            return [(path.stem, path.read_bytes()) for path in files]
        union = Organisation.objects.filter(kind=Organisation.Kind.UNION).exclude(symbol="").order_by("-pk").first()
        if union is None:
            raise CommandError("there is no union yet; make run loads the demo's")
        return [
            (kind, pdf.render(kind, str(definition.kind.label), example(definition, union, clock.today())).content)
            for kind, definition in DEFINITIONS.items()
        ]
