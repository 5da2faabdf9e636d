"""Which reports and other pages each site holds: the five sites of the registry, and synthetic ones beside them."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.replica.addresses import article_path
from crawler.replica.articles import (
    FIRST_YEAR,
    FORBIDDEN_PATH,
    FORBIDDEN_TWIN,
    LAST_YEAR,
    forms_of,
    generated_report,
    newest_first,
    other_article,
    other_articles,
    other_departments,
)
from crawler.replica.extra import extra_sites
from crawler.replica.facts import facts
from crawler.replica.figures import chain, seed_figures
from crawler.replica.layouts import LAYOUTS
from crawler.replica.synthetic import number_base, synthetic_bodies
from crawler.replica.values import Article, Figures, ReplicaError, SectionText, Site, SiteProfile

REGISTRY = Path(__file__).resolve().parents[2] / "data" / "sources.csv"


SEED_NUMBERS = {
    "yunnan-gxt": 32015,
    "linyi-hedong-gxj": 151034,
    "liangshan-jxj": 2143947,
    "diqing-gxj": 193807,
    "kunming-zwfw": 4826552,
}
"""The seeds' own article numbers, out of their addresses."""


def _seed_report(site: Site, record: dict[str, Any], figures: Figures, number: int) -> Article:
    published = date.fromisoformat(record["published"])
    sections = tuple(
        SectionText(heading, tuple(paragraphs))
        for heading, paragraphs in zip(record["headings"], record["sections"], strict=True)
    )
    return Article(
        path=article_path(site, published, number),
        title=record["title"],
        published=published,
        kind="report",
        body=site.body,
        year=record["year"],
        sections=sections,
        intro=tuple(record["intro"]),
        signature=tuple(record.get("signature", ())),
        head=tuple((label, value) for label, value in record["head"]),
        index_number=record["index_number"],
        figures=figures,
        printed=record.get("printed", {}),
        labels=record.get("labels", {}),
        split_review_labels=record.get("split_review_labels", False),
    )


def _registry_rows() -> list[dict[str, str]]:
    try:
        with REGISTRY.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        raise ReplicaError(
            f"{REGISTRY.name}: cannot be read ({error.strerror}); the replica takes its addresses there"
        ) from error


def _real_site(row: dict[str, str]) -> Site:
    source_id = row["id"]
    record = facts("seeds")[source_id]
    profile = SiteProfile(**facts("sites")["sites"][source_id])
    address = urlsplit(row["list_url"])
    site = Site(
        source_id=source_id,
        body=row["body"],
        division=row["division"],
        family=row["family"],  # type: ignore[arg-type]  # five rows, five families
        scheme=address.scheme,  # type: ignore[arg-type]
        host=address.hostname or "",
        list_path=address.path,
        rows_per_page=LAYOUTS[row["family"]].rows_per_page,
        profile=profile,
        articles=(),
        disallowed=(FORBIDDEN_PATH,) if any(key[0] == source_id for key in FORBIDDEN_TWIN) else (),
    )
    seed = seed_figures(record)
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    figures = chain(source_id, forms_of(source_id, years), profile.volume, seed, record["year"])
    first = SEED_NUMBERS[source_id]
    articles = [
        _seed_report(site, record, seed, first)
        if year == record["year"]
        else generated_report(site, year, figures.get(year), first + (year - record["year"]) * 611, source_id)
        for year in years
    ]
    articles += other_articles(site, first)
    if row["scope"] == "shared":
        articles += other_departments(site, first, facts("sites")["other_bodies"])
    return replace(site, articles=newest_first(articles))


@cache
def real_sites() -> tuple[Site, ...]:
    """The sites of the registry's rows that the replica knows, with all that they publish. Raises ReplicaError."""
    rows = [row for row in _registry_rows() if row["id"] in SEED_NUMBERS]
    missing = SEED_NUMBERS.keys() - {row["id"] for row in rows}
    if missing:
        raise ReplicaError(f"{REGISTRY.name}: no row for {', '.join(sorted(missing))}; the replica needs its address")
    return tuple(_real_site(row) for row in rows)


@cache
def synthetic_sites(sites: int, reports: int) -> tuple[Site, ...]:
    """`sites` hosts siteNNNN.gov.test with `reports` reports each; a site's departments share its host."""
    return tuple(_synthetic_site(site, years) for site, years in synthetic_bodies(sites, reports))


def _synthetic_site(site: Site, years: range) -> Site:
    first, name = number_base(site), site.profile.name
    figures = chain(site.source_id, forms_of(site.source_id, years), site.profile.volume) if years[-1] >= 2019 else {}
    articles = [
        generated_report(site, year, figures.get(year), first + (year - years[0]) * 13 + 500, site.source_id)
        for year in years
    ]
    sheet = f"{name}2023年政府网站工作年度报表"
    articles.append(other_article(site, "website_report", sheet, date(2024, 1, 8), first + 777))
    articles.append(other_article(site, "news", f"{name}召开政务公开工作推进会", date(2024, 6, 12), first + 778))
    return replace(site, articles=newest_first(articles))


@cache
def all_sites(sites: int = 0, reports: int = 0, extra: tuple[str, ...] = ()) -> tuple[Site, ...]:
    """The five sites, synthetic ones, and those that the words of `extra` name (see `extra_sites`)."""
    return real_sites() + synthetic_sites(sites, reports) + extra_sites(extra)
