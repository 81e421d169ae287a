"""Standing councils, and the councils that are formed of one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0081_divisions_and_responsible_officers'),
    ]

    operations = [
        migrations.CreateModel(
            name='StandingCouncil',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('since', models.DateField(verbose_name='first day of the term')),
                ('until', models.DateField(blank=True, help_text='Left empty: until it is dissolved.', null=True, verbose_name='last day of the term')),
                ('decision', models.CharField(help_text='As in “15/QĐ-LHH”.', max_length=60, verbose_name='number of the decision')),
                ('decided_on', models.DateField(verbose_name='day of the decision')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standing_councils', to='consult.organisation', verbose_name='union')),
            ],
            options={
                'verbose_name': 'standing council',
                'verbose_name_plural': 'standing councils',
                'ordering': ['-since', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='council',
            name='standing',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='councils', to='consult.standingcouncil', verbose_name='standing council'),
        ),
        migrations.CreateModel(
            name='StandingMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(default='member', max_length=20, verbose_name='seat')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='consult.standingcouncil', verbose_name='standing council')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standing_seats', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'member of a standing council',
                'verbose_name_plural': 'members of standing councils',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='standingcouncil',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('since__lte', models.F('until')), _connector='OR'), name='standing_council_ends_after_it_begins', violation_error_message='The last day is before the first.'),
        ),
        migrations.AddConstraint(
            model_name='standingmember',
            constraint=models.UniqueConstraint(fields=('council', 'person'), name='standing_member_once'),
        ),
    ]
