"""The articles of a column: reports that no seed covers, and what else stands beside them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crawler.replica.addresses import article_path
from crawler.replica.figures import FormsOfYear, chain
from crawler.replica.layouts import layout_of
from crawler.replica.prose import FIRST_YEAR_WITH_TABLES, other_text, report_text
from crawler.replica.values import Article, ArticleKind, Attachment, Figures, Form, Site

FIRST_YEAR, LAST_YEAR = 2016, 2025
MARK = "（演示数据）"
PDF_ONLY = {("kunming-zwfw", 2022)}
"""Published as a PDF alone: the page holds a title and a link."""
PDF_TWIN = {("yunnan-gxt", 2024), ("liangshan-jxj", 2024)}
FORBIDDEN_TWIN = {("yunnan-gxt", 2022)}
"""The DOC twin of this report lies under a path that robots.txt forbids."""
FORBIDDEN_PATH = "/files/internal/"
# The form is decided per table, not per year: Diqing stays on the 2019 form to 2022, two sites mix both forms.
LATE_FORM = {"diqing-gxj": 2023}
MIXED = {("linyi-hedong-gxj", 2021), ("kunming-zwfw", 2021)}


def forms_of(source_id: str, years: range) -> FormsOfYear:
    """The forms of the tables of each year; a year before there were tables is not among them."""
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
    head, index_number = layout_of(site).head(site, published, number, "report")
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
        file = Attachment(layout_of(site).attachment_path(site, article, "pdf"), f"{name}.pdf", "pdf")
        return replace(article, attachments=(file,), media="pdf")
    if key in PDF_TWIN:
        return replace(
            article,
            attachments=(Attachment(layout_of(site).attachment_path(site, article, "pdf"), f"{name}.pdf", "pdf"),),
        )
    if key in FORBIDDEN_TWIN:
        path = f"{FORBIDDEN_PATH}{article.year}{article.published:%m%d}.doc"
        return replace(article, attachments=(Attachment(path, f"{name}.doc", "doc"),))
    return article


def other_article(
    site: Site, kind: ArticleKind, title: str, published: date, number: int, body: str | None = None
) -> Article:
    head, index_number = layout_of(site).head(site, published, number, kind)
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


def other_articles(site: Site, number: int) -> list[Article]:
    """What else stands in the column: website tables, a picture version, a law report, news."""
    name = site.profile.name
    found = [
        other_article(
            site, "website_report", f"{name}{year}年政府网站工作年度报表", date(year + 1, 1, 8), number - 40 + year % 40
        )
        for year in (2021, 2023)
    ]
    found.append(
        other_article(
            site, "interpretation", f"一图读懂：{name}2024年政府信息公开工作年度报告", date(2025, 2, 6), number + 71
        )
    )
    found.append(other_article(site, "law_report", f"{name}2022年法治政府建设年度报告", date(2023, 3, 20), number + 72))
    found.append(other_article(site, "news", f"{name}召开政务公开工作推进会", date(2024, 6, 12), number + 73))
    return found


def other_departments(
    site: Site, number: int, bodies: Sequence[str], years: Sequence[int] = (2022, 2023)
) -> list[Article]:
    """Reports of other bodies in a shared column: whole reports with tables, under other names."""
    found = []
    for place, body in enumerate(bodies):
        profile = replace(site.profile, name=body, office=f"{body}办公室")
        figures_of = chain(body, forms_of(body, range(min(years), max(years) + 1)), volume=2)
        for year in years:
            figures = figures_of[year]
            sibling = replace(site, profile=profile, body=body)
            report = generated_report(sibling, year, figures, number + 100 + place * 7 + year % 10, body)
            found.append(replace(report, kind="other_body"))
    return found


def newest_first(articles: list[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda article: (article.published, article.path), reverse=True))
