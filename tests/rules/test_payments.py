"""What a council's work costs, and the tax withheld of it."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from consult.rules.payment import PayLine, Work, in_words, payments, with_tax

amounts = st.integers(min_value=1, max_value=999_999_999)
lines = st.lists(
    st.builds(
        PayLine,
        name=st.sampled_from(["Khách A", "Khách B"]),
        reason=st.just(""),
        amount=amounts,
        person=st.integers(min_value=0, max_value=3),
        act=st.sampled_from(["meeting", "review", "guest", "hall", "print"]),
    ),
    max_size=12,
)


def payee(line: PayLine) -> object:
    return line.person or line.name


@given(lines, st.decimals(min_value=0, max_value=50, places=2), st.integers(min_value=0, max_value=10_000_000))
def test_a_payees_lines_add_up_to_the_tax_of_the_whole(given_lines, percent, threshold):
    made = with_tax(given_lines, percent, threshold)
    assert [line.amount for line in made] == [line.amount for line in given_lines]
    assert all(line.tax == 0 for line in made if line.act in ("hall", "print"))
    earned = [line for line in made if line.act not in ("hall", "print")]
    for who in {payee(line) for line in earned}:
        mine = [line for line in earned if payee(line) == who]
        whole = sum(line.amount for line in mine)
        withheld = sum(line.tax for line in mine)
        assert abs(withheld - (whole * percent / 100 if whole >= threshold else 0)) <= Decimal("0.5")
        assert all(0 <= line.net <= line.amount for line in mine)


def test_two_acts_of_one_person_reach_the_threshold_together():
    one = [PayLine("A", "", 1_000_000, 1), PayLine("A", "", 1_000_000, 1), PayLine("B", "", 1_999_999, 2)]
    assert [line.tax for line in with_tax(one, Decimal(10), 2_000_000)] == [100_000, 100_000, 0]


def test_a_price_takes_the_place_of_the_rate_and_counts_as_often_as_it_was_done():
    rates = {("print", ""): 500, ("hall", ""): 0}
    work = [
        Work("Tiệm in", "print", "", "In", quantity=300),
        Work("Tiệm in", "print", "", "In", quantity=2, price=70_000),
        Work("Nhà khách", "hall", "", "Thuê"),
    ]
    assert [(line.quantity, line.price, line.amount) for line in payments(work, rates)] == [
        (300, 500, 150_000), (2, 70_000, 140_000),
    ]  # fmt: skip


def test_sums_are_told_in_the_readers_language():
    assert in_words(6_100_000) == "Sáu triệu một trăm nghìn đồng"
    assert in_words(6_100_000, "en") == "Six million, one hundred thousand đồng"
    assert in_words(21, "vi") == "Hai mươi mốt đồng"
