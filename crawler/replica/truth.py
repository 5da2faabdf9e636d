"""The truth about what the replica publishes, for tests that hold a harvest against it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from crawler.replica import synthetic
from crawler.replica.addresses import article_pattern, branch_pattern, list_url
from crawler.replica.corpus import all_sites, synthetic_sites
from crawler.replica.extra import extra_sites
from crawler.replica.identity_traps import IDENTITY_TRAPS, Ends, sites_of_trap
from crawler.replica.layouts import layout_of
from crawler.replica.synthetic import LAST_YEAR
from crawler.replica.values import (
    Applications,
    Article,
    ArticleKind,
    Expected,
    Form,
    Media,
    Proactive,
    Review,
    Site,
)

COLUMNS = (
    "id",
    "body",
    "aliases",
    "division",
    "level",
    "scope",
    "family",
    "list_url",
    "article_pattern",
    "branch_pattern",
    "report_titles",
    "rendering",
    "first_year",
    "state",
    "evidence",
    "note",
)
"""The header of data/sources.csv."""


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """The truth about one report that a site publishes, for tests to hold a harvest against."""

    url: str
    host: str
    body: str
    source_id: str
    title: str
    year: int
    index_number: str | None
    published: date
    proactive_form: Form | None
    applications_form: Form | None
    proactive: Proactive | None
    applications: Applications | None
    review: Review | None
    attachments: tuple[str, ...]
    media: Media
    """pdf, doc = the page holds nothing but a link to the file."""
    pictures: bool = False
    """The page shows its tables as pictures: no figure of them can be read in its text."""
    copies: tuple[str, ...] = ()
    """Other addresses at which the same report stands, a row of the list each (another 索引号, migrated pages)."""
    twins: tuple[str, ...] = ()
    """Rows of the list that lead straight to a file of this report."""


@dataclass(frozen=True, slots=True)
class IdentityTruth:
    """How a trap of identity must end after a night."""

    trap: str
    meaning: str
    source_ids: tuple[str, ...]
    bodies: tuple[str, ...]
    ends: Ends


@cache
def identity_truth(later: bool = False) -> tuple[IdentityTruth, ...]:
    """The expected end of every trap of identity, after the first night or after a later one."""
    return tuple(
        IdentityTruth(
            trap.name,
            trap.meaning,
            tuple(site.source_id for site in sites_of_trap(trap)),
            tuple(site.body for site in sites_of_trap(trap)),
            trap.later if later else trap.first,
        )
        for trap in IDENTITY_TRAPS
    )


@dataclass(frozen=True, slots=True)
class OtherPage:
    """A page of a column that is no report of the column's body."""

    url: str
    host: str
    source_id: str
    title: str
    kind: ArticleKind


def _published(site: Site, article: Article) -> PublishedReport:
    figures = None if article.pictures else article.figures
    return PublishedReport(
        url=site.address(article.path),
        host=site.host,
        body=site.body,
        source_id=site.source_id,
        title=article.title,
        year=article.year,
        index_number=article.index_number,
        published=article.published,
        proactive_form=figures.proactive_form if figures else None,
        applications_form=figures.applications_form if figures else None,
        proactive=figures.proactive if figures else None,
        applications=figures.applications if figures else None,
        review=figures.review if figures else None,
        attachments=tuple(site.address(file.path) for file in article.attachments),
        media=article.media,
        pictures=article.pictures,
        copies=_same(site, article, "copy"),
        twins=_same(site, article, "twin"),
    )


def _same(site: Site, report: Article, kind: ArticleKind) -> tuple[str, ...]:
    """The addresses of other rows that are this report again."""
    rows = [article for article in site.all_articles if article.kind == kind and article.same_as == report.path]
    return tuple(site.address(row.path) for row in rows)


@cache
def published_reports(sites: int = 0, reports: int = 0, extra: tuple[str, ...] = ()) -> tuple[PublishedReport, ...]:
    """Every report that stands in a column under its column's body, in the order of the lists.

    Tables are the contract's (DESIGN.md): None for a table that the report does not have, None for a blank cell. With
    `sites` and `reports` those of the synthetic sites are added, with `extra` those of the sites that its words name.
    """
    return tuple(
        _published(site, article)
        for site in all_sites(sites, reports, extra)
        for article in site.all_articles
        if article.kind == "report" and article.path not in site.hidden
    )


@cache
def hidden_reports(extra: tuple[str, ...]) -> tuple[PublishedReport, ...]:
    """Reports that stand on a site, but to which no walk can come: their row is not shown, or nothing answers."""
    return tuple(
        _published(site, article)
        for site in extra_sites(extra)
        for article in site.all_articles
        if article.kind == "report" and article.path in site.hidden
    )


@cache
def expected_outcomes(sites: int = 0, reports: int = 0, extra: tuple[str, ...] = ()) -> Mapping[str, Expected]:
    """Source id → how a true full walk of it ends, no fault being switched on beside those of the traps."""
    return {
        site.source_id: site.expected or Expected("unstated" if layout_of(site).evidence == "unstated" else "complete")
        for site in all_sites(sites, reports, extra)
    }


@cache
def other_pages(sites: int = 0, reports: int = 0, extra: tuple[str, ...] = ()) -> tuple[OtherPage, ...]:
    """Every other page of the columns: what must not be taken for a report of the column's body."""
    return tuple(
        OtherPage(site.address(article.path), site.host, site.source_id, article.title, article.kind)
        for site in all_sites(sites, reports, extra)
        for article in site.all_articles
        if article.kind not in ("report", "copy", "twin")
    )


def _registry_row(site: Site, articles: str) -> dict[str, object]:
    told = site.registration
    years = [article.year for article in site.all_articles if article.kind == "report"]
    return {
        "id": site.source_id,
        "body": site.body,
        "aliases": ";".join(told.aliases),
        "division": site.division,
        "level": told.level,
        "scope": told.scope,
        "family": site.family,
        "list_url": list_url(site),
        "article_pattern": articles,
        "branch_pattern": branch_pattern(site),
        "report_titles": told.report_titles,
        "rendering": told.rendering,
        "first_year": min(years, default=LAST_YEAR),
        "state": "active",
        "evidence": "observed",
        "note": told.note,
    }


def registry_csv(sites: int, reports: int, extra: tuple[str, ...] = ()) -> str:
    """Registry rows for the synthetic sites and for those that `extra` names. Raises ReplicaError."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for site in synthetic_sites(sites, reports):
        writer.writerow(_registry_row(site, synthetic.article_pattern(site)))
    for site in extra_sites(extra):
        writer.writerow(_registry_row(site, article_pattern(site)))
    return buffer.getvalue()
