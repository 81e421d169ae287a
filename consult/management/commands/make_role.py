"""Makes the database role under which web and workers run, with what they need and no more."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from psycopg import sql

# What it may do is granted anew each time; tables that later migrations add are covered by the default privileges.
GRANTS = """
REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC;
REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO {role};
GRANT USAGE ON SCHEMA {schema} TO {role};
REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role};
REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role};
"""
# Whoever holds one of these could undo the guards of the tables.
TOO_MUCH = """
SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls OR pg_has_role(oid, current_user, 'MEMBER')
FROM pg_roles WHERE rolname = %s
"""


class Command(BaseCommand):
    help = "Gives DATABASE_APPLICATION_ROLE what web and workers need; run after migrate, as the owner of the tables."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        role: str = settings.DATABASE_APPLICATION_ROLE
        if connection.vendor != "postgresql" or not role:
            self.stdout.write("only PostgreSQL has roles, and DATABASE_APPLICATION_ROLE names one: nothing to do")
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_database(), current_schema()")
            owner, database, schema = cursor.fetchone()
            if role == owner:
                raise CommandError(f"{role} owns the tables; name another role")
            self._make(cursor, role)
            cursor.execute(TOO_MUCH, [role])
            if cursor.fetchone()[0]:
                raise CommandError(f"{role} may do more than web and workers need; name another role")
            names = {"role": role, "database": database, "schema": schema}
            cursor.execute(sql.SQL(GRANTS).format(**{name: sql.Identifier(value) for name, value in names.items()}))
        self.stdout.write(f"{role} has what web and workers need")

    def _make(self, cursor: Any, role: str) -> None:
        """Make the role, or give it the password that the environment holds. Without one, somebody else made it."""
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [role])
        (known,) = cursor.fetchone()
        password: str = settings.DATABASE_APPLICATION_PASSWORD
        if not password:
            if not known:
                raise CommandError(f"the role {role} does not exist, and DATABASE_APPLICATION_PASSWORD is empty")
            return
        # Hashed here: the password itself reaches neither the server nor its log.
        kept = connection.connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
        act = "ALTER" if known else "CREATE"
        statement = sql.SQL("{act} ROLE {role} LOGIN PASSWORD {kept}").format(
            act=sql.SQL(act), role=sql.Identifier(role), kept=sql.Literal(kept.decode())
        )
        cursor.execute(statement)
