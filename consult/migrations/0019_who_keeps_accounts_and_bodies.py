from collections import defaultdict

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, _schema_editor):
    """Say of accounts and bodies that have had to do with one union alone that it keeps them.

    Where only one union has people, that is everything. What several share stays without one: only a superuser changes it.
    """
    Organisation, Person, Membership, Dossier, Seat, Event = (
        apps.get_model("consult", name) for name in ("Organisation", "Person", "Membership", "Dossier", "Seat", "Event")
    )
    working = set(Membership.objects.filter(organisation__kind="union").values_list("organisation", flat=True))
    only = next(iter(working)) if len(working) == 1 else None
    dossiers = defaultdict(set)
    for body, union in Dossier.objects.values_list("proposer", "union").distinct():
        dossiers[body].add(union)
    keeps = {}
    for body, parent, kind in Organisation.objects.exclude(kind="union").values_list("pk", "parent", "parent__kind"):
        unions = dossiers[body] or ({parent} if kind == "union" and only is None else {only})
        keeps[body] = next(iter(unions)) if len(unions) == 1 else None
        Organisation.objects.filter(pk=body).update(keeper=keeps[body])

    met = defaultdict(set)
    for person, body, kind in Membership.objects.values_list("person", "organisation", "organisation__kind"):
        met[person].add(body if kind == "union" else keeps[body])
    for rows in (
        Seat.objects.values_list("person", "council__dossier__union"),
        Dossier.objects.values_list("submitter", "union"),
        Event.objects.exclude(person=None).values_list("person", "dossier__union"),
    ):
        for person, union in rows.order_by().distinct():
            met[person].add(union)
    for person in Person.objects.values_list("pk", flat=True):
        unions = met[person] or {only}
        Person.objects.filter(pk=person).update(keeper=next(iter(unions)) if len(unions) == 1 else None)


def keeper():
    return models.ForeignKey(
        blank=True,
        help_text="The union that entered this, and whose administrator may change it.",
        limit_choices_to={"kind": "union"},
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to="consult.organisation",
        verbose_name="kept by",
    )


class Migration(migrations.Migration):
    dependencies = [("consult", "0018_presence_before_an_interruption")]

    operations = [
        migrations.AddField("organisation", "keeper", keeper()),
        migrations.AddField("person", "keeper", keeper()),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
