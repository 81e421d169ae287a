"""PostgreSQL on this machine: a database, the role that owns it, and the role of the services, whom the system knows."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from consult.storage import durable
from tools.prepare import run

if TYPE_CHECKING:
    from tools.install.machine import Machine


def make_database(machine: Machine) -> None:
    """Make what is missing. The owner's password is root's alone; the services' role is asked for none on the socket."""
    run("systemctl", "enable", "--now", "postgresql", advice="PostgreSQL did not start; journalctl -u postgresql says why.",
        quiet=True)  # fmt: skip
    folder = machine.layout.settings / "owner"
    durable.make_folder(folder)
    folder.chmod(0o700)
    word = folder / "database_password"
    if not word.exists():
        durable.save(word, [secrets.token_urlsafe(48).encode()], mode=0o600)
    _psql(ROLES, word=word.read_text())
    _psql(DATABASE)


def empty(machine: Machine) -> None:
    """Take every table out of the database, for a backup to come back into it."""
    _psql(EMPTY, database="consult")


def _psql(text: str, database: str = "postgres", word: str = "") -> None:
    # A password on the command line would be seen in the list of processes.
    env = {"PATH": os.environ["PATH"], "CONSULT_WORD": word}
    script = f"\\set ON_ERROR_STOP on\n\\getenv word CONSULT_WORD\n{text}"
    line: list[str | Path] = ["runuser", "-u", "postgres", "--", "psql", "--quiet", "--no-psqlrc", "--dbname", database]
    run(*line, advice="The database could not be made.", env=env, quiet=True, told=script.encode(), cwd=Path("/"))


ROLES = """
SELECT 'CREATE ROLE consult_owner LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'consult_owner') \\gexec
SELECT 'CREATE ROLE consult LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'consult') \\gexec
ALTER ROLE consult_owner PASSWORD :'word';
"""
DATABASE = """
SELECT 'CREATE DATABASE consult OWNER consult_owner ENCODING ''UTF8'' TEMPLATE template0'
    WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'consult') \\gexec
"""
EMPTY = """
DROP SCHEMA public CASCADE;
CREATE SCHEMA public AUTHORIZATION consult_owner;
"""
