"""Which attachments a page has when several stores fetched it: a question about a set, answered once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.store.merge.page_runs import Fetched, HeldCandidate, Link, completed

SHAS = "xyz"


def moment(minute: int) -> str:
    return f"2024-03-01T02:{minute:02d}"


def link(url: str, capture: str | None, reason: str = "404") -> Link:
    state = ("failed", reason, 1) if capture is None else ("fetched", "", 0)
    return Link(url, "ab".index(url), *state, capture)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[HeldCandidate], dict[str, Fetched]]:
    """Pages of one address, each captured by another store, and what came of two attachments each time."""
    captures: dict[str, Fetched] = {}
    candidates = []
    minutes = draw(st.lists(st.integers(0, 50), min_size=1, max_size=6, unique=True))
    for minute in minutes:
        page = f"page-{minute}"
        links = []
        for url in draw(st.sets(st.sampled_from("ab"))):
            came = draw(st.sampled_from([None, *SHAS]))
            name = None if came is None else f"{url}-{minute}"
            if name is not None and came is not None:
                captures[name] = Fetched(came, moment(minute + 1))
            links.append(link(url, name, draw(st.sampled_from(["404", "refused: twice", ""]))))
        sha256 = draw(st.sampled_from(["p", "p", "q"]))
        candidates.append(HeldCandidate(page, moment(minute), page, sha256, moment(minute), tuple(links)))
    return candidates, captures


def applied(candidates: list[HeldCandidate], captures: dict[str, Fetched]) -> list[HeldCandidate]:
    links = completed(candidates, captures)
    return [replace(one, links=links[one.id]) for one in candidates]


@settings(max_examples=30, deadline=None)
@given(histories(), st.randoms())
def test_no_order_and_no_repetition_decides(history, random) -> None:  # type: ignore[no-untyped-def]
    candidates, captures = history
    once = completed(candidates, captures)
    shuffled = random.sample(candidates, len(candidates))
    assert {name: set(links) for name, links in completed(shuffled, captures).items()} == {
        name: set(links) for name, links in once.items()
    }
    assert completed(applied(candidates, captures), captures) == once


@settings(max_examples=30, deadline=None)
@given(histories(), st.integers(0, 6))
def test_stores_that_come_later_find_what_the_first_ones_saw(history, cut: int) -> None:  # type: ignore[no-untyped-def]
    """Whatever was given to the first ones meanwhile."""
    candidates, captures = history
    first = applied(candidates[:cut], captures)
    assert {one: set(links) for one, links in completed([*first, *candidates[cut:]], captures).items()} == {
        one: set(links) for one, links in completed(candidates, captures).items()
    }


@settings(max_examples=30, deadline=None)
@given(histories())
def test_what_a_store_fetched_itself_is_never_exchanged(history) -> None:  # type: ignore[no-untyped-def]
    candidates, captures = history
    followed = completed(candidates, captures)
    for one in candidates:
        fetched = {held for held in one.links if held.capture is not None}
        assert fetched <= set(followed[one.id])
        assert {held.own for held in followed[one.id]} - {None} == set(one.links)


def test_a_page_of_one_store_keeps_its_links() -> None:
    """Its own crawl left the first candidate without the attachment that only the second one has."""
    captures = {"a-1": Fetched("x", moment(9)), "b-1": Fetched("y", moment(1)), "b-2": Fetched("z", moment(5))}
    first = HeldCandidate("page", moment(0), "page", "p", moment(0), (link("a", None), link("b", "b-1")))
    second = HeldCandidate("b-2", moment(5), "page", "p", moment(0), (link("a", "a-1"), link("b", "b-2")))
    assert completed([first, second], captures) == {"page": first.links, "b-2": second.links}


def test_what_is_carried_on_follows_what_another_store_saw_replaced() -> None:
    """One store saw a replaced, another one b in between: the last state has both."""
    captures = {
        "a-1": Fetched("x", moment(1)),
        "b-1": Fetched("y", moment(1)),
        "a-2": Fetched("z", moment(9)),
        "b-2": Fetched("w", moment(5)),
    }
    first = HeldCandidate("one", moment(0), "one", "p", moment(0), (link("a", "a-1"), link("b", "b-1")))
    later = HeldCandidate("a-2", moment(9), "one", "p", moment(0), (link("a", "a-2"), link("b", "b-1")))
    other = HeldCandidate("two", moment(4), "two", "p", moment(4), (link("a", "a-1"), link("b", "b-2")))
    followed = completed([first, later, other], captures)
    assert [{held.url: held.capture for held in followed[one]} for one in ("one", "two", "a-2")] == [
        {"a": "a-1", "b": "b-1"},
        {"a": "a-1", "b": "b-2"},
        {"a": "a-2", "b": "b-2"},
    ]
