"""A register is a series with its days, the form of its symbols and the kinds of document that it numbers."""

import datetime

import django.db.models.deletion
from django.db import migrations, models

# What each series numbered so far, by the abbreviation of its kind.
NUMBERED = {
    "": ["supplement_request", "department_letter", "reminder_letter"],
    "PTN": ["receipt"],
    "TB": ["refusal"],
    "QĐ": ["council_decision"],
    "GM": ["meeting_invitation", "reviewer_invitation"],
    "BB": ["minutes"],
    "BC": ["opinion"],
}
FORM, LETTER_FORM = "{number}/{kind}-{union}", "{number}/{union}-{unit}"
INCOMING = "ĐẾN"

GUARD = """
CREATE OR REPLACE FUNCTION consult_register_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.last < OLD.last
        OR to_jsonb(NEW) - ARRAY['last', 'form', 'last_day'] <> to_jsonb(OLD) - ARRAY['last', 'form', 'last_day'] THEN
        RAISE EXCEPTION 'a register only grows' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
OLD_GUARD = GUARD.replace("ARRAY['last', 'form', 'last_day']", "'last'")


def on_postgresql(*statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for statement in statements:
                schema_editor.execute(statement, params=None)

    return run


def fill(apps, _editor):
    register, numbered = apps.get_model("consult", "Register"), apps.get_model("consult", "NumberedKind")
    for row in register.objects.all():
        row.first_day, row.last_day = datetime.date(row.year, 1, 1), datetime.date(row.year, 12, 31)
        row.form = "" if row.kind == INCOMING else (FORM if row.kind else LETTER_FORM)
        row.save(update_fields=["first_day", "last_day", "form"])
        numbered.objects.bulk_create(
            numbered(register=row, document=document) for document in NUMBERED.get(row.kind, [])
        )


def empty(apps, _editor):
    register = apps.get_model("consult", "Register")
    for row in register.objects.all():
        row.year = row.first_day.year
        row.save(update_fields=["year"])


OFF = "ALTER TABLE consult_register DISABLE TRIGGER consult_register_guard"
ON = "ALTER TABLE consult_register ENABLE TRIGGER consult_register_guard"


class Migration(migrations.Migration):
    dependencies = [("consult", "0041_ties_once")]
    operations = [
        migrations.AddField("register", "first_day", models.DateField(null=True, verbose_name="first day")),
        migrations.AddField("register", "last_day", models.DateField(null=True, verbose_name="last day")),
        migrations.AddField(
            "register", "form", models.CharField(blank=True, default="", max_length=60, verbose_name="form of the symbol")
        ),
        migrations.AlterField("register", "year", models.PositiveIntegerField(null=True, verbose_name="year")),
        migrations.CreateModel(
            name="NumberedKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.CharField(max_length=30, verbose_name="kind of document")),
                ("register", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="numbered",
                    to="consult.register", verbose_name="register")),
            ],
            options={
                "verbose_name": "kind of document that a register numbers",
                "verbose_name_plural": "kinds of document that registers number",
            },
        ),
        migrations.RunPython(on_postgresql(OFF), on_postgresql(ON, OLD_GUARD)),
        migrations.RunPython(fill, empty),
        migrations.RunPython(on_postgresql(ON, GUARD), on_postgresql(OFF)),
        migrations.AlterField("register", "first_day", models.DateField(verbose_name="first day")),
        migrations.AlterField("register", "last_day", models.DateField(verbose_name="last day")),
        migrations.AlterModelOptions(
            "register",
            options={"ordering": ["-first_day", "kind"], "verbose_name": "register", "verbose_name_plural": "registers"},
        ),
        migrations.RemoveConstraint("register", "register_one_per_series"),
        migrations.RemoveField("register", "year"),
        migrations.AddConstraint(
            "register",
            models.UniqueConstraint(fields=("union", "kind", "first_day"), name="register_one_per_series"),
        ),
        migrations.AddConstraint(
            "register",
            models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))), name="register_days_in_order"
            ),
        ),
        migrations.AddConstraint(
            "numberedkind",
            models.UniqueConstraint(fields=("register", "document"), name="numbered_kind_once_per_register"),
        ),
    ]  # fmt: skip
