"""Codes of enumerations are text to the database; the forms know which there are. Nothing changes in any table."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0045_revision_of_a_description'),
    ]

    operations = [
        migrations.AlterField(
            model_name='attendance',
            name='mode',
            field=models.CharField(max_length=10, verbose_name='presence'),
        ),
        migrations.AlterField(
            model_name='attendance',
            name='mode_before_break',
            field=models.CharField(blank=True, max_length=10, verbose_name='presence before an interruption'),
        ),
        migrations.AlterField(
            model_name='attendance',
            name='vote',
            field=models.CharField(blank=True, max_length=10, verbose_name='vote'),
        ),
        migrations.AlterField(
            model_name='availability',
            name='answer',
            field=models.CharField(max_length=5, verbose_name='answer'),
        ),
        migrations.AlterField(
            model_name='ballot',
            name='choice',
            field=models.CharField(blank=True, max_length=10, verbose_name='vote'),
        ),
        migrations.AlterField(
            model_name='channel',
            name='kind',
            field=models.CharField(max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='document',
            name='kind',
            field=models.CharField(max_length=30, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='documentversion',
            name='source',
            field=models.CharField(default='rendered', max_length=20, verbose_name='source'),
        ),
        migrations.AlterField(
            model_name='dossier',
            name='kind',
            field=models.CharField(default='advice', max_length=20, verbose_name='kind of consultation'),
        ),
        migrations.AlterField(
            model_name='dossier',
            name='outcome',
            field=models.CharField(blank=True, max_length=20, verbose_name='outcome'),
        ),
        migrations.AlterField(
            model_name='dossier',
            name='stage',
            field=models.CharField(default='draft', max_length=20, verbose_name='stage'),
        ),
        migrations.AlterField(
            model_name='draft',
            name='kind',
            field=models.CharField(max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='verb',
            field=models.CharField(max_length=10, verbose_name='what happened'),
        ),
        migrations.AlterField(
            model_name='expertfile',
            name='kind',
            field=models.CharField(max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='heartbeat',
            name='name',
            field=models.CharField(max_length=20, unique=True, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='job',
            name='kind',
            field=models.CharField(max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='job',
            name='state',
            field=models.CharField(default='waiting', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='legalground',
            name='key',
            field=models.CharField(blank=True, default='', help_text="The steps of the procedure that rest on this text; the procedure's page shows it beside them.", max_length=20, verbose_name='basis of'),
        ),
        migrations.AlterField(
            model_name='lostfile',
            name='fault',
            field=models.CharField(max_length=10, verbose_name='what is wrong'),
        ),
        migrations.AlterField(
            model_name='meeting',
            name='form',
            field=models.CharField(default='meeting', max_length=10, verbose_name='form'),
        ),
        migrations.AlterField(
            model_name='meeting',
            name='state',
            field=models.CharField(default='called', max_length=20, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(max_length=20, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='motion',
            name='state',
            field=models.CharField(default='planned', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='kind',
            field=models.CharField(max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='level',
            field=models.CharField(blank=True, max_length=20, verbose_name='level'),
        ),
        migrations.AlterField(
            model_name='papertext',
            name='kind',
            field=models.CharField(max_length=30, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='procedure',
            name='kind',
            field=models.CharField(max_length=30, verbose_name='kind of dossier'),
        ),
        migrations.AlterField(
            model_name='rate',
            name='act',
            field=models.CharField(max_length=10, verbose_name='act'),
        ),
        migrations.AlterField(
            model_name='rate',
            name='seat',
            field=models.CharField(max_length=20, verbose_name='seat'),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='kind',
            field=models.CharField(max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='retention',
            name='what',
            field=models.CharField(max_length=20, verbose_name='what'),
        ),
        migrations.AlterField(
            model_name='review',
            name='recommendation',
            field=models.CharField(blank=True, max_length=20, verbose_name='recommendation'),
        ),
        migrations.AlterField(
            model_name='review',
            name='state',
            field=models.CharField(default='invited', max_length=20, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='seat',
            name='kind',
            field=models.CharField(max_length=20, verbose_name='seat'),
        ),
        migrations.AlterField(
            model_name='signatory',
            name='authority',
            field=models.CharField(blank=True, default='', max_length=3, verbose_name='authority'),
        ),
        migrations.AlterField(
            model_name='signingkey',
            name='kind',
            field=models.CharField(max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='tie',
            name='kind',
            field=models.CharField(max_length=20, verbose_name='kind'),
        ),
    ]
