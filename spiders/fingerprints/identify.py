"""Which family a page belongs to: the marks found, weighed, with where each stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from crawler.sources import FAMILIES
from spiders.fingerprints.marks import KINDS, MARKS, TELLING, Kind, Mark, Place
from spiders.fingerprints.page import Page, read_page

_QUOTED = 60
_SEVERAL = 2
"""One link of a shape may lead to the next article or to another site; two are a list's."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A mark that was found."""

    mark: str
    """In words, as in SITES.md."""
    place: Place
    where: str
    """`address`, `line 37`, `12 links`."""
    quote: str
    """What stands there, on one line, at most 60 characters."""
    weight: int


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A family that a page may belong to."""

    family: str
    kind: Kind
    """What kind of page it is by the marks of this family and by those that all sites share."""
    score: int
    """The sum of the weights of the marks found."""
    evidence: tuple[Evidence, ...]
    """Strongest first."""


def identify(html: str, url: str | None = None) -> tuple[Fingerprint, ...]:
    """The families whose marks stand in a page, the likeliest first; () = none is recognised.

    `html` is the page's text with its tags; `url` its address where it is known, which tells much. Families that share
    all that is found (Hanweb's articles are alike whatever their list) have the same score.
    """
    page = read_page(html, url)
    found: dict[str, list[tuple[Mark, Evidence]]] = defaultdict(list)
    for mark in MARKS:
        evidence = _evidence(mark, page)
        if evidence is not None:
            found[mark.family].append((mark, evidence))
    general = [mark for mark in KINDS if _evidence(mark, page) is not None]
    fingerprints = [
        _fingerprint(family, found[family], general)
        for family in FAMILIES
        if any(evidence.weight >= TELLING for _, evidence in found[family])
    ]
    return tuple(sorted(fingerprints, key=lambda fingerprint: -fingerprint.score))


def _fingerprint(family: str, found: list[tuple[Mark, Evidence]], general: list[Mark]) -> Fingerprint:
    ordered = sorted(found, key=lambda pair: -pair[1].weight)
    points: dict[Kind, int] = defaultdict(int)
    for mark, evidence in ordered:
        points[mark.kind] += evidence.weight
    for mark in general:
        points[mark.kind] += mark.weight
    lists, articles = points["list"], points["article"]
    kind: Kind = "unknown" if lists == articles else "list" if lists > articles else "article"
    return Fingerprint(
        family, kind, sum(evidence.weight for _, evidence in ordered), tuple(evidence for _, evidence in ordered)
    )


def _evidence(mark: Mark, page: Page) -> Evidence | None:
    if mark.place == "links":
        return _of_links(mark, page)
    text = {"host": page.host, "address": page.address, "source": page.source}[mark.place]
    match = mark.pattern.search(text)
    if match is None:
        return None
    where = f"line {text.count(chr(10), 0, match.start()) + 1}" if mark.place == "source" else mark.place
    return Evidence(mark.words, mark.place, where, _quoted(text, match.start(), match.end()), mark.weight)


def _of_links(mark: Mark, page: Page) -> Evidence | None:
    links = [link for link in page.links if mark.pattern.search(link)]
    if not links:
        return None
    weight = mark.weight if len(links) >= _SEVERAL else 1
    where = f"{len(links)} links" if len(links) > 1 else "1 link"
    return Evidence(mark.words, "links", where, links[0][-_QUOTED:], weight)


def _quoted(text: str, start: int, end: int) -> str:
    """What was found with a little of what stands around it, on its line."""
    if end - start >= _QUOTED:
        end = start + _QUOTED
    room = (_QUOTED - (end - start)) // 2
    first = max(text.rfind("\n", 0, start) + 1, start - room)
    line_end = text.find("\n", end)
    last = min(len(text) if line_end < 0 else line_end, end + room)
    return " ".join(text[first:last].split())
