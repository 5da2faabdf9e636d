"""Traps of lists: windows that overlap, pages that stay away, a column that is its report, lists that change."""

from __future__ import annotations

from dataclasses import replace

from crawler.replica.articles import newest_first, other_articles, other_departments
from crawler.replica.facts import facts
from crawler.replica.families import (
    FIRST_NUMBER,
    ORDINARY,
    filled,
    neighbours_of,
    reports_of,
    with_articles,
)
from crawler.replica.trap_sites import OFF, YEARS, Place, trap_site
from crawler.replica.values import Article, Expected, Site


def overlapping_windows(place: Place, variant: str) -> tuple[Site, ...]:
    """A column of 131 rows, 25 a page: an answer holds 76 of them, and the next one 51 of those again."""
    style = "hanweb_dataproxy_exact" if variant == OFF else ""
    site = trap_site(place, "hanweb_dataproxy", style, replace(ORDINARY, scope="shared"))
    bodies = [place.county + name for name in facts("sites")["synthetic"]["departments"]]
    others = other_departments(site, FIRST_NUMBER, [name for name in bodies if name != site.body], range(2021, 2025))
    articles = [*reports_of(site), *other_articles(site, FIRST_NUMBER), *others]
    return (replace(with_articles(site, articles), rows_per_page=25),)


def deep_pages_empty(place: Place, variant: str) -> tuple[Site, ...]:
    """Of four groups the last two answer with empty bytes."""
    site = trap_site(place, "hanweb_nextgroup", "" if variant == OFF else "hanweb_nextgroup_refusing")
    site = replace(filled(site), rows_per_page=4)
    if variant == OFF:
        return (site,)
    hidden = frozenset(article.path for article in site.articles[2 * site.rows_per_page :])
    words = (str(len(site.articles)), str(2 * site.rows_per_page))
    return (replace(site, hidden=hidden, expected=Expected("incomplete", words)),)


def column_is_report(place: Place, variant: str) -> tuple[Site, ...]:
    site = trap_site(place, "kunming", "kunming_topic")
    if variant == OFF:
        return (filled(site, years=YEARS),)
    [report] = reports_of(site, years=range(2024, 2025))
    return (replace(site, inline=replace(report, path=site.list_path)),)


CHANGES = ("added", "backdated", "withdrawn", "retitled")
ADDED, BACKDATED, WITHDRAWN, RETITLED = 2025, 2018, 2020, 2022


def changed_list(place: Place, variant: str) -> tuple[Site, ...]:
    """Four pages of a shared list. "" = as it first stood; a word of CHANGES = that one change; `all` = all four."""
    changes = CHANGES if variant == "all" else (variant,)
    site = trap_site(place, "trs", registration=replace(ORDINARY, scope="shared"))
    missing = {ADDED: "added" not in changes, BACKDATED: "backdated" not in changes, WITHDRAWN: "withdrawn" in changes}

    def shown(article: Article) -> Article:
        if article.year != RETITLED or "retitled" not in changes:
            return article
        return replace(article, title=article.title.replace("政府信息公开工作", "政府信息公开"))

    rows = [shown(article) for article in reports_of(site) if not missing.get(article.year, False)]
    rows += other_articles(site, FIRST_NUMBER)
    rows += other_departments(site, FIRST_NUMBER, neighbours_of(place.county))
    return (replace(site, articles=newest_first(rows), rows_per_page=8),)
