"""Roles have a first and a last day; people are found without accents."""

from typing import Any

from django.db import migrations, models

from ._rules import fold

BATCH = 500


def fill(apps: Any, _editor: Any) -> None:
    person, batch = apps.get_model("consult", "Person"), []
    for row in person._base_manager.only("pk", "name", "email", "phone").iterator(chunk_size=BATCH):
        row.search_text = fold(f"{row.name} {row.email} {row.phone}")[:500]
        batch.append(row)
        if len(batch) == BATCH:
            person._base_manager.bulk_update(batch, ["search_text"])
            batch = []
    person._base_manager.bulk_update(batch, ["search_text"])


class Migration(migrations.Migration):
    dependencies = [("consult", "0070_offices_set_up_in_the_browser")]
    operations = [
        migrations.AddField("membership", "since", models.DateField(blank=True, help_text="Left empty: at once.", null=True, verbose_name="first day")),
        migrations.AddField("membership", "until", models.DateField(blank=True, help_text="The last day; left empty: for good.", null=True, verbose_name="last day")),
        migrations.AddConstraint("membership", models.CheckConstraint(
            condition=models.Q(since=None) | models.Q(until=None) | models.Q(since__lte=models.F("until")),
            name="membership_ends_after_it_begins", violation_error_message="The last day is before the first.",
        )),
        migrations.AddField("person", "search_text", models.CharField(default="", editable=False, max_length=500)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
