"""How often one address or person may do something, counted in the cache; sign-in has its own limits (ACCOUNT_RATE_LIMITS)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True)
class Limit:
    """At most ``times`` within ``seconds``, which begin with the first time."""

    what: str
    times: int
    seconds: int

    def left(self, who: str) -> bool:
        """Whether there is another time for ``who``."""
        return (cache.get(self._key(who)) or 0) < self.times

    def take(self, who: str) -> bool:
        """Count once for ``who``; whether that was within the limit. While the cache is away nothing is counted."""
        key = self._key(who)
        cache.add(key, 0, self.seconds)
        try:
            return (cache.incr(key) or 0) <= self.times
        except ValueError:
            # The time was over between the two.
            return True

    def _key(self, who: str) -> str:
        return f"limit:{self.what}:{hashlib.sha256(who.encode()).hexdigest()}"


def may_register(request: HttpRequest, meeting: int) -> bool:
    """Whether this address may enter another guest by a workshop's link; a whole hall may sit behind one address."""
    limit = Limit("guests", settings.GUESTS_AT_MOST, settings.GUESTS_SECONDS)
    return limit.take(f"{meeting}:{get_adapter().get_client_ip(request)}")


def may_preview(request: HttpRequest) -> bool:
    """Whether this person may have another document made in order to look at it."""
    limit = Limit("previews", settings.PREVIEWS_AT_MOST, settings.PREVIEWS_SECONDS)
    return limit.take(str(request.user.pk))


def may_try_codes(request: HttpRequest, *, wrong: bool) -> bool:
    """Whether this address may try codes; each wrong one counts."""
    limit = Limit("wrong_code", settings.WRONG_CODES_AT_MOST, settings.WRONG_CODES_SECONDS)
    address = get_adapter().get_client_ip(request)
    return limit.take(address) if wrong else limit.left(address)


def may_enter_setup_codes(request: HttpRequest, *, wrong: bool) -> bool:
    """Whether this address may try codes of the set-up; each wrong one counts."""
    limit = Limit("wrong_setup_code", settings.SETUP_CODES_AT_MOST, settings.SETUP_CODES_SECONDS)
    address = get_adapter().get_client_ip(request)
    return limit.take(address) if wrong else limit.left(address)


def may_try_mail(request: HttpRequest) -> bool:
    """Whether this address may have another mail sent while it waits."""
    limit = Limit("mail_trials", settings.MAIL_TRIALS_AT_MOST, settings.MAIL_TRIALS_SECONDS)
    return limit.take(get_adapter().get_client_ip(request))


def may_ask_access(request: HttpRequest) -> bool:
    """Whether this address may send another request for access."""
    limit = Limit("access_asked", settings.ACCESS_ASKED_AT_MOST, settings.ACCESS_ASKED_SECONDS)
    return limit.take(get_adapter().get_client_ip(request))
