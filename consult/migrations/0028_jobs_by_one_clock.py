from django.db import migrations, models

import consult.clock


class Migration(migrations.Migration):
    """Jobs begin by the project's clock, as everything else does. No column changes."""

    dependencies = [("consult", "0026_lost_files")]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="run_after",
            field=models.DateTimeField(default=consult.clock.now, verbose_name="not before"),
        ),
        migrations.AlterField(
            model_name="job",
            name="called_at",
            field=models.DateTimeField(
                default=consult.clock.now, editable=False, verbose_name="a worker was called"
            ),
        ),
    ]
