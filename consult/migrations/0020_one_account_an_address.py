from collections import defaultdict

from django.core.management.base import CommandError
from django.db import migrations, models
from django.db.models.functions import Lower

import consult.models.person


def normalise(apps, _schema_editor):
    """Keep addresses in small letters, and take back the rows by which an address that was corrected still signs in.

    Raises ``CommandError``, and changes nothing, where two accounts have the same address in other letters.
    """
    Person = apps.get_model("consult", "Person")
    accounts = defaultdict(list)
    for pk, email in Person.objects.order_by("pk").values_list("pk", "email"):
        accounts[email.strip().lower()].append(pk)
    doubled = [" and ".join(map(str, those)) for those in accounts.values() if len(those) > 1]
    if doubled:
        raise CommandError(
            f"The e-mail addresses of accounts {'; '.join(doubled)} differ only in capitals and small letters. Go back to "
            "the version before, give all but one of each another address in the administration, and migrate again. "
            "Nothing was changed."
        )
    addresses = {pk: address for address, (pk,) in accounts.items()}
    for pk, email in Person.objects.values_list("pk", "email"):
        if email != addresses[pk]:
            Person.objects.filter(pk=pk).update(email=addresses[pk])
    # No dependency on that application: its own depend on the first of ours, and 0001_squashed_0074 stands for all of them.
    if "account" not in apps.app_configs:
        return
    for row in apps.get_model("account", "EmailAddress").objects.only("pk", "user", "email").iterator():
        if row.email.strip().lower() != addresses[row.user_id]:
            row.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("consult", "0019_who_keeps_accounts_and_bodies"),
    ]

    operations = [
        migrations.RunPython(normalise, migrations.RunPython.noop),
        migrations.AlterField(
            "person",
            "email",
            consult.models.person.AccountAddressField(max_length=254, unique=True, verbose_name="e-mail"),
        ),
        migrations.AddConstraint("person", models.UniqueConstraint(Lower("email"), name="one_account_an_address")),
    ]
