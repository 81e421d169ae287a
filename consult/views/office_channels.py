"""Under Office: other ways than mail, by which people are told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from consult.access.keeping import administered
from consult.actions import office_channels as actions
from consult.forms.office_channels import ChannelAddressForm, ChannelForm
from consult.models import Address, Channel
from consult.refusals import told_by

from .methods import changes, reads, reads_and_changes
from .office import office_page
from .office_people import kept_union
from .once import once
from .shared import PAGE_SIZE, person_of, post_data

TAB = "channels"


@login_required
@reads
def channels(request: HttpRequest) -> HttpResponse:
    """The union's channels."""
    by = person_of(request)
    union = kept_union(by)
    found = Channel.objects.filter(union__in=administered(by)).order_by("kind", "pk")
    return office_page(request, "channels", union, tab=TAB, channels=found)


def _seen(request: HttpRequest, pk: int) -> Channel:
    by = person_of(request)
    kept_union(by)
    return get_object_or_404(Channel.objects.select_related("union"), pk=pk, union__in=administered(by))


def _form_page(request: HttpRequest, channel: Channel, title: str, **context: Any) -> HttpResponse:
    form = ChannelForm(post_data(request), instance=channel)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            actions.save_channel(
                channel=form.save(commit=False), secret=form.cleaned_data["secret"], by=person_of(request)
            )
            messages.success(request, _("Saved."))
            return redirect("channels")
    return office_page(request, "person_form", channel.union, form=form, title=title, back=TAB, tab=TAB, **context)


@login_required
@reads_and_changes
@once
def add_channel(request: HttpRequest) -> HttpResponse:
    """Another way."""
    return _form_page(request, Channel(union=kept_union(person_of(request))), _("Add a channel"), once=True)


@login_required
@reads_and_changes
def edit_channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Another address or secret, in use or not."""
    return _form_page(request, _seen(request, pk), _("Change a channel"))


@login_required
@changes
def remove_channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a channel."""
    actions.remove_channel(channel=_seen(request, pk), by=person_of(request))
    messages.success(request, _("Removed."))
    return redirect("channels")


@login_required
@reads_and_changes
def channel_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom a channel reaches by an address of their own."""
    channel = _seen(request, pk)
    form = ChannelAddressForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            actions.save_address(channel=channel, by=person_of(request), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("channel_people", pk=pk)
    rows = channel.people.select_related("person").order_by("person__sort_key", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return office_page(request, "channel_people", channel.union, tab=TAB, channel=channel, form=form, page=page)


@login_required
@changes
def remove_channel_person(request: HttpRequest, pk: int) -> HttpResponse:
    """A channel reaches somebody no more."""
    row = get_object_or_404(Address.objects.select_related("channel__union"), pk=pk)
    channel = _seen(request, row.channel_id)
    actions.remove_address(row=row, by=person_of(request))
    messages.success(request, _("Removed."))
    return redirect("channel_people", pk=channel.pk)
