"""The quiet hours of an office, for whoever has set none of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consult", "0076_samples_of_attachments")]
    operations = [
        migrations.AddField(
            "organisation", "quiet_from", models.TimeField(blank=True, null=True, verbose_name="no mails from")
        ),
        migrations.AddField(
            "organisation", "quiet_until", models.TimeField(blank=True, null=True, verbose_name="no mails until")
        ),
        migrations.AddConstraint(
            "organisation",
            models.CheckConstraint(
                condition=models.Q(("quiet_from", None), ("quiet_until", None))
                | models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                name="organisation_both_quiet_hours_or_none",
                violation_error_message="Give both times, or neither.",
            ),
        ),
    ]
