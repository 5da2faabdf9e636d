"""What the sites of the traps are made of: an ordinary site, but for one thing.

Every maker gives a function of what names the site and of the variant that is asked for; `off` is the honest site.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from crawler.replica.addresses import list_pages
from crawler.replica.families import (
    ORDINARY,
    empty_site,
    filled,
)
from crawler.replica.faults import Fault, Faults, faulty_list
from crawler.replica.values import Expected, Family, Registration, Site

OFF = "off"
YEARS = range(2020, 2026)
OLDER_YEARS = range(2016, 2022)
DIVISION = "530100"


@dataclass(frozen=True, slots=True)
class Place:
    """What a trap's site is called."""

    name: str
    """The trap's."""
    number: int
    """Its place among the traps."""

    @property
    def county(self) -> str:
        return f"演示第{5000 + self.number}县"

    @property
    def body(self) -> str:
        return f"{self.county}商务局"


Build = Callable[[Place, str], tuple[Site, ...]]


def trap_site(place: Place, family: Family, style: str = "", registration: Registration = ORDINARY) -> Site:
    return empty_site(f"trap-{place.name}", family, place.body, DIVISION, style=style, registration=registration)


def styled(family: Family, style: str) -> Build:
    """A site of a family in another style; off = in the family's own."""

    def build(place: Place, variant: str) -> tuple[Site, ...]:
        return (filled(trap_site(place, family, "" if variant == OFF else style), years=YEARS),)

    return build


def faulty(family: Family, fault: str, *, hides: bool = False) -> Build:
    """A site with a fault. `hides`: no article of it can be come to."""

    def build(place: Place, variant: str) -> tuple[Site, ...]:
        site = filled(trap_site(place, family), years=YEARS)
        if variant == OFF:
            return (site,)
        hidden = frozenset(article.path for article in site.all_articles) if hides else frozenset()
        return (replace(site, faults=(fault,), hidden=hidden),)

    return build


def faulty_rows(family: Family, fault: str) -> Build:
    """A site whose list does not show all its rows, though it states their number."""

    def build(place: Place, variant: str) -> tuple[Site, ...]:
        site = filled(trap_site(place, family), years=YEARS)
        if variant == OFF:
            return (site,)
        shown = faulty_list(list_pages(site), Faults((Fault(fault, None),)), site.host)
        seen = {row.path for page in shown for row in page.rows}
        hidden = frozenset(article.path for article in site.articles if article.path not in seen)
        words = (str(len(site.articles)), str(len(seen)))
        return (replace(site, faults=(fault,), hidden=hidden, expected=Expected("incomplete", words)),)

    return build
