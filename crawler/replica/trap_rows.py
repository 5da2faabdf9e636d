"""Traps of rows and of what they lead to: titles, days, names, mirrors, files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from crawler.replica.addresses import article_path
from crawler.replica.articles import MARK, other_article
from crawler.replica.families import (
    FIRST_NUMBER,
    ORDINARY,
    empty_site,
    filled,
    neighbours_of,
    profile_of,
    with_articles,
)
from crawler.replica.layouts import layout_of
from crawler.replica.trap_sites import DIVISION, OFF, OLDER_YEARS, YEARS, Build, Place, trap_site
from crawler.replica.values import Article, ArticleKind, Attachment, FileForm, Site

MIRROR = "www.mirror-of-the-replica.test"
"""Off the registry; the replica refuses it."""
MIGRATED = date(2024, 6, 18)
HEDONG = (("tianjin", "天津市河东区财政局", "120102"), ("linyi", "临沂市河东区财政局", "371312"))
CUT_AT = 18
"""Characters of a title that a list shows: 政府信息公开 and 政府网站 look alike then."""


def mixed_column(place: Place, variant: str) -> tuple[Site, ...]:
    """Reports among notices (公示公告), other bodies' among them; off = a column of its own reports."""
    if variant == OFF:
        return (filled(trap_site(place, "trs"), years=YEARS),)
    site = trap_site(place, "trs", registration=replace(ORDINARY, scope="shared"))
    site = replace(site, profile=profile_of(site.body, DIVISION, "公示公告"))
    titles = ("拟任职干部公示", "行政许可事项公示", "政府采购结果公告", "2023年度部门决算公开", "信息公开指南")
    notices = [
        other_article(
            site, "news", f"{site.body}{title}", date(2023, 2 + place_of_title, 11), FIRST_NUMBER + 400 + place_of_title
        )
        for place_of_title, title in enumerate(titles)
    ]
    whole = filled(site, neighbours_of(place.county), years=YEARS)
    return (with_articles(site, [*whole.articles, *notices, *_beside_reports(site)]),)


def _beside_reports(site: Site) -> list[Article]:
    """Rows that are called nearly as a report is."""
    told: tuple[tuple[ArticleKind, str, date], ...] = (
        ("statistics", f"{site.body}2018年政府信息公开情况统计表", date(2019, 3, 12)),
        ("interpretation", f"{site.body}2023年政府信息公开工作年度报告（图片版）", date(2024, 2, 19)),
        ("interpretation", f"《{site.body}2022年政府信息公开工作年度报告》解读", date(2023, 2, 20)),
    )
    return [
        other_article(site, kind, title, day, FIRST_NUMBER + 450 + place)
        for place, (kind, title, day) in enumerate(told)
    ]


def _listed(site: Site, title: Callable[[Article], str], kinds: tuple[str, ...]) -> Site:
    rows = [
        replace(article, listed_title=title(article)) if article.kind in kinds else article for article in site.articles
    ]
    return replace(site, articles=tuple(rows))


def cut_titles(place: Place, variant: str) -> tuple[Site, ...]:
    """Titles cut in the list, where no attribute has the whole."""
    site = filled(trap_site(place, "trs"), years=YEARS)
    if variant == OFF:
        return (site,)
    kinds = tuple({article.kind for article in site.articles})
    return (_listed(site, lambda article: article.title[:CUT_AT] + "...", kinds),)


def bare_titles(place: Place, variant: str) -> tuple[Site, ...]:
    """Every report is called 信息公开年报."""
    site = filled(trap_site(place, "kunming"), years=YEARS)
    return (site if variant == OFF else _listed(site, lambda article: "信息公开年报", ("report",)),)


def bare_years(place: Place, variant: str) -> tuple[Site, ...]:
    """Every report is called by its year alone, and the registry row has a rule for that."""
    if variant == OFF:
        return (filled(trap_site(place, "kunming"), years=YEARS),)
    rule = replace(ORDINARY, report_titles=r"\d{4}年$")
    site = filled(trap_site(place, "kunming", registration=rule), years=YEARS)
    return (_listed(site, lambda article: f"{article.year}年", ("report",)),)


def migrated_dates(place: Place, variant: str) -> tuple[Site, ...]:
    """Older rows carry a migration's day, in the list as in their addresses; PubDate is right, as 2020年08月02日."""
    site = filled(trap_site(place, "trs"), years=YEARS)
    if variant == OFF:
        return (site,)

    def migrated(article: Article) -> Article:
        number = int(article.path.removesuffix(".html").rpartition("_")[2])
        return replace(article, path=article_path(site, MIGRATED, number), listed_date=MIGRATED)

    rows = tuple(migrated(article) if article.published < MIGRATED else article for article in site.articles)
    return (replace(site, articles=rows, page_date="%Y年%m月%d日"),)


