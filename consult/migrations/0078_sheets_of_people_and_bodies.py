"""Sheets of people and of bodies are read as those of experts are."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consult", "0077_quiet_hours_of_an_office")]

    operations = [
        migrations.RenameModel("ExpertImport", "SheetImport"),
        migrations.AlterModelOptions(
            "sheetimport", {"verbose_name": "imported sheet", "verbose_name_plural": "imported sheets"}
        ),
        migrations.AlterField(
            "sheetimport",
            "union",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sheet_imports",
                to="consult.organisation",
                verbose_name="union",
            ),
        ),
        migrations.AddField(
            "sheetimport",
            "what",
            models.CharField(default="experts", max_length=10, verbose_name="what it lists"),
        ),
    ]
