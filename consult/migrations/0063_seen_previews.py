"""What people saw of documents that are not made yet, so that they are told what changed since."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0062_guard_of_payouts'),
    ]

    operations = [
        migrations.CreateModel(
            name='SeenPreview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='kind of document')),
                ('title', models.CharField(max_length=600, verbose_name='title')),
                ('text', models.TextField(verbose_name='words')),
                ('first_seen_at', models.DateTimeField(verbose_name='first seen')),
                ('seen_at', models.DateTimeField(verbose_name='last seen')),
                ('earlier_text', models.TextField(blank=True, verbose_name='words seen before')),
                ('earlier_at', models.DateTimeField(blank=True, null=True, verbose_name='seen before')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seen_previews', to='consult.dossier', verbose_name='dossier')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'preview that was seen',
                'verbose_name_plural': 'previews that were seen',
                'constraints': [models.UniqueConstraint(fields=('person', 'dossier', 'kind', 'title'), name='seen_preview_one_per_document')],
            },
        ),
    ]
