from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consult", "0030_mails_tried_since")]

    operations = [
        migrations.AddField(
            "task", "term", models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name="term")
        ),
    ]
