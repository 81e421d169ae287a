"""What all unions use is changed where one union has people, and by nobody but a superuser where several have."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consult.actions.common_lists import remove_entry, save_entry
from consult.models import EmulationCluster, Event, Membership, Organisation, SubjectArea
from tests.access.people import anew, new_person
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def kept(office, entry, by=None):
    save_entry(entry=entry, union=office.union, by=by or office.administrator)
    return entry


def test_fields_and_clusters_are_entered_renamed_and_removed_while_nothing_names_them(office):
    root = kept(office, SubjectArea(name="Địa chất"))
    below = kept(office, SubjectArea(name="Khoáng sản", parent=root))
    with refused("name_taken"):
        kept(office, SubjectArea(name=" Địa  chất "))
    for parent in (below, root):
        with refused("two_levels"):
            kept(office, SubjectArea(pk=root.pk, name="Địa chất", parent=parent))
    with refused("in_use"):
        remove_entry(entry=root, union=office.union, by=office.administrator)
    remove_entry(entry=below, union=office.union, by=office.administrator)
    office.experts[0].expert.subject_areas.add(root)
    with refused("in_use"):
        remove_entry(entry=root, union=office.union, by=office.administrator)
    cluster = kept(office, EmulationCluster(name="Cụm mới"))
    with refused("in_use"):
        remove_entry(
            entry=EmulationCluster.objects.exclude(pk=cluster.pk).get(), union=office.union, by=office.administrator
        )
    remove_entry(entry=cluster, union=office.union, by=office.administrator)
    events = Event.objects.filter(union=office.union, dossier=None).order_by("position").values_list("verb", flat=True)
    assert list(events)[-5:] == [
        "field_changed",
        "field_changed",
        "field_removed",
        "cluster_changed",
        "cluster_removed",
    ]


def test_where_another_union_has_people_the_lists_are_looked_at(office, as_person):
    other = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    theirs = new_person("qt@khac.test", (other, "administrator"))
    for by, union in ((office.administrator, office.union), (theirs, other)):
        with refused("common"):
            save_entry(entry=SubjectArea(name="Địa chất"), union=union, by=by)
        with refused("common"):
            remove_entry(entry=SubjectArea.objects.all()[0], union=union, by=by)
    for by in (office.officer, office.leader):
        with refused("role"):
            kept(office, SubjectArea(name="Địa chất"), by)
    page = as_person(office.administrator).get(reverse("lists"))
    assert page.context["may_change"] is False
    root = new_person("goc@x.test", (office.union, "administrator"), is_superuser=True)
    kept(office, SubjectArea(name="Địa chất"), anew(root))
    assert Membership.objects.filter(person=root).exists()


def test_the_page_says_at_its_field_what_is_wrong(office, as_person):
    client = as_person(office.administrator)
    area = SubjectArea.objects.filter(parent=None)[0]
    wrong = client.post(reverse("add_list_entry", args=["field"]), {"name": area.name})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["name"])
    assert client.post(reverse("list_entry", args=["field", area.pk]), {"name": "Tên mới"}).status_code == 302
    assert "Tên mới" in client.get(reverse("lists")).content.decode()
    assert client.get(reverse("add_list_entry", args=["other"])).status_code == 404
