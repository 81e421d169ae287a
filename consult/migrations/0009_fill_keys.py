from django.db import migrations

from ._rules import fold, name_key


def fill(apps, _schema_editor):
    """Give every dossier and expert the keys by which those alike are found."""
    Dossier, Expert = apps.get_model("consult", "Dossier"), apps.get_model("consult", "Expert")
    for dossier in Dossier.objects.only("title").iterator():
        Dossier.objects.filter(pk=dossier.pk).update(title_key=fold(dossier.title))
    for expert in Expert.objects.select_related("person").iterator():
        person = expert.person
        folded = fold(f"{expert.degree} {person.name} {person.email} {expert.employer} {expert.biography}")
        Expert.objects.filter(pk=expert.pk).update(name_key=name_key(person.name), folded=folded)


class Migration(migrations.Migration):
    dependencies = [("consult", "0008_experts_and_ties")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
