"""The year's list of tasks of a union."""

import consult.clock
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0085_recipients_and_sendings'),
    ]

    operations = [
        migrations.CreateModel(
            name='YearlyTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1990), django.core.validators.MaxValueValidator(2200)], verbose_name='year')),
                ('title', models.CharField(max_length=500, verbose_name='title')),
                ('source', models.CharField(max_length=10, verbose_name='origin')),
                ('given_by', models.CharField(blank=True, max_length=300, verbose_name='given or asked for by')),
                ('letter', models.CharField(blank=True, max_length=200, verbose_name='letter, number and day')),
                ('quarter', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)], verbose_name='quarter')),
                ('money', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='planned money, in đồng')),
                ('given_up', models.CharField(blank=True, max_length=300, verbose_name='why it is given up')),
                ('entered_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='entered')),
                ('dossier', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='yearly_task', to='consult.dossier', verbose_name='dossier')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                ('responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsible officer')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='yearly_tasks', to='consult.organisation', verbose_name='union')),
            ],
            options={
                'verbose_name': 'task of a year',
                'verbose_name_plural': 'tasks of years',
                'ordering': ['union', 'year', 'quarter', 'pk'],
                'indexes': [models.Index(fields=['union', 'year', 'quarter'], name='yearly_task_by_quarter')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quarter', None), ('quarter__range', (1, 4)), _connector='OR'), name='yearly_task_quarter'), models.CheckConstraint(condition=models.Q(('dossier', None), ('given_up', ''), _connector='OR'), name='yearly_task_done_or_given_up')],
            },
        ),
    ]
