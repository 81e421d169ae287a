"""What somebody does to histories who owns the database, and what is then found."""

from __future__ import annotations

import io

from django.core.management import CommandError, call_command
from django.db import connection, transaction


def unguarded(statement: str, *values: object) -> None:
    """What somebody does who owns the tables."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")


def verified(*words: str) -> str:
    """What ``verify_history`` says of its faults; nothing when there are none."""
    said = io.StringIO()
    try:
        call_command("verify_history", *words, stdout=io.StringIO(), stderr=said)
    except CommandError as fault:
        said.write(str(fault))
    return said.getvalue()
