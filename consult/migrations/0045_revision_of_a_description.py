"""A draft's description is kept as it is typed, by one page at a time: each begins from a revision."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consult", "0044_remarks_of_reviews")]
    operations = [
        migrations.AddField(
            "dossier",
            "revision",
            models.PositiveIntegerField(default=0, editable=False, verbose_name="revision of the description"),
        ),
    ]
