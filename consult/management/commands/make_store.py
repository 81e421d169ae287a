"""Makes the bucket for files, when files lie in an S3 store that has none yet."""

from __future__ import annotations

import time
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

MISSING = {"404", "NoSuchBucket", "NotFound"}


class Command(BaseCommand):
    help = "Makes the bucket of the S3 store if it is missing; does nothing when files lie in a folder."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--wait", type=float, default=60.0, help="seconds to wait for the store to answer")

    def handle(self, *args: Any, **options: Any) -> None:
        name = getattr(default_storage, "bucket_name", None)
        if name is None:
            self.stdout.write("files lie in a folder: nothing to do")
            return
        client = default_storage.connection.meta.client  # type: ignore[attr-defined]
        deadline = time.monotonic() + options["wait"]
        while True:
            try:
                self._make(client, name)
            except (BotoCoreError, ClientError) as fault:
                if time.monotonic() > deadline:
                    raise CommandError(f"the store does not answer: {fault}") from fault
                time.sleep(1)
            else:
                return

    def _make(self, client: Any, name: str) -> None:
        try:
            client.head_bucket(Bucket=name)
        except ClientError as fault:
            if fault.response["Error"]["Code"] not in MISSING:
                raise
            client.create_bucket(Bucket=name)
            self.stdout.write(f"made the bucket {name}")
        else:
            self.stdout.write(f"the bucket {name} is there")
