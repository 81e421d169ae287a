"""Sample files of attachments: what an office lays out for proposers, one for each attachment of a kind of dossier."""

import consult.clock
import consult.models.procedure
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0075_answers_of_dossiers'),
    ]

    operations = [
        migrations.CreateModel(
            name='SampleFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=50, verbose_name='checklist item')),
                ('name', models.CharField(max_length=200, verbose_name='file name')),
                ('file', models.FileField(max_length=300, upload_to=consult.models.procedure.sample_path, verbose_name='file')),
                ('media_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('uploaded_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='uploaded')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='samples', to='consult.dossierkind', verbose_name='kind of dossier')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'sample file',
                'verbose_name_plural': 'sample files',
                'ordering': ['kind', 'item'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'item'), name='sample_file_one_per_item')],
            },
        ),
    ]
