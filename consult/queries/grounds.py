"""On which legal texts the steps of the procedure rest, by the union's own rows."""

from __future__ import annotations

from consult import clock
from consult.models import LegalGround, Organisation


def bases(union: Organisation | None) -> dict[str, str]:
    """The text of each key that the union has given to a ground valid today. Nothing is known without a union."""
    if union is None:
        return {}
    return dict(LegalGround.objects.in_force(union, clock.today()).exclude(key="").values_list("key", "text"))
