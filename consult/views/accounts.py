"""Accounts: who may sign up (nobody by themselves), and a person's own preferences."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from consult.actions.passwords import ask_link
from consult.initial_data import DEMO_HOST
from consult.models.person import normal_address

from .methods import changes

# Whoever has just set up an office is led to what is left to do once their password is set.
JUST_SET_UP = "office_just_set_up"
# A mark of the password, in the session of a sign-in that is not through.
BEGUN_WITH = "sign_in_begun_with"


class AskLinkForm(ResetPasswordForm):
    """Whose password is forgotten; whether anybody has the address is not looked up here."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Ask for the mail as a row."""
        address = str(self.cleaned_data["email"])
        ask_link(address)
        return address


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators and by invitations; demo passwords open nothing outside the demo."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: no request talks to a mail server."""

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Note with what a sign-in begins; a second factor may be asked for before it goes on."""
        answer = super().pre_login(request, user, **kwargs)
        if answer is None:
            request.session[BEGUN_WITH] = user.get_session_auth_hash()
        return answer

    def login(self, request: HttpRequest, user: Any) -> None:
        """End a sign-in, unless its account was closed or its password changed since it began."""
        begun_with = request.session.pop(BEGUN_WITH, "")
        if not (user.is_active and constant_time_compare(begun_with, user.get_session_auth_hash())):
            request.session.flush()
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        super().login(request, user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever has just set up an office goes on with what is left to do."""
        if request.session.pop(JUST_SET_UP, False):
            return reverse("left_to_do")
        return str(super().get_login_redirect_url(request))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: str) -> object:
        if not settings.DEMO and normal_address(str(credentials.get("email", ""))).endswith(DEMO_HOST):
            return None
        return super().authenticate(request, **credentials)


@changes
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the language in the account, or in a cookie for those who have not signed in."""
    language = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            request.user.language = language
            request.user.save(update_fields=["language"])
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
        translation.activate(language)
    return response
