"""People for tests of access."""

from __future__ import annotations

from consult.models import Membership, Organisation, Person


def new_person(email: str, *memberships: tuple[Organisation, str], **fields: object) -> Person:
    """Somebody with these roles."""
    person = Person.objects.create_user(email, None, name=email, **fields)
    for organisation, role in memberships:
        Membership.objects.create(person=person, organisation=organisation, role=role)
    return person


def anew(person: Person) -> Person:
    """The person as another request knows them: roles are remembered for one."""
    return Person.objects.get(pk=person.pk)
