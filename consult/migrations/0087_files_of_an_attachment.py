"""Each attachment may hold several files, each with versions of its own.

Until now files stood beside each other only where the procedure said ``several``: there each becomes a file of its own.
Elsewhere what was brought stays one file with its versions.
"""

from pathlib import PurePosixPath

from django.db import migrations, models

PHONE_PICTURE = "image/heic"


def part_files(apps, schema_editor):
    """Number the files of attachments that could hold several; a phone's picture stays the version before its JPEG."""
    attachments = apps.get_model("consult", "Attachment").objects
    for procedure in apps.get_model("consult", "Procedure").objects.iterator():
        several = [item["code"] for item in procedure.config.get("checklist", ()) if item.get("several")]
        if not several:
            continue
        brought = attachments.filter(dossier__procedure=procedure, item__in=several)
        for dossier, item in list(brought.order_by().values_list("dossier", "item").distinct()):
            _part(list(attachments.filter(dossier=dossier, item=item).order_by("version")))


def _part(rows):
    before = None
    for row in rows:
        if before is None:
            row.file_number, row.version = 1, 1
        elif before.media_type == PHONE_PICTURE and _stem(before.name) == _stem(row.name):
            row.file_number, row.version = before.file_number, before.version + 1
        else:
            row.file_number, row.version = before.file_number + 1, 1
        row.save(update_fields=["file_number", "version"])
        before = row


def _stem(name):
    return PurePosixPath(name).stem


def join_files(apps, schema_editor):
    """All files of an attachment are versions of one again, in the order in which they came."""
    attachments = apps.get_model("consult", "Attachment").objects
    for dossier, item in list(attachments.filter(file_number__gt=1).order_by().values_list("dossier", "item").distinct()):
        rows = attachments.filter(dossier=dossier, item=item).order_by("uploaded_at", "file_number", "version")
        for version, row in enumerate(list(rows), start=1):
            attachments.filter(pk=row.pk).update(version=version, file_number=1)


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0086_yearly_tasks'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='attachment',
            options={'ordering': ['item', 'file_number', '-version'], 'verbose_name': 'attachment', 'verbose_name_plural': 'attachments'},
        ),
        migrations.RemoveConstraint(
            model_name='attachment',
            name='attachment_one_per_version',
        ),
        migrations.AddField(
            model_name='attachment',
            name='file_number',
            field=models.PositiveIntegerField(default=1, verbose_name='which of the files'),
        ),
        migrations.AlterField(
            model_name='attachment',
            name='item',
            field=models.CharField(blank=True, max_length=50, verbose_name='checklist item'),
        ),
        migrations.RunPython(part_files, join_files, elidable=True),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('dossier', 'item', 'file_number', 'version'), name='attachment_one_per_version'),
        ),
    ]
