"""How offices began: codes, unfinished answers, and what is left to do."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0066_word_templates'),
    ]

    operations = [
        migrations.CreateModel(
            name='OfficeSetup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('code_made_at', models.DateTimeField(blank=True, null=True, verbose_name='code made')),
                ('holder_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='last answer')),
                ('answers', models.JSONField(blank=True, default=dict, verbose_name='answers')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('ticked', models.JSONField(blank=True, default=list, verbose_name='ticked')),
                ('union', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='set_up', to='consult.organisation', verbose_name='union')),
            ],
            options={
                'verbose_name': 'set-up of an office',
                'verbose_name_plural': 'set-ups of offices',
            },
        ),
    ]
