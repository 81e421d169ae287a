"""Forms of papers: lines of a heading, degrees before names, why somebody was absent, whether minutes were read out."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0055_regions_of_remarks'),
    ]

    operations = [
        migrations.AddField(
            model_name='attendance',
            name='absence_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='reason for absence'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='read_out',
            field=models.BooleanField(default=False, verbose_name='the minutes were read to those present'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='degrees_before_names',
            field=models.BooleanField(default=False, help_text='Administrative documents leave them off: Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7.', verbose_name='degrees and ranks stand before the names of who signs for the union'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='heading_lines',
            field=models.TextField(blank=True, help_text='One line of the heading per line; left empty, the name breaks where the column ends.', verbose_name='name in the heading, line by line'),
        ),
    ]
