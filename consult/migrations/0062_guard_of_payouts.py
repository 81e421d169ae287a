"""On PostgreSQL what was recorded as paid is never changed: a correction stands beside it."""

from django.db import migrations


def guard(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        # Rows that this migration run wrote must be settled before their tables change.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute(
            "CREATE TRIGGER consult_payout_guard BEFORE UPDATE OR DELETE ON consult_payout "
            "FOR EACH ROW EXECUTE FUNCTION consult_kept_guard()"
        )


def no_guard(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER consult_payout_guard ON consult_payout")


class Migration(migrations.Migration):
    dependencies = [("consult", "0061_registers_of_the_decree")]
    operations = [migrations.RunPython(guard, no_guard)]
