"""What ties an expert to a body stands once: known to all, and once for each union that wrote it down for itself."""

from django.core.management.base import CommandError
from django.db import migrations, models
from django.db.models import Count

MOST = 300


def join(apps, editor):
    """Join what was written down more than once: the longer time, and every note. Raises ``CommandError`` where notes do not fit."""
    tie = apps.get_model("consult", "Tie")
    key = ("expert", "kind", "body", "union")
    too_long = []
    for doubled in tie.objects.order_by().values(*key).annotate(rows=Count("pk")).filter(rows__gt=1):
        rows = list(tie.objects.filter(**{name: doubled[name] for name in key}).order_by("pk"))
        kept, others = rows[0], rows[1:]
        kept.until = None if any(row.until is None for row in rows) else max(row.until for row in rows)
        kept.note = "; ".join(dict.fromkeys(row.note for row in rows if row.note))
        kept.organisation = next((row.organisation for row in rows if row.organisation_id), None)
        if len(kept.note) > MOST:
            too_long.append(", ".join(str(row.pk) for row in rows))
            continue
        kept.save(update_fields=["until", "note", "organisation"])
        tie.objects.filter(pk__in=[row.pk for row in others]).delete()
    if editor.connection.vendor == "postgresql":
        # The table changes next.
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    if too_long:
        raise CommandError(
            f"These ties are the same, and their notes together are too long: {'; '.join(too_long)}. Go back to the version"
            " before, shorten the notes, and migrate again. Nothing was changed."
        )


class Migration(migrations.Migration):
    dependencies = [("consult", "0040_rounds")]
    operations = [
        migrations.RunPython(join, migrations.RunPython.noop),
        migrations.AddConstraint(
            "tie",
            models.UniqueConstraint(
                condition=models.Q(("union", None)), fields=("expert", "kind", "body"), name="tie_once_for_all"
            ),
        ),
        migrations.AddConstraint(
            "tie", models.UniqueConstraint(fields=("expert", "kind", "body", "union"), name="tie_once_for_a_union")
        ),
    ]
