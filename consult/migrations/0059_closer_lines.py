"""An office may have its documents set closer where that saves a page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consult", "0058_signatures_and_their_certificates")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="closer_lines",
            field=models.BooleanField(
                default=False,
                help_text="Type of 13 pt instead of 14 pt and lines nearer to each other: Nghị định 30/2020/NĐ-CP, Phụ lục I, allows both.",
                verbose_name="documents are set closer where that saves a page for the signature alone",
            ),
        ),
    ]
