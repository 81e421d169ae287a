from django.db import migrations, models


class Migration(migrations.Migration):
    """Since when a message has been tried in vain: it is given up after two working days, not after so many attempts."""

    dependencies = [("consult", "0029_hours_of_mails")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="tried_since",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="tried in vain since"),
        ),
    ]
