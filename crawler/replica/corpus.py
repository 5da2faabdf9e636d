"""Which reports and other pages each site holds: the five sites of the registry, and synthetic ones beside them."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.replica.addresses import article_path, attachment_path, head_of
from crawler.replica.facts import facts
from crawler.replica.figures import FormsOfYear, chain, seed_figures
from crawler.replica.prose import FIRST_YEAR_WITH_TABLES, other_text, report_text
from crawler.replica.synthetic import number_base, synthetic_bodies
from crawler.replica.values import (
    Article,
    ArticleKind,
    Attachment,
    Figures,
    Form,
    ReplicaError,
    SectionText,
    Site,
    SiteProfile,
)

REGISTRY = Path(__file__).resolve().parents[2] / "data" / "sources.csv"
FIRST_YEAR, LAST_YEAR = 2016, 2025
MARK = "（演示数据）"
PDF_ONLY = {("kunming-zwfw", 2022)}
"""Published as a PDF alone: the page holds a title and a link."""
PDF_TWIN = {("yunnan-gxt", 2024), ("liangshan-jxj", 2024)}
FORBIDDEN_TWIN = {("yunnan-gxt", 2022)}
"""The DOC twin of this report lies under a path that robots.txt forbids."""
FORBIDDEN_PATH = "/files/internal/"
ROWS_PER_PAGE = {"yunnan": 8, "vsb": 6, "trs": 8, "diqing": 10, "kunming": 8}
# The form is decided per table, not per year: Diqing stays on the 2019 form to 2022, two sites mix both forms.
LATE_FORM = {"diqing-gxj": 2023}
MIXED = {("linyi-hedong-gxj", 2021), ("kunming-zwfw", 2021)}


def _forms(source_id: str, years: range) -> FormsOfYear:
    first_2021 = LATE_FORM.get(source_id, 2021)

    def forms(year: int) -> tuple[Form, Form]:
        form: Form = "2021" if year >= first_2021 else "2019"
        return (form, "2019" if (source_id, year) in MIXED else form)

    return {year: forms(year) for year in years if year >= FIRST_YEAR_WITH_TABLES}


def _published(draw: random.Random, year: int) -> date:
    """In time by the deadlines of the year: 31 March to 2018, 31 January for departments from 2019."""
    return date(year + 1, 1, draw.randint(9, 30)) if year >= 2019 else date(year + 1, 3, draw.randint(2, 30))


def _printed(source_id: str, year: int, figures: Figures) -> dict[str, str]:
    """Cells that print more than the bare number: units, signs, separators (all of them met on real pages)."""
    printed: dict[str, str] = {}
    for row, values in figures.proactive.items():
        change = values.get("change")
        if change is not None and change > 0 and year % 2:
            printed[f"proactive.{row}.change"] = f"+{change}"
        decisions = values.get("decisions")
        if decisions is not None and decisions >= 1000:
            printed[f"proactive.{row}.decisions"] = f"{decisions:,}"
    amount = figures.proactive.get("procurement", {}).get("amount_yuan")
    if amount is not None and amount and source_id != "liangshan-jxj":
        wanyuan = amount / 10000 if amount % 10000 else amount // 10000
        printed["proactive.procurement.amount_yuan"] = f"{wanyuan}万元" if year % 2 else f"{amount}元"
    return printed


def generated_report(site: Site, year: int, figures: Figures | None, number: int, seed: str) -> Article:
    """The report of a year that no seed covers, marked as demonstration data."""
    published = _published(random.Random(f"nianbao replica dates {seed} {year}"), year)
    profile = site.profile
    intro, sections = report_text(seed, profile.name, profile, year, figures)
    head, index_number = head_of(site, published, number, "report")
    article = Article(
        path=article_path(site, published, number),
        title=f"{profile.name}{year}年政府信息公开工作年度报告{MARK}",
        published=published,
        kind="report",
        body=site.body,
        year=year,
        sections=sections,
        intro=intro,
        signature=(profile.name, f"{published.year}年{published.month}月{published.day}日"),
        head=head,
        index_number=index_number,
        figures=figures,
        printed=_printed(site.source_id, year, figures) if figures else {},
        labels={"（七）总计": "（七）总 计", "商业企业": "商业 企业"} if year % 3 == 0 else {},
    )
    return _with_attachments(site, article)


def _with_attachments(site: Site, article: Article) -> Article:
    key = (site.source_id, article.year)
    name = f"{site.profile.name}{article.year}年政府信息公开工作年度报告"
    if key in PDF_ONLY:
        file = Attachment(attachment_path(site, article, "pdf"), f"{name}.pdf", "pdf")
        return replace(article, attachments=(file,), media="pdf")
    if key in PDF_TWIN:
        return replace(article, attachments=(Attachment(attachment_path(site, article, "pdf"), f"{name}.pdf", "pdf"),))
    if key in FORBIDDEN_TWIN:
        path = f"{FORBIDDEN_PATH}{article.year}{article.published:%m%d}.doc"
        return replace(article, attachments=(Attachment(path, f"{name}.doc", "doc"),))
    return article


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


def _other(site: Site, kind: ArticleKind, title: str, published: date, number: int, body: str | None = None) -> Article:
    head, index_number = head_of(site, published, number, kind)
    return Article(
        path=article_path(site, published, number),
        title=f"{title}{MARK}",
        published=published,
        kind=kind,
        body=body or site.body,
        year=published.year - 1,
        sections=other_text(kind, site.source_id, body or site.profile.name, site.profile, published),
        head=head,
        index_number=index_number,
    )


def _others(site: Site, number: int) -> list[Article]:
    """What else stands in the column: website tables, a picture version, a law report, news."""
    name = site.profile.name
    found = [
        _other(
            site, "website_report", f"{name}{year}年政府网站工作年度报表", date(year + 1, 1, 8), number - 40 + year % 40
        )
        for year in (2021, 2023)
    ]
    found.append(
        _other(site, "interpretation", f"一图读懂：{name}2024年政府信息公开工作年度报告", date(2025, 2, 6), number + 71)
    )
    found.append(_other(site, "law_report", f"{name}2022年法治政府建设年度报告", date(2023, 3, 20), number + 72))
    found.append(_other(site, "news", f"{name}召开政务公开工作推进会", date(2024, 6, 12), number + 73))
    return found


def _other_departments(site: Site, number: int) -> list[Article]:
    """Reports of other bodies in a shared column: whole reports with tables, under other names."""
    found = []
    for place, body in enumerate(facts("sites")["other_bodies"]):
        profile = replace(site.profile, name=body, office=f"{body}办公室")
        for year in (2022, 2023):
            forms = _forms(body, range(2022, 2024))
            figures = chain(body, forms, volume=2)[year]
            sibling = replace(site, profile=profile, body=body)
            report = generated_report(sibling, year, figures, number + 100 + place * 7 + year % 10, body)
            found.append(replace(report, kind="other_body"))
    return found


def _newest_first(articles: list[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda article: (article.published, article.path), reverse=True))


SEED_NUMBERS = {
    "yunnan-gxt": 32015,
    "linyi-hedong-gxj": 151034,
    "liangshan-jxj": 2143947,
    "diqing-gxj": 193807,
    "kunming-zwfw": 4826552,
}
"""The seeds' own article numbers, out of their addresses."""


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
        rows_per_page=ROWS_PER_PAGE[row["family"]],
        profile=profile,
        articles=(),
        disallowed=(FORBIDDEN_PATH,) if any(key[0] == source_id for key in FORBIDDEN_TWIN) else (),
    )
    seed = seed_figures(record)
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    figures = chain(source_id, _forms(source_id, years), profile.volume, seed, record["year"])
    first = SEED_NUMBERS[source_id]
    articles = [
        _seed_report(site, record, seed, first)
        if year == record["year"]
        else generated_report(site, year, figures.get(year), first + (year - record["year"]) * 611, source_id)
        for year in years
    ]
    articles += _others(site, first)
    if row["scope"] == "shared":
        articles += _other_departments(site, first)
    return replace(site, articles=_newest_first(articles))


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
    first = number_base(site)
    figures = chain(site.source_id, _forms(site.source_id, years), site.profile.volume) if years[-1] >= 2019 else {}
    articles = [
        generated_report(site, year, figures.get(year), first + (year - years[0]) * 13 + 500, site.source_id)
        for year in years
    ]
    articles.append(
        _other(site, "website_report", f"{site.profile.name}2023年政府网站工作年度报表", date(2024, 1, 8), first + 777)
    )
    articles.append(_other(site, "news", f"{site.profile.name}召开政务公开工作推进会", date(2024, 6, 12), first + 778))
    return replace(site, articles=_newest_first(articles))


def all_sites(sites: int = 0, reports: int = 0) -> tuple[Site, ...]:
    return real_sites() + synthetic_sites(sites, reports)
