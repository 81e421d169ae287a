"""Keys that put names into the order of the Vietnamese alphabet."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0049_plain_words'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='expert',
            options={'ordering': ['person__sort_key'], 'verbose_name': 'expert', 'verbose_name_plural': 'experts'},
        ),
        migrations.AlterModelOptions(
            name='groupreport',
            options={'ordering': ['group__sort_key'], 'verbose_name': 'group report', 'verbose_name_plural': 'group reports'},
        ),
        migrations.AlterModelOptions(
            name='organisation',
            options={'ordering': ['sort_key'], 'verbose_name': 'organisation', 'verbose_name_plural': 'organisations'},
        ),
        migrations.AlterModelOptions(
            name='person',
            options={'ordering': ['sort_key'], 'verbose_name': 'person', 'verbose_name_plural': 'people'},
        ),
        migrations.AlterModelOptions(
            name='subjectarea',
            options={'ordering': ['sort_key'], 'verbose_name': 'field of expertise', 'verbose_name_plural': 'fields of expertise'},
        ),
        migrations.AddField(
            model_name='organisation',
            name='sort_key',
            field=models.CharField(db_index=True, default='', editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name='person',
            name='sort_key',
            field=models.CharField(db_index=True, default='', editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name='subjectarea',
            name='sort_key',
            field=models.CharField(db_index=True, default='', editable=False, max_length=300),
        ),
    ]
