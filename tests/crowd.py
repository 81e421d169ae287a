"""An office with many of everything, so that a page can be asked twice: with few rows and with many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

from django.db.models import Model

from consult import clock
from consult.demo.walk import Walk
from consult.models import (
    AccessRequest,
    Address,
    Attachment,
    Call,
    Channel,
    ConfidentialAccess,
    DataRequest,
    DayOff,
    DepartmentRequest,
    Division,
    DocumentVersion,
    Dossier,
    DossierKind,
    Expert,
    ExpertFile,
    LegalGround,
    Membership,
    Notification,
    Organisation,
    Person,
    Procedure,
    RegisterEntry,
    Review,
    Seat,
    Sending,
    Slot,
    StandingCouncil,
    StandingMember,
    Subordination,
    YearlyTask,
)
from consult.rules.text import normalise_for_search

Row = TypeVar("Row", bound=Model)


def copies_of(row: Row, times: int, **changes: object) -> list[Row]:
    """``times`` new rows like ``row``, not yet written; a change may be a function of the copy's number."""
    made = []
    for number in range(times):
        copy = type(row).objects.get(pk=row.pk)  # type: ignore[attr-defined]
        copy.pk = None
        copy._state.adding = True
        for name, value in changes.items():
            setattr(copy, name, value(number) if callable(value) else value)
        made.append(copy)
    return made


def write(rows: Iterable[Row]) -> list[Row]:
    rows = list(rows)
    return type(rows[0]).objects.bulk_create(rows) if rows else []  # type: ignore[attr-defined]


def more_dossiers(walk: Walk, times: int) -> list[Dossier]:
    """Copies of a dossier with its open step, its unread notice, an entry in each register and a review."""
    original, task, officer = walk.dossier, walk.task("collect_reviews"), walk.office.officer
    already = Dossier.objects.count()
    copies = write(
        copies_of(
            original, times, code=lambda n: f"{original.code}-{already + n}", uid=lambda _n: uuid4(),
            title=lambda n: f"Dự án nhân bản số {already + n}",
            search_text=lambda n: normalise_for_search(f"Dự án nhân bản số {already + n}"),
        )
    )  # fmt: skip
    process = type(task.process)
    processes = process.objects.bulk_create(
        process(dossier=copy, flow_class=task.process.flow_class) for copy in copies
    )
    made = write(copies_of(task, times, dossier=lambda n: copies[n], process=lambda n: processes[n]))
    Notification.objects.bulk_create(
        Notification(person=officer, dossier=row.dossier, task=row, kind="task", key=f"copy{row.pk}") for row in made
    )
    seats = write(
        Seat(
            council=original.council, person=walk.office.experts[8], kind="reviewer", released_at=original.submitted_at
        )
        for _ in copies
    )
    write(Review(dossier=copy, seat=seat, state="invited") for copy, seat in zip(copies, seats, strict=True))
    for register in original.union.registers.all():
        used = register.entries.count()
        write(
            RegisterEntry(
                register=register, number=used + n, symbol=f"{used + n}/X", subject="Văn bản", given_by=officer
            )
            for n in range(1, times + 1)
        )
        register.last = used + times
        register.save(update_fields=["last"])
    return copies


def more_experts(walk: Walk, times: int) -> None:
    """Experts of the same fields, with an account, an employer and a tie each."""
    original = Expert.objects.filter(person__isnull=False).order_by("pk").first()
    assert original is not None
    already = Person.objects.count()
    people = write(
        Person(email=f"dong{already + n}@dong.test", name=f"Nguyễn Văn Đông {already + n}") for n in range(times)
    )
    made = write(
        copies_of(
            original, times, person=lambda n: people[n], employer=lambda n: f"Viện Nghiên cứu số {already + n}",
            name_key=lambda n: f"dong {already + n}", search_text=lambda n: f"nguyen van dong {already + n}",
        )
    )  # fmt: skip
    fields = list(original.subject_areas.all())
    for expert in made:
        expert.subject_areas.set(fields)
        expert.ties.create(kind="family", body="Viện Nghiên cứu", declared_by=walk.office.officer)


def more_attachments(walk: Walk, times: int) -> None:
    newest = Attachment.objects.filter(dossier=walk.dossier).latest("pk")
    write(copies_of(newest, times, version=lambda n: newest.version + 1 + n))


