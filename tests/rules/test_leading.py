"""Who may lead a council: degrees as they are written, and what a procedure asks."""

from __future__ import annotations

import pytest

from consult.rules.leading import Leading, Leads, degree_of, leading_problems, may_lead


@pytest.mark.parametrize(
    ("written", "degree"),
    [
        ("PGS.TS.", "professor"), ("GS. TSKH.", "professor"), ("Phó Giáo sư, Tiến sĩ", "professor"), ("TS.", "doctor"),
        ("T.S", "doctor"), ("TSKH", "doctor"), ("Tiến sĩ Nông nghiệp", "doctor"), ("ThS.", "master"),
        ("Th.S", "master"), ("Thạc sĩ", "master"), ("KS.", "none"), ("", "none"), ("KTS.", "none"), ("BS.CKII", "none"),
        ("CN. Kinh tế", "none"),
    ],
)  # fmt: skip
def test_a_degree_is_known_however_it_is_written(written, degree):
    assert degree_of(written) == degree


@pytest.mark.parametrize(
    ("degree", "leads_union", "heads", "rule", "may"),
    [
        ("TS.", False, False, Leading(), True), ("ThS.", False, False, Leading(), False),
        ("", True, False, Leading(), True), ("", True, True, Leading(), False),
        ("", True, False, Leading(leaders=False), False), ("", False, False, Leading("none"), True),
        ("ThS.", False, True, Leading("master"), True), ("TS.", False, False, Leading("professor"), False),
        ("PGS.", False, False, Leading("doctor"), True),
    ],
)  # fmt: skip
def test_who_holds_the_degree_or_leads_the_union_may_lead(degree, leads_union, heads, rule, may):
    one = Leads("A", degree, leads_union, heads)
    assert may_lead(one, rule) is may
    assert [problem.code for problem in leading_problems([one], rule)] == [] if may else ["may_not_lead"]
