"""The nightly backups: when made, where, how big, and when restored into scratch."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0070_offices_set_up_in_the_browser'),
    ]

    operations = [
        migrations.CreateModel(
            name='Backup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('night', models.DateField(verbose_name='night')),
                ('place', models.CharField(max_length=300, verbose_name='place')),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='made')),
                ('rows', models.PositiveBigIntegerField(default=0, verbose_name='rows')),
                ('files', models.PositiveBigIntegerField(default=0, verbose_name='files')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
                ('fault', models.TextField(blank=True, verbose_name='what went wrong')),
                ('restored_at', models.DateTimeField(blank=True, null=True, verbose_name='restored into scratch')),
                ('trial_fault', models.TextField(blank=True, verbose_name='what its trial restore found')),
            ],
            options={
                'verbose_name': 'backup',
                'verbose_name_plural': 'backups',
                'ordering': ['-night'],
                'constraints': [models.UniqueConstraint(fields=('night', 'place'), name='backup_one_per_night')],
            },
        ),
    ]
