"""When the time stamp of a signed document is to be renewed: before the certificate of whoever stamped it ends."""

from __future__ import annotations

from datetime import date, timedelta

# Of the time for which a stamp is good: then there is still a quarter in which a server may be away.
SHARE = 0.75


def renew_on(stamped: date, ends: date) -> date:
    """The day on which a stamp of ``stamped``, whose certificate ``ends``, is due to be followed by another."""
    return max(stamped + timedelta(days=int((ends - stamped).days * SHARE)), stamped + timedelta(days=1))
