"""The truth about what the replica publishes, for tests that hold a harvest against it."""

from __future__ import annotations

import csv
import io
from functools import cache

from crawler.replica.corpus import all_sites, synthetic_sites
from crawler.replica.synthetic import LAST_YEAR, article_pattern
from crawler.replica.values import Article, OtherPage, PublishedReport, Site

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
    "first_year",
    "state",
    "evidence",
    "note",
)
"""The header of data/sources.csv."""


def _published(site: Site, article: Article) -> PublishedReport:
    figures = article.figures
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
    )


@cache
def published_reports(sites: int = 0, reports: int = 0) -> tuple[PublishedReport, ...]:
    """Every report that stands in a column under its column's body, in the order of the lists.

    Tables are the contract's (DESIGN.md): None for a table that the report does not have, None for a blank cell. With
    `sites` and `reports` those of the synthetic sites are added.
    """
    return tuple(
        _published(site, article)
        for site in all_sites(sites, reports)
        for article in site.articles
        if article.kind == "report"
    )


@cache
def other_pages(sites: int = 0, reports: int = 0) -> tuple[OtherPage, ...]:
    """Every other page of the columns: what must not be taken for a report of the column's body."""
    return tuple(
        OtherPage(site.address(article.path), site.host, site.source_id, article.title, article.kind)
        for site in all_sites(sites, reports)
        for article in site.articles
        if article.kind != "report"
    )


def registry_csv(sites: int, reports: int) -> str:
    """Registry rows for the synthetic sites, with the header of data/sources.csv. Raises ReplicaError."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for site in synthetic_sites(sites, reports):
        first_year = min((article.year for article in site.articles if article.kind == "report"), default=LAST_YEAR)
        place = (site.source_id, site.body, "", site.division, "prefecture-dept", "own", site.family)
        rule = (site.address(site.list_path), article_pattern(site), first_year, "active", "observed")
        writer.writerow((*place, *rule, "a synthetic site of the replica"))
    return buffer.getvalue()
