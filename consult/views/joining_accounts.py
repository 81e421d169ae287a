"""Under Office: two accounts of one person are joined."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from consult.access.keeping import check_account, check_person
from consult.actions import joining_accounts
from consult.forms.office_people import JoinForm, SecondAccountForm
from consult.models import Person
from consult.models.person import normal_address
from consult.queries.people import roles_of
from consult.refusals import NotAllowed, told_by

from .methods import reads_and_changes
from .office import office_page
from .office_people import seen_person
from .once import once
from .shared import person_of, post_data


@login_required
@reads_and_changes
@once
def join_account(request: HttpRequest, pk: int) -> HttpResponse:
    """A second account of the same person: looked up by its address, shown beside the first, joined with it."""
    found, union = seen_person(request, pk)
    by = person_of(request)
    if not check_person(by, found):
        raise NotAllowed("another_unions_person", _("This person takes part in another union's work."))
    asked = SecondAccountForm(request.GET if "email" in request.GET else None)
    other = None
    if "email" in request.GET and asked.is_valid():
        other = Person.objects.filter(email=normal_address(asked.cleaned_data["email"]), erased_at=None).first()
        if other is None or other.pk == found.pk or not check_account(by, other):
            asked.add_error("email", _("Your union manages no other account with this address."))
            other = None
        elif not check_person(by, other):
            asked.add_error(
                "email", _("This account takes part in another union's work. Propose the change on its page instead.")
            )
            other = None
    accounts = [found, other] if other is not None else []
    form = JoinForm(post_data(request), accounts=accounts)
    if request.method == "POST" and other is not None and form.is_valid():
        remaining, gone = (found, other) if form.cleaned_data["remains"] == found.pk else (other, found)
        with told_by(form):
            joining_accounts.join_accounts(remaining=remaining, other=gone, by=by, reason=form.cleaned_data["reason"])
            messages.success(request, _("Joined. The person has been told at both addresses."))
            return redirect("person", pk=remaining.pk)
    shown = [
        {"person": one, "roles": roles_of(one), "seats": one.seats.filter(released_at=None).count()} for one in accounts
    ]
    return office_page(
        request, "join_account", union, about=found, form=form if accounts else asked, asked=asked, accounts=shown
    )
