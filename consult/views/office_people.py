"""Under Office: its people, their roles, and who takes over what waits for one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.access.keeping import administered, check_account, check_person, check_role, organisations_kept
from consult.actions import closing_accounts, people, people_import, privacy
from consult.actions.accounts import change_address
from consult.actions.divisions import set_division
from consult.exports.people_table import write_people
from consult.forms.office_people import (
    AddPersonForm,
    AddressForm,
    ChangeRoleForm,
    CloseForm,
    EditPersonForm,
    PeopleFilterForm,
    RoleForm,
    WhyForm,
)
from consult.models import Membership, Organisation, Person
from consult.queries.people import PeopleFilters, people_list, roles_of, waiting_for
from consult.queries.privacy import second_factor_of
from consult.refusals import NotAllowed, told_by

from .methods import changes, reads, reads_and_changes
from .office import office_page
from .once import once
from .shared import list_context, person_of, post_data, sheet_answer


def kept_union(person: Person) -> Organisation:
    """The union whose people this person keeps. Raises ``NotAllowed``."""
    union = Organisation.objects.filter(pk__in=administered(person)).order_by("pk").first()
    if union is None:
        raise NotAllowed("not_keeping_people", _("People and bodies are managed by the union's administrator."))
    return union


@login_required
@reads
def people_of_office(request: HttpRequest) -> HttpResponse:
    """The people of the union and of its bodies, searched and filtered."""
    person = person_of(request)
    union = kept_union(person)
    form = PeopleFilterForm(request.GET)
    found = people_list(PeopleFilters(**form.readable), administered(person))
    return office_page(request, "people", union, **list_context(request, form, found))


@login_required
@reads
def table(request: HttpRequest) -> HttpResponse:
    """The people whom the filters leave, with their roles, as XLSX; a filter that cannot be read is said on the list."""
    by = person_of(request)
    kept_union(by)
    form = PeopleFilterForm(request.GET)
    found = people_list(PeopleFilters(**form.readable), administered(by))
    if form.errors:
        return redirect(f"{reverse('people')}?{request.GET.urlencode()}")
    content = write_people(people_import.entries_of(found, by), people_import.vocabulary(by))
    return sheet_answer("nguoi-dung.xlsx", content)


@login_required
@reads_and_changes
@once
def add_person(request: HttpRequest) -> HttpResponse:
    """Somebody new with a role, in one form; the invitation goes out with it."""
    by = person_of(request)
    union = kept_union(by)
    asked = {name: request.GET[name] for name in ("organisation", "role") if name in request.GET}
    form = AddPersonForm(post_data(request), unions=administered(by), initial={"organisation": union.pk, **asked})
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            made = people.add_person(union=union, by=by, **form.cleaned_data)
            messages.success(request, _("Entered. The invitation is on its way to %(email)s.") % {"email": made.email})
            return redirect("person", pk=made.pk)
    return office_page(request, "person_form", union, form=form, title=_("Add a person"), once=True)


def seen_person(request: HttpRequest, pk: int) -> tuple[Person, Organisation]:
    """A person whose account this administrator looks at. Raises ``NotAllowed``, and ``Http404`` for others."""
    by = person_of(request)
    union = kept_union(by)
    person = get_object_or_404(Person.objects.select_related("keeper"), pk=pk, erased_at=None)
    if by.pk != person.pk and not check_account(by, person):
        raise Http404
    return person, union


@login_required
@reads
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: account, roles with their days, and what can be done."""
    found, union = seen_person(request, pk)
    by = person_of(request)
    decision = check_person(by, found)
    context = {
        "about": found,
        "own": found.pk == by.pk,
        "may_change": bool(decision),
        "why_not": decision.reason,
        "roles": _shown_roles(by, found, everything=bool(decision)),
        "invited": found.is_active and not found.has_usable_password(),
        "second_factor": second_factor_of(found),
    }
    return office_page(request, "person", union, **context)


def _shown_roles(by: Person, found: Person, *, everything: bool) -> list[dict[str, Any]]:
    """Roles elsewhere are shown to who may know everything of the person, and to nobody else."""
    rows = roles_of(found)
    kept = organisations_kept(by, [row.organisation_id for row in rows])
    return [
        {"row": row, "may": row.organisation_id in kept} for row in rows if everything or row.organisation_id in kept
    ]


def _form_page(
    request: HttpRequest,
    pk: int,
    form: Callable[[Person], Any],
    act: Callable[[Person, Any], None],
    *,
    title: str,
    said: str,
    hint: str = "",
    may: Callable[[Person], bool] | None = None,
) -> HttpResponse:
    """A page with one form about one person; what is refused is said at its field."""
    found, union = seen_person(request, pk)
    if not (may(found) if may else check_person(person_of(request), found)):
        raise NotAllowed("another_unions_person", _("This person takes part in another union's work."))
    made = form(found)
    if request.method == "POST" and made.is_valid():
        with told_by(made):
            act(found, made)
            messages.success(request, said)
            return redirect("person", pk=pk)
    return office_page(request, "person_form", union, form=made, about=found, title=title, hint=hint)


