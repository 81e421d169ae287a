"""What a payment list says beside names and sums: quantity, tax, other work; tax codes and accounts; that it was paid."""

import consult.clock
import django.core.validators
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0059_closer_lines'),
    ]

    operations = [
        migrations.AddField(
            model_name='paymentline',
            name='quantity',
            field=models.PositiveIntegerField(default=1, verbose_name='quantity'),
        ),
        migrations.AddField(
            model_name='paymentline',
            name='role',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='seat or body'),
        ),
        migrations.AddField(
            model_name='paymentline',
            name='tax',
            field=models.PositiveBigIntegerField(default=0, verbose_name='tax withheld'),
        ),
        migrations.AlterField(
            model_name='paymentline',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payment_lines', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AlterField(
            model_name='rate',
            name='seat',
            field=models.CharField(blank=True, max_length=20, verbose_name='seat'),
        ),
        migrations.CreateModel(
            name='PayeeDetails',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locked', models.BinaryField(verbose_name='encrypted tax code and account')),
                ('entered_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='entered')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='payee', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'tax code and account',
                'verbose_name_plural': 'tax codes and accounts',
            },
        ),
        migrations.CreateModel(
            name='TaxTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('percent', models.DecimalField(decimal_places=2, default=Decimal('10'), max_digits=4, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(50)], verbose_name='tax withheld, in percent')),
                ('threshold', models.PositiveIntegerField(default=2000000, verbose_name='from how many đồng per payment')),
                ('union', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='tax_terms', to='consult.organisation', verbose_name='union')),
            ],
            options={
                'verbose_name': 'terms of tax',
                'verbose_name_plural': 'terms of tax',
            },
        ),
        migrations.CreateModel(
            name='ExtraWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=10, verbose_name='act')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('role', models.CharField(blank=True, max_length=300, verbose_name='seat or body')),
                ('quantity', models.PositiveIntegerField(default=1, verbose_name='quantity')),
                ('price', models.PositiveIntegerField(blank=True, null=True, verbose_name='price of one, in đồng')),
                ('entered_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='entered')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extra_work', to='consult.dossier', verbose_name='dossier')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'other work to be paid',
                'verbose_name_plural': 'other work to be paid',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='extra_work_quantity_from_one')],
            },
        ),
        migrations.CreateModel(
            name='Payout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paid_on', models.DateField(verbose_name='paid on')),
                ('voucher', models.CharField(max_length=60, verbose_name='number of the voucher')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('recorded_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='recorded')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='corrected_by', to='consult.payout', verbose_name='corrects')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='payouts', to='consult.paymentline', verbose_name='line')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'payment made',
                'verbose_name_plural': 'payments made',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('corrects', None)), fields=('line',), name='payout_one_first_per_line'), models.CheckConstraint(condition=models.Q(('corrects', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='payout_corrected_with_a_reason')],
            },
        ),
    ]
