"""What the proposer answered to the questions of the procedure; dossiers of before have none."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0074_numbers_given_on_paper'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossier',
            name='answers',
            field=models.JSONField(blank=True, default=dict, verbose_name='answers'),
        ),
    ]