def more_in_dossier(walk: Walk, times: int) -> None:
    """One dossier, of which a department was asked, with more of all that hangs on it."""
    dossier, officer = walk.dossier, walk.office.officer
    more_attachments(walk, times)
    asked = DepartmentRequest.objects.filter(dossier=dossier).earliest("pk")
    already = DepartmentRequest.objects.count()
    letters = write(copies_of(asked.letter, times, code=None, entry=None))
    version = DocumentVersion.objects.filter(document=asked.letter).get()
    write(copies_of(version, times, document=lambda n: letters[n], uid=lambda _n: uuid4()))
    write(copies_of(asked, times, code=lambda n: f"dong-{already + n}", letter=lambda n: letters[n]))
    unreached = Person.objects.exclude(pk__in=dossier.calls.values("person")).order_by("-pk")[:times]
    write(Call(union=dossier.union, dossier=dossier, person=one, due_on=clock.today()) for one in unreached)
    later = clock.now() + timedelta(days=20 + already)
    write(Slot(council=dossier.council, starts_at=later + timedelta(days=n)) for n in range(times))
    write(
        ConfidentialAccess(dossier=dossier, person=officer, page="dossier", what=f"{already + n}") for n in range(times)
    )


def people_without_seat(council: StandingCouncil, times: int) -> list[Person]:
    """So many people who are not in a standing council."""
    return list(Person.objects.exclude(standing_seats__council=council).order_by("-pk")[:times])


def more_in_office(walk: Walk, times: int) -> None:
    """What an office keeps: days off, grounds, proofs."""
    union = walk.office.union
    tomorrow = clock.today() + timedelta(days=1 + union.days_off.count())
    write(DayOff(organisation=union, day=tomorrow + timedelta(days=n), reason="Nghỉ") for n in range(times))
    place = union.dossier_kinds.count()
    write(
        DossierKind(union=union, code=f"k{place + n}", name="Loại khác", submitters=["investor"]) for n in range(times)
    )
    source = Procedure.objects.filter(kind__union=union).order_by("pk").first()
    if source:
        kinds = [*union.dossier_kinds.filter(procedures=None), *[source.kind] * times]
        write(
            Procedure(kind=kind, version=100 + place + n, config=source.config, in_force_from=clock.today())
            for n, kind in enumerate(kinds)
        )
    others = Organisation.objects.filter(kind="union").count()
    below = write(Organisation(kind="union", name=f"Liên hiệp hội xã {others + n}") for n in range(times))
    write(
        Subordination(lower=one, upper=union, shows="dossiers", asked_by=walk.office.leader, confirmed_at=clock.now())
        for one in below
    )
    divided = union.divisions.count()
    write(Division(union=union, name=f"Ban số {divided + n}") for n in range(times))
    called = union.standing_councils.first()
    if called:
        write(copies_of(called, times))
        write(StandingMember(council=called, person=one) for one in people_without_seat(called, times))
    ground = LegalGround.objects.filter(union=union).first()
    if ground:
        write(copies_of(ground, times))
    already = Person.objects.count()
    people = write(
        Person(email=f"nguoi{already + n}@dong.test", name=f"Trần Thị Đông {already + n}", keeper=union)
        for n in range(times)
    )
    write(Membership(person=one, organisation=union, role="auditor") for one in people)
    # Somebody with many roles, of whom a page tells.
    bodies = write(Organisation(kind="department", name=f"Phòng số {already + n}", keeper=union) for n in range(times))
    write(Membership(person=walk.office.officer, organisation=body, role="proposer") for body in bodies)
    entry = RegisterEntry.objects.filter(register__union=union).order_by("pk").last()
    if entry:
        sent = entry.sendings.count()
        write(Sending(union=union, entry=entry, name=f"Sở nhận số {sent + n}") for n in range(times))
    planned = union.yearly_tasks.count()
    write(
        YearlyTask(
            union=union, year=clock.today().year, title=f"Nhiệm vụ {planned + n}", source="own",
            entered_by=walk.office.officer, responsible=one,
        )
        for n, one in enumerate(people)
    )  # fmt: skip
    entered = DataRequest.objects.first()
    if entered:
        write(copies_of(entered, times))
    channel = Channel.objects.first()
    if channel:
        # Not more channels: each notice goes out by each.
        write(Address(channel=channel, person=one, address="1") for one in people)
    asked = AccessRequest.objects.first()
    if asked:
        write(copies_of(asked, times, body_name=lambda n: f"Sở xin số {n}"))
    proof = ExpertFile.objects.first()
    if proof:
        write(copies_of(proof, times))
