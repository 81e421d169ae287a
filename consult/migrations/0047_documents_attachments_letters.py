"""The wording of documents and the letters that come in go by these names; nothing in their rows changes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consult", "0046_codes_are_text"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="incomingpaper", name="incoming_paper_one_per_number"),
        migrations.RemoveConstraint(model_name="incomingpaper", name="incoming_paper_number_from_one"),
        migrations.RemoveConstraint(model_name="papertext", name="paper_text_one_per_kind"),
        migrations.RenameModel(old_name="IncomingPaper", new_name="IncomingLetter"),
        migrations.RenameModel(old_name="PaperText", new_name="DocumentWording"),
        migrations.AddConstraint(
            model_name="documentwording",
            constraint=models.UniqueConstraint(fields=("union", "kind"), name="document_wording_one_per_kind"),
        ),
        migrations.AddConstraint(
            model_name="incomingletter",
            constraint=models.UniqueConstraint(fields=("register", "number"), name="incoming_letter_one_per_number"),
        ),
        migrations.AddConstraint(
            model_name="incomingletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="incoming_letter_number_from_one"
            ),
        ),
        migrations.AlterField(
            model_name="documentwording",
            name="union",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="wordings",
                to="consult.organisation",
                verbose_name="union",
            ),
        ),
        migrations.AlterModelOptions(
            name="document",
            options={"ordering": ["id"], "verbose_name": "document", "verbose_name_plural": "documents"},
        ),
        migrations.AlterModelOptions(
            name="documentversion",
            options={
                "ordering": ["version"],
                "verbose_name": "version of a document",
                "verbose_name_plural": "versions of documents",
            },
        ),
        migrations.AlterModelOptions(
            name="documentwording",
            options={"verbose_name": "wording of a document", "verbose_name_plural": "wordings of documents"},
        ),
        migrations.AlterModelOptions(
            name="incomingletter",
            options={
                "ordering": ["-number"],
                "verbose_name": "incoming letter",
                "verbose_name_plural": "incoming letters",
            },
        ),
        migrations.AlterModelOptions(
            name="reviewremark",
            options={
                "ordering": ["review", "position"],
                "verbose_name": "remark on an attachment",
                "verbose_name_plural": "remarks on attachments",
            },
        ),
        migrations.AlterField(
            model_name="documentversion",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="versions",
                to="consult.document",
                verbose_name="document",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="confidential",
            field=models.BooleanField(
                default=False,
                help_text="The public page for checking documents does not tell the subject.",
                verbose_name="confidential",
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="version",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="job",
                to="consult.documentversion",
                verbose_name="document",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="identification_code",
            field=models.CharField(
                blank=True,
                help_text="For electronic exchange of documents.",
                max_length=40,
                verbose_name="identification code",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="superior",
            field=models.CharField(
                blank=True,
                help_text="The upper line of the heading on documents.",
                max_length=300,
                verbose_name="superior body",
            ),
        ),
        migrations.AlterField(
            model_name="register",
            name="kind",
            field=models.CharField(blank=True, max_length=10, verbose_name="kind of document"),
        ),
    ]