@login_required
@reads_and_changes
def edit_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and telephone."""
    return _form_page(
        request,
        pk,
        lambda found: EditPersonForm(post_data(request), initial={"name": found.name, "phone": found.phone}),
        lambda found, form: privacy.correct(person=found, by=person_of(request), **form.cleaned_data),
        title=_("Correct name and telephone"),
        said=_("Saved. Documents made from now on will use it."),
    )


@login_required
@reads_and_changes
def person_address(request: HttpRequest, pk: int) -> HttpResponse:
    """The address by which somebody signs in."""
    return _form_page(
        request,
        pk,
        lambda _found: AddressForm(post_data(request)),
        lambda found, form: change_address(person=found, by=person_of(request), email=form.cleaned_data["email"]),
        title=_("Change the e-mail address"),
        said=_("Changed. Both addresses have been told; by the new one a password is set."),
        hint=_(
            "The old address opens nothing any more and is told so. Sessions and the password end; the person sets a new "
            "password by the mail that goes to the new address."
        ),
    )


@login_required
@reads_and_changes
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role, from a day and until a day."""
    by = person_of(request)
    return _form_page(
        request,
        pk,
        lambda _found: RoleForm(post_data(request), unions=administered(by)),
        lambda found, form: _give(found, by, form.cleaned_data),
        title=_("Give a role"),
        said=_("The role has been given; the person has been told."),
        may=lambda found: bool(check_account(by, found)),
    )


def _give(found: Person, by: Person, data: dict[str, Any]) -> None:
    people.give_role(person=found, by=by, **data)


def _role(request: HttpRequest, pk: int) -> Membership:
    by = person_of(request)
    kept_union(by)
    rows: QuerySet[Membership] = Membership.objects.select_related("person", "organisation__keeper")
    row = get_object_or_404(rows, pk=pk)
    if not check_role(by, row.person, row.organisation):
        raise Http404
    return row


@login_required
@reads_and_changes
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """From when until when a role counts, and in which division it is held."""
    row = _role(request, pk)
    form = ChangeRoleForm(post_data(request), membership=row)
    if request.method == "POST" and form.is_valid():
        said, by = form.cleaned_data, person_of(request)
        with told_by(form, otherwise="until"):
            people.set_days(membership=row, since=said["since"], until=said["until"], by=by)
            if "division" in form.fields:
                set_division(membership=row, division=said["division"], by=by)
            messages.success(request, _("Saved."))
            return redirect("person", pk=row.person_id)
    title = f"{row.get_role_display()} – {row.organisation}"
    return office_page(request, "person_form", kept_union(person_of(request)), form=form, about=row.person, title=title)


@login_required
@changes
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role at once."""
    row = _role(request, pk)
    people.end_role(membership=row, by=person_of(request))
    messages.success(request, _("The role has ended; the person has been told."))
    return redirect("person", pk=row.person_id)


@login_required
@changes
def invite_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the invitation once more."""
    found, _union = seen_person(request, pk)
    people.invite_again(person=found, by=person_of(request))
    messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": found.email})
    return redirect("person", pk=pk)


@login_required
@reads_and_changes
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for somebody, who takes it over; then the account is closed."""
    found, union = seen_person(request, pk)
    by = person_of(request)
    if not check_person(by, found):
        raise NotAllowed("another_unions_person", _("This person takes part in another union's work."))
    waiting = waiting_for(found)
    form = CloseForm(post_data(request), waiting=waiting)
    if request.method == "POST" and form.is_valid():
        with told_by(form, otherwise="reason"):
            closing_accounts.close_account(
                person=found,
                by=by,
                reason=form.cleaned_data["reason"],
                successors=form.successors,
                heirs=form.heirs,
            )
            messages.success(request, _("The account is closed."))
            return redirect("person", pk=pk)
    return office_page(request, "close_account", union, form=form, about=found, waiting=waiting)


@login_required
@changes
def open_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again, without roles."""
    found, _union = seen_person(request, pk)
    closing_accounts.open_account(person=found, by=person_of(request))
    messages.success(request, _("The account is open again. Give the person a role; the invitation goes out with it."))
    return redirect("person", pk=pk)


@login_required
@reads_and_changes
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a second factor that somebody has lost."""
    by = person_of(request)
    return _form_page(
        request,
        pk,
        lambda _found: WhyForm(post_data(request)),
        lambda found, form: people.reset_second_factor(person=found, by=by, reason=form.cleaned_data["reason"]),
        title=_("Remove a lost second factor"),
        said=_("Removed. The person has been told; their sessions have ended."),
        hint=_(
            "Make sure that it is this person who asks: call them, or meet them. They are told by mail, their sessions end, "
            "and where their role needs a second factor they set up a new one at the next sign-in."
        ),
    )
