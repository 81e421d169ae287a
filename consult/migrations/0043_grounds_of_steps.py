

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0042_series'),
    ]

    operations = [
        migrations.AddField(
            model_name='legalground',
            name='key',
            field=models.CharField(blank=True, choices=[('intake', 'Intake and completeness'), ('council', 'Council formation'), ('review', 'Reviews of experts'), ('meeting', "The council's meeting"), ('opinion', 'Opinion issuance'), ('response', 'Response to the opinion'), ('archive', 'Archiving')], default='', help_text="The steps of the procedure that rest on this text; the procedure's page shows it beside them.", max_length=20, verbose_name='basis of'),
        ),
        migrations.AddConstraint(
            model_name='legalground',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('union', 'key'), name='legal_ground_one_per_key'),
        ),
    ]
