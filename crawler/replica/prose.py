"""The text of generated pages: the replica's own sentences, filled with the numbers of the page's own tables."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date

from crawler.replica.facts import facts
from crawler.replica.values import Figures, SectionText, SiteProfile

FIRST_YEAR_WITH_TABLES = 2019
"""Reports up to 2018 are free text without the standard tables (国办公开办函〔2019〕60号 brought them)."""


def _words(
    draw: random.Random, body: str, profile: SiteProfile, year: int, figures: Figures | None
) -> dict[str, object]:
    """What the placeholders of `prose.json` stand for; figures of the tables where there are tables."""
    words: dict[str, object] = {
        "body": body,
        "we": profile.we,
        "year": year,
        "next": year + 1,
        "office": profile.office,
        "address": profile.address,
        "postcode": profile.postcode,
        "phone": profile.telephone,
        "n1": draw.randint(200, 2900),
        "n2": draw.randint(20, 190),
        "n3": draw.randint(2, 40),
        "n4": draw.randint(1, 60),
        "n5": draw.randint(100, 9000),
        "n6": draw.randint(1000, 90000),
        "n7": draw.randint(1, 6),
    }
    if figures is None:
        words["received"] = draw.randint(0, profile.volume)
        return words
    channels = figures.review
    suits = int(channels["litigation_direct"]["total"] or 0) + int(channels["litigation_after_review"]["total"] or 0)
    return words | {
        "received": figures.applications["new_received"][-1],
        "carried": figures.applications["carried_in"][-1],
        "answered": figures.applications["result_total"][-1],
        "reviews": channels["review"]["total"],
        "suits": suits,
    }


def _filled(draw: random.Random, choices: Sequence[str], words: Mapping[str, object]) -> str:
    return draw.choice(choices).format_map(words)


def report_text(
    seed: str, body: str, profile: SiteProfile, year: int, figures: Figures | None
) -> tuple[tuple[str, ...], tuple[SectionText, ...]]:
    """The introduction (with the line that marks demonstration data) and the six sections of a generated report."""
    draw = random.Random(f"nianbao replica prose {seed} {year}")
    prose = facts("prose")
    words = _words(draw, body, profile, year, figures)
    style = "old" if figures is None else "standard"
    basis = "old" if figures is None else figures.proactive_form
    words["basis"] = prose["basis"][basis]
    sections = tuple(
        SectionText(heading, tuple(_filled(draw, choices, words) for choices in paragraphs))
        for heading, paragraphs in zip(prose[style]["headings"], prose[style]["sections"], strict=True)
    )
    return (prose["marker"], prose["intro"].format_map(words)), sections


def other_text(kind: str, seed: str, body: str, profile: SiteProfile, published: date) -> tuple[SectionText, ...]:
    """The text of a page that is no report: one section without a heading."""
    draw = random.Random(f"nianbao replica prose {seed} {kind} {published}")
    words = _words(draw, body, profile, published.year - 1, None) | {"month": published.month}
    prose = facts("prose")
    paragraphs = (prose["marker"], *(line.format_map(words) for line in prose[kind]))
    return (SectionText("", paragraphs),)
