import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    """When a union's mails go out: 7:00 to 17:00 on working days, unless it says otherwise."""

    dependencies = [("consult", "0028_jobs_by_one_clock")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="mails_from",
            field=models.TimeField(default=datetime.time(7), verbose_name="mails go out from"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="mails_until",
            field=models.TimeField(default=datetime.time(17), verbose_name="mails go out until"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="mails_every_day",
            field=models.BooleanField(default=False, verbose_name="mails go out on days off, too"),
        ),
    ]
