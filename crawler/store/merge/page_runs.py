"""Which attachments a page has when several stores fetched it. Pure.

Two stores that fetched one page each opened a candidate; one may have been refused the attachment that the other got,
or have seen it before it was replaced. A store that saw everything would have had one page throughout. So for a page
that stood unchanged between its captures (a run) the attachments are followed in the order of time, and each candidate
that a store left without one, or with one that it only carried on from before, is given the one that stood then.

What a candidate had by its own store is never lost: a link that was given says in its `reason` what stood there, so
that a store merged later starts from the same facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

_GIVEN = re.compile(
    r"as another store had it; here (?P<state>[a-z_]+) (?P<capture>\S+) (?P<given_up>[01]): (?P<reason>.*)"
)
_NOTHING = "nothing"
"""In a given link: this candidate's own store knew no such attachment."""


@dataclass(frozen=True, slots=True)
class Link:
    """A row of candidate_attachments."""

    url: str
    position: int
    state: str
    reason: str
    given_up: int
    capture: str | None

    @property
    def own(self) -> Link | None:
        """The link as the candidate's own store had it; None where it had none."""
        given = _GIVEN.fullmatch(self.reason)
        if given is None:
            return self
        if given["state"] == _NOTHING:
            return None
        capture = None if given["capture"] == "-" else given["capture"]
        return Link(self.url, self.position, given["state"], given["reason"], int(given["given_up"]), capture)


@dataclass(frozen=True, slots=True)
class HeldCandidate:
    """A candidate of one address, with all of its links."""

    id: str
    opened_at: str
    page: str
    """The page's capture."""
    page_sha256: str
    page_at: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is known of an attachment's capture."""

    sha256: str
    at: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """One attachment of a page, as a store saw it at a moment."""

    at: str
    candidate: str
    link: Link
    sha256: str


@dataclass(slots=True)
class _Stretch:
    """A stretch of a run in which no attachment was replaced; what comes in it completes it."""

    begins: str
    held: dict[str, _Seen]


def completed(candidates: Sequence[HeldCandidate], captures: dict[str, Fetched]) -> dict[str, tuple[Link, ...]]:
    """Candidate → its links as they are to be, for all candidates of one address, in any order.

    `captures`: the captures that the links name. A page that one store alone captured keeps its links as they are.
    """
    own = [replace(one, links=tuple(link.own for link in one.links if link.own is not None)) for one in candidates]
    ordered = sorted(own, key=lambda one: (one.page_at, one.page, one.opened_at, one.id))
    links: dict[str, tuple[Link, ...]] = {}
    for _, run in groupby(ordered, key=attrgetter("page_sha256")):
        members = sorted(run, key=lambda one: (one.opened_at, one.id))
        if len({one.page for one in members}) == 1:
            links.update((one.id, one.links) for one in members)
        else:
            links.update(_followed(members, captures))
    return links


def _followed(members: Sequence[HeldCandidate], captures: dict[str, Fetched]) -> Iterator[tuple[str, tuple[Link, ...]]]:
    stretches, last_of = _stretches(_sightings(members, captures))
    for one in members:
        stretch = last_of.get(one.id) or _at(stretches, one.opened_at)
        yield one.id, one.links if stretch is None else tuple(_given(one, stretch, members, captures))


def _sightings(members: Sequence[HeldCandidate], captures: dict[str, Fetched]) -> list[_Seen]:
    """What was fetched for a candidate; not what it only carried on from the one before it."""
    seen = [
        _Seen(max(captures[link.capture].at, one.opened_at), one.id, link, captures[link.capture].sha256)
        for one in members
        for link in one.links
        if link.capture is not None and not _carried(one, link, members)
    ]
    return sorted(seen, key=lambda sight: (sight.at, sight.candidate, sight.link.position, sight.link.url))


def _carried(one: HeldCandidate, link: Link, members: Iterable[HeldCandidate]) -> bool:
    return any(
        other.page == one.page
        and (other.opened_at, other.id) < (one.opened_at, one.id)
        and any((held.url, held.capture) == (link.url, link.capture) for held in other.links)
        for other in members
    )


def _stretches(sightings: Iterable[_Seen]) -> tuple[list[_Stretch], dict[str, _Stretch]]:
    """All stretches, and for each candidate the one in which its last attachment came."""
    stretches: list[_Stretch] = []
    last_of: dict[str, _Stretch] = {}
    for sight in sightings:
        if not stretches:
            stretches.append(_Stretch(sight.at, {}))
        held = stretches[-1].held.get(sight.link.url)
        if held is not None and held.sha256 != sight.sha256:
            stretches.append(_Stretch(sight.at, dict(stretches[-1].held)))
            held = None
        if held is None:
            stretches[-1].held[sight.link.url] = sight
        last_of[sight.candidate] = stretches[-1]
    return stretches, last_of


def _at(stretches: Sequence[_Stretch], moment: str) -> _Stretch | None:
    """The stretch at this moment; before the first, that one: an attachment that comes completes the page."""
    begun = [one for one in stretches if one.begins <= moment]
    if begun:
        return begun[-1]
    return stretches[0] if stretches else None


def _given(
    one: HeldCandidate, stretch: _Stretch, members: Sequence[HeldCandidate], captures: dict[str, Fetched]
) -> Iterator[Link]:
    own = {link.url: link for link in one.links}
    for url, link in own.items():
        sight = stretch.held.get(url)
        fetched_itself = link.capture is not None and not _carried(one, link, members)
        same = sight is not None and link.capture is not None and captures[link.capture].sha256 == sight.sha256
        yield link if sight is None or fetched_itself or same else _taken(sight.link, link)
    for url, sight in stretch.held.items():
        if url not in own:
            yield _taken(sight.link, None)


def _taken(given: Link, own: Link | None) -> Link:
    """Another store's link in the place of what this candidate's own store had."""
    before = (
        f"{_NOTHING} - 0: "
        if own is None
        else f"{own.state} {own.capture or '-'} {own.given_up}: {' '.join(own.reason.split())}"
    )
    position = given.position if own is None else own.position
    return Link(given.url, position, "fetched", f"as another store had it; here {before}", 0, given.capture)
