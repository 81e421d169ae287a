"""Plans of councils that a worker makes, and their jobs."""


import consult.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0053_invitations_of_called_meetings'),
    ]

    operations = [
        migrations.CreateModel(
            name='CouncilPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='asked for')),
                ('fingerprint', models.CharField(editable=False, max_length=64)),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='made')),
                ('councils', models.JSONField(default=dict, verbose_name='councils')),
                ('cost', models.IntegerField(blank=True, null=True, verbose_name='points')),
                ('bound', models.IntegerField(blank=True, null=True, verbose_name='least possible points')),
                ('seconds', models.FloatField(blank=True, null=True, verbose_name='seconds it took')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consult.organisation', verbose_name='union')),
            ],
            options={
                'verbose_name': 'plan of councils',
                'verbose_name_plural': 'plans of councils',
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='job',
            name='plan',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='job', to='consult.councilplan', verbose_name='plan of councils'),
        ),
    ]
