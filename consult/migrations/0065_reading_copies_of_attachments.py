"""Attachments that are Word files get pages to be read by, made once, and a job that makes them."""

import consult.clock
import consult.models.reading_copy
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0063_seen_previews'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadingCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(blank=True, max_length=300, upload_to=consult.models.reading_copy.reading_copy_path, verbose_name='file')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('pages', models.PositiveIntegerField(default=0, verbose_name='pages')),
                ('asked_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='asked for')),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='made')),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reading_copy', to='consult.attachment', verbose_name='attachment')),
            ],
            options={
                'verbose_name': 'reading copy',
                'verbose_name_plural': 'reading copies',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='job',
            name='reading_copy',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='job', to='consult.readingcopy', verbose_name='reading copy'),
        ),
    ]
