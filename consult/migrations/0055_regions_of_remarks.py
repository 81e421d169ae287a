"""A remark may stand on a region of its page: scans have no text to mark."""

import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0054_plans_of_councils'),
    ]

    operations = [
        migrations.AddField(
            model_name='reviewremark',
            name='height',
            field=models.FloatField(blank=True, null=True, verbose_name='height of the region'),
        ),
        migrations.AddField(
            model_name='reviewremark',
            name='left',
            field=models.FloatField(blank=True, null=True, verbose_name='left edge of the region'),
        ),
        migrations.AddField(
            model_name='reviewremark',
            name='top',
            field=models.FloatField(blank=True, null=True, verbose_name='upper edge of the region'),
        ),
        migrations.AddField(
            model_name='reviewremark',
            name='width',
            field=models.FloatField(blank=True, null=True, verbose_name='width of the region'),
        ),
        migrations.AddConstraint(
            model_name='reviewremark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('height', None), ('left', None), ('top', None), ('width', None)), models.Q(('height__gt', 0), ('height__isnull', False), ('height__lte', 1), ('left__gte', 0), ('left__isnull', False), ('left__lte', django.db.models.expressions.CombinedExpression(models.Value(1), '-', models.F('width'))), ('page__gte', 1), ('top__gte', 0), ('top__isnull', False), ('top__lte', django.db.models.expressions.CombinedExpression(models.Value(1), '-', models.F('height'))), ('width__gt', 0), ('width__isnull', False), ('width__lte', 1)), _connector='OR'), name='review_remark_region_within_its_page'),
        ),
    ]
