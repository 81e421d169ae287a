"""The table of access, asked directly."""

from consult.access import Decision


def why_not(decision: Decision) -> str:
    """The code of a decision that does not allow."""
    assert not decision
    assert decision.allowed is False
    return decision.code
