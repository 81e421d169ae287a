"""Events and documents belong to a union; unions have a history of their own; histories name rows by what stays the same."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

NAMED = ("organisation", "person", "dossier")
BATCH = 2000

HEAD_GUARD = """
CREATE OR REPLACE FUNCTION consult_head_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
DECLARE
    followed boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the head of a history stays' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.id <> OLD.id OR NEW.dossier_id IS DISTINCT FROM OLD.dossier_id
        OR NEW.union_id <> OLD.union_id OR NEW.length < OLD.length OR (NEW.length = OLD.length AND NEW.hash <> OLD.hash)) THEN
        RAISE EXCEPTION 'a history only grows' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.dossier_id IS NULL THEN
        followed := EXISTS (SELECT 1 FROM consult_event
            WHERE union_id = NEW.union_id AND dossier_id IS NULL AND position = NEW.length AND hash = NEW.hash);
    ELSE
        followed := EXISTS (SELECT 1 FROM consult_event
            WHERE dossier_id = NEW.dossier_id AND position = NEW.length AND hash = NEW.hash);
    END IF;
    IF NEW.length > 0 AND NOT followed THEN
        RAISE EXCEPTION 'a history ends in its last event' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
# What the guard allowed before unions had a history: that of a union could not be kept.
OLD_HEAD_GUARD = """
CREATE OR REPLACE FUNCTION consult_head_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the head of a history stays' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.id <> OLD.id OR NEW.dossier_id <> OLD.dossier_id OR NEW.length < OLD.length
        OR (NEW.length = OLD.length AND NEW.hash <> OLD.hash)) THEN
        RAISE EXCEPTION 'a history only grows' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.length > 0 AND NOT EXISTS (SELECT 1 FROM consult_event
        WHERE dossier_id = NEW.dossier_id AND position = NEW.length AND hash = NEW.hash) THEN
        RAISE EXCEPTION 'a history ends in its last event' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
GUARDED = ("consult_event", "consult_historyhead")


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(current_schema())")
            (schema,) = cursor.fetchone()
        schema_editor.execute(sql.replace("{schema}", schema), params=None)

    return run


def fill(apps, schema_editor):
    """The union of each row from its dossier, and an identifier for each row that is named by one."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # No sealed word is changed: the owner adds a column to what is sealed.
        for table in GUARDED:
            schema_editor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for table in ("event", "historyhead", "document"):
        schema_editor.execute(
            f"UPDATE consult_{table} SET union_id ="
            f" (SELECT union_id FROM consult_dossier WHERE consult_dossier.id = consult_{table}.dossier_id)"
        )
    for name in NAMED:
        if postgresql:
            schema_editor.execute(f"UPDATE consult_{name} SET uid = gen_random_uuid() WHERE uid IS NULL")
        else:
            _fill_one_by_one(apps.get_model("consult", name))
    if postgresql:
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            schema_editor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _fill_one_by_one(model):
    while rows := list(model.objects.filter(uid=None).only("pk")[:BATCH]):
        for row in rows:
            row.uid = uuid.uuid4()
        model.objects.bulk_update(rows, ["uid"], batch_size=500)


def to_union(**extra):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, to="consult.organisation", verbose_name="union", **extra
    )


UNIONS = {"event": "events", "document": "documents", "historyhead": "+"}


class Migration(migrations.Migration):
    dependencies = [("consult", "0037_what_must_never_be")]
    operations = [
        *[migrations.AddField(name, "uid", models.UUIDField(editable=False, null=True)) for name in NAMED],
        *[migrations.AddField(name, "union", to_union(null=True, related_name=back)) for name, back in UNIONS.items()],
        migrations.AddField("event", "hash_version", models.PositiveSmallIntegerField(default=1, editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *[
            migrations.AlterField(name, "uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True))
            for name in NAMED
        ],
        *[migrations.AlterField(name, "union", to_union(related_name=back)) for name, back in UNIONS.items()],
        migrations.AlterField("event", "hash_version", models.PositiveSmallIntegerField(default=2, editable=False)),
        migrations.AlterField(
            "event", "dossier",
            models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="events",
                to="consult.dossier", verbose_name="dossier"),
        ),
        migrations.AlterField(
            "document", "dossier",
            models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE,
                related_name="documents", to="consult.dossier", verbose_name="dossier"),
        ),
        migrations.AlterField(
            "historyhead", "dossier",
            models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE,
                related_name="history", to="consult.dossier", verbose_name="dossier"),
        ),
        migrations.AddConstraint(
            "event",
            models.UniqueConstraint(condition=models.Q(("dossier", None)), fields=("union", "position"),
                name="event_one_per_position_of_a_union"),
        ),
        migrations.AddConstraint(
            "historyhead",
            models.UniqueConstraint(condition=models.Q(("dossier", None)), fields=("union",),
                name="history_head_one_of_a_union"),
        ),
        migrations.RunPython(on_postgresql(HEAD_GUARD), on_postgresql(OLD_HEAD_GUARD)),
    ]  # fmt: skip
