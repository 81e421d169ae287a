from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("consult", "0020_one_account_an_address"),
    ]

    operations = [
        migrations.AddField(
            model_name="opening",
            name="what",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="which one"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="opening",
            name="hour",
            field=models.DateTimeField(editable=False, null=True, verbose_name="hour"),
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.UniqueConstraint(
                fields=("dossier", "person", "hour", "page", "what"), name="one_opening_an_hour"
            ),
        ),
    ]
