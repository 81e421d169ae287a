"""The chain of a history shows every change, gap and insertion."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from consult.rules.chain import Link, faults, link_hash

FACTS = st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text(max_size=8), max_size=3)
HISTORIES = st.lists(FACTS, min_size=1, max_size=6)


def chain(history: list[dict]) -> list[Link]:
    links, previous = [], ""
    for position, facts in enumerate(history, start=1):
        link = Link(position, facts, previous, link_hash(previous, position, facts))
        links.append(link)
        previous = link.hash
    return links


def judged(links: list[Link], whole: list[Link]) -> list[tuple[str, int]]:
    return faults(links, length=len(whole), head=whole[-1].hash)


@given(HISTORIES)
def test_an_untouched_history_is_whole(history):
    links = chain(history)
    assert judged(links, links) == []


@given(HISTORIES, FACTS, st.data())
def test_a_changed_entry_shows_where_it_is(history, other, data):
    links = chain(history)
    place = data.draw(st.integers(0, len(links) - 1))
    assume(other != links[place].facts)
    changed = [*links]
    changed[place] = replace(links[place], facts=other)
    assert judged(changed, links) == [("changed", place + 1)]


@given(HISTORIES, FACTS, st.data())
def test_a_changed_entry_with_a_fresh_hash_shows_too(history, other, data):
    links = chain(history)
    place = data.draw(st.integers(0, len(links) - 1))
    assume(other != links[place].facts)
    changed = [*links]
    fresh = link_hash(links[place].previous, place + 1, other)
    changed[place] = replace(links[place], facts=other, hash=fresh)
    assert judged(changed, links) != []


@given(HISTORIES, st.data())
def test_a_missing_entry_shows_even_at_the_end(history, data):
    links = chain(history)
    place = data.draw(st.integers(0, len(links) - 1))
    found = judged(links[:place] + links[place + 1 :], links)
    assert ("missing", place + 1) in found


@given(HISTORIES, FACTS, st.data())
def test_an_entry_put_in_shows(history, facts, data):
    links = chain(history)
    place = data.draw(st.integers(0, len(links)))
    before = links[place - 1] if place else Link(0, {}, "", "")
    added = Link(place + 1, facts, before.hash, link_hash(before.hash, place + 1, facts))
    assume(place == len(links) or added.hash != links[place].hash)
    assert judged([*links[:place], added, *links[place:]], links) != []


def test_a_hash_is_the_same_on_every_machine_and_for_ever():
    """Stored hashes were made by it: letters as they are, keys in order."""
    kept = "c7af08e07cd460f85c0aca11726094e6c72cdbc314dde334bf50254160041579"
    assert link_hash("", 1, {"b": "Đã", "a": [1, None]}) == link_hash("", 1, {"a": [1, None], "b": "Đã"}) == kept


@given(HISTORIES, st.data())
def test_an_entry_without_a_place_shows_after_which_it_came(history, data):
    links = chain(history)
    at = data.draw(st.integers(0, len(links)))
    unsealed = Link(None, {}, "", "")
    assert judged([*links[:at], unsealed, *links[at:]], links) == [("unsealed", at + 1)]


@given(HISTORIES, st.data())
def test_an_entry_that_stands_there_twice_is_one_put_in(history, data):
    links = chain(history)
    at = data.draw(st.integers(0, len(links) - 1))
    assert ("inserted", at + 1) in judged([*links[: at + 1], links[at], *links[at + 1 :]], links)
