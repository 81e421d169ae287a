"""The second factor: kept encrypted, and asked of those who lead, number and administer."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.translation import gettext as _

from consult.access import SECOND_FACTOR_ROLES, organisations_as
from consult.crypto import Purpose, decrypt, encrypt

from .shared import person_of

# Authenticator apps show a code for so long (RFC 6238).
TOTP_STEP_SECONDS = 30
# What somebody who still has to set up a second factor may open.
OPEN = {
    "account_logout", "account_reauthenticate", "account_change_password", "account_set_password", "set_language",
    "mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}  # fmt: skip


class MFAAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps, and the seeds of recovery codes, encrypted."""

    def encrypt(self, text: str) -> str:
        return encrypt(Purpose.SECOND_FACTOR, text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(Purpose.SECOND_FACTOR, encrypted_text.encode()).decode()


class OnceMixin:
    """A code opens once: also the one of a phone whose clock is half a minute off, for as long as it holds.

    allauth remembers a used code for one step of 30 s only, while it takes those of the step before and after too.
    """

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        digits = "".join(filter(str.isalnum, code))
        steps = 2 * settings.MFA_TOTP_TOLERANCE + 1
        if not cache.add(f"second-factor-used:{self.user.pk}:{digits}", "", timeout=steps * TOTP_STEP_SECONDS):  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(OnceMixin, AuthenticateForm):  # type: ignore[misc]
    """The code asked for at sign-in."""


class SecondFactorSetUpForm(OnceMixin, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app: it sets the app up and opens nothing afterwards."""


class SecondFactorAgainForm(OnceMixin, ReauthenticateForm):  # type: ignore[misc]
    """The code asked for once more before what guards the account."""


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether this person's roles ask for a second factor that they have not set up."""
    person = person_of(request)
    if not (settings.REQUIRE_TWO_FACTOR and person.is_authenticated):
        return False
    asked = person.is_superuser or bool(organisations_as(person, *SECOND_FACTOR_ROLES))
    return asked and not Authenticator.objects.filter(user=person).exists()


class TwoFactorMiddleware:
    """Leads those who need a second factor and have none to where it is set up, whatever they open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.STATIC_URL) or not needs_second_factor(request):
            return self.get_response(request)
        if resolve(request.path_info).view_name in OPEN:
            return self.get_response(request)
        messages.warning(request, _("Your role needs a second factor at sign-in. Set one up to continue."))
        return redirect("mfa_index")