def two_hedong(place: Place, variant: str) -> tuple[Site, ...]:
    """Two bodies that print the same name, each on a site of its own; off = each prints its full name."""
    found = []
    for word, body, division in (
        ("tianjin", "天津市河东区财政局", "120102"),
        ("linyi", "临沂市河东区财政局", "371312"),
    ):
        registration = replace(ORDINARY, level="county-dept", aliases=() if variant == OFF else ("河东区财政局",))
        site = empty_site(f"trap-{place.name}-{word}", "vsb", body, division, registration=registration)
        if variant != OFF:
            site = replace(site, profile=profile_of("河东区财政局", division))
        found.append(filled(site, years=YEARS))
    return tuple(found)


def poisoned_mirror(place: Place, variant: str) -> tuple[Site, ...]:
    """One report's row leads to another host, another's address redirects to it."""
    site = filled(trap_site(place, "kunming"), years=YEARS)
    if variant == OFF:
        return (site,)

    def poisoned(article: Article) -> Article:
        elsewhere = f"http://{MIRROR}{article.path}"
        if article.kind != "report" or article.year not in (2021, 2022):
            return article
        mirrored = replace(article, kind="mirror")
        return replace(mirrored, path=elsewhere) if article.year == 2021 else replace(mirrored, moved_to=elsewhere)

    return (replace(site, articles=tuple(poisoned(article) for article in site.articles)),)


# Files (13, 14)


def _file_of(site: Site, article: Article, form: FileForm) -> Attachment:
    name = f"{article.title.removesuffix(MARK)}.{form}"
    return Attachment(layout_of(site).attachment_path(site, article, form), name, form)


def only_files(form: FileForm) -> Build:
    """Two reports whose pages hold nothing but a link to a file."""

    def build(place: Place, variant: str) -> tuple[Site, ...]:
        # Before 2019 there were no standard tables, so the text of a DOC is the whole of a report.
        years = YEARS if form == "pdf" else OLDER_YEARS
        site = filled(trap_site(place, "trs"), years=years)
        if variant == OFF:
            return (site,)
        chosen = (2021, 2023) if form == "pdf" else (2017, 2018)
        rows = [
            replace(article, attachments=(_file_of(site, article, form),), media=form)
            if article.kind == "report" and article.year in chosen
            else article
            for article in site.articles
        ]
        return (replace(site, articles=tuple(rows)),)

    return build


def table_pictures(place: Place, variant: str) -> tuple[Site, ...]:
    """Two reports whose tables are pictures."""
    site = filled(trap_site(place, "kunming"), years=YEARS)
    if variant == OFF:
        return (site,)
    rows = [
        replace(article, pictures=article.kind == "report" and article.year in (2022, 2023))
        for article in site.articles
    ]
    return (replace(site, articles=tuple(rows)),)


def two_addresses(place: Place, variant: str) -> tuple[Site, ...]:
    """One report stands at two addresses with two 索引号."""
    site = filled(trap_site(place, "vsb"), years=YEARS)
    if variant == OFF:
        return (site,)
    [report] = [article for article in site.articles if article.kind == "report" and article.year == 2023]
    number, day = FIRST_NUMBER + 7000, report.published + timedelta(days=12)
    head, index_number = layout_of(site).head(site, day, number, "report")
    again = replace(
        report,
        path=article_path(site, day, number),
        published=day,
        kind="copy",
        head=head,
        index_number=index_number,
        same_as=report.path,
    )
    return (with_articles(site, [*site.articles, again]),)


def file_rows(place: Place, variant: str) -> tuple[Site, ...]:
    """A report's PDF and DOC have rows of their own beside its page's, and so has the picture version. The page links
    the PDF alone: to the DOC only its row leads.
    """
    site = filled(trap_site(place, "kunming"), years=YEARS)
    if variant == OFF:
        return (site,)
    [report] = [article for article in site.articles if article.kind == "report" and article.year == 2024]
    files = (_file_of(site, report, "pdf"), _file_of(site, report, "doc"))
    twins = [
        replace(
            report,
            kind="twin",
            path=file.path,
            title=f"{report.title.removesuffix(MARK)}（{file.format.upper()}版）",
            file=file,
            same_as=report.path,
        )
        for file in files
    ]
    rows = [replace(article, attachments=files[:1]) if article is report else article for article in site.articles]
    return (with_articles(site, [*rows, *twins]),)
