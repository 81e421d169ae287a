"""Labels and help texts of fields in the plain words that pages use."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consult", "0048_words_in_rows")]
    operations = [
        migrations.AlterModelOptions(
            name="storewalk",
            options={"verbose_name": "check of the store", "verbose_name_plural": "checks of the store"},
        ),
        migrations.AlterField(
            model_name="channel",
            name="locked",
            field=models.BinaryField(blank=True, verbose_name="encrypted secret"),
        ),
        migrations.AlterField(
            model_name="documentversion",
            name="brought_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="uploaded by",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="confidential",
            field=models.BooleanField(
                default=False,
                help_text="The public page for checking documents does not show the subject.",
                verbose_name="confidential",
            ),
        ),
        migrations.AlterField(
            model_name="expert",
            name="biography",
            field=models.TextField(
                blank=True,
                help_text="Subjects, projects, publications; used to find a suitable expert.",
                verbose_name="what they work on",
            ),
        ),
        migrations.AlterField(
            model_name="guest",
            name="by_themselves",
            field=models.BooleanField(default=False, verbose_name="registered themselves"),
        ),
        migrations.AlterField(
            model_name="job",
            name="tried_since",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="failing since"),
        ),
        migrations.AlterField(
            model_name="legalground",
            name="key",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The steps of the procedure that are based on this text; the procedure's page shows it beside them.",
                max_length=20,
                verbose_name="basis of",
            ),
        ),
        migrations.AlterField(
            model_name="lostfile",
            name="good_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="repaired"),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="resumes_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="continues"),
        ),
        migrations.AlterField(
            model_name="storewalk",
            name="begun_at",
            field=models.DateTimeField(verbose_name="started"),
        ),
        migrations.AlterField(
            model_name="tie",
            name="until",
            field=models.DateField(blank=True, help_text="Of a former employment.", null=True, verbose_name="last day"),
        ),
    ]
