"""Word templates of an office's own, their renderings, and which document was made with which."""

import consult.clock
import consult.models.template
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0065_reading_copies_of_attachments'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='kind')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('name', models.CharField(max_length=200, verbose_name='file name')),
                ('file', models.FileField(max_length=300, upload_to=consult.models.template.template_path, verbose_name='file')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('fields', models.JSONField(default=list, verbose_name='fields that it uses')),
                ('in_use', models.BooleanField(default=False, verbose_name='in use')),
                ('uploaded_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='uploaded')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='templates', to='consult.organisation', verbose_name='union')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'Word template',
                'verbose_name_plural': 'Word templates',
                'ordering': ['kind', '-version'],
            },
        ),
        migrations.AddField(
            model_name='documentversion',
            name='template',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='consult.documenttemplate', verbose_name='Word template'),
        ),
        migrations.CreateModel(
            name='TemplateRendering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(blank=True, max_length=300, upload_to=consult.models.template.rendering_path, verbose_name='file')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('pages', models.PositiveIntegerField(default=0, verbose_name='pages')),
                ('places', models.JSONField(blank=True, default=dict, verbose_name='places')),
                ('lost', models.JSONField(blank=True, default=list, verbose_name='words that are missing')),
                ('warnings', models.JSONField(blank=True, default=list, verbose_name='faults of layout')),
                ('asked_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='asked for')),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='made')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renderings', to='consult.documenttemplate', verbose_name='Word template')),
                ('version', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rendering', to='consult.documentversion', verbose_name='document')),
            ],
            options={
                'verbose_name': 'rendering of a template',
                'verbose_name_plural': 'renderings of templates',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='job',
            name='rendering',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='job', to='consult.templaterendering', verbose_name='template'),
        ),
        migrations.AddConstraint(
            model_name='documenttemplate',
            constraint=models.UniqueConstraint(fields=('union', 'kind', 'version'), name='document_template_one_per_version'),
        ),
        migrations.AddConstraint(
            model_name='documenttemplate',
            constraint=models.UniqueConstraint(condition=models.Q(('in_use', True)), fields=('union', 'kind'), name='document_template_one_in_use'),
        ),
    ]
