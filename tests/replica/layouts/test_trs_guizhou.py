"""Guizhou's TRS: a column of years, kinds within a year, and neighbours that look nearly like years."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from crawler.replica.addresses import branch_pattern
from crawler.replica.families import empty_site, reports_of
from crawler.replica.layouts import trs_guizhou
from crawler.replica.values import Branch, Site
from tests.replica.layouts.visiting import Shown, Visitor, assert_readable, pattern, report_of


def year_columns() -> Site:
    """A sub-column for each year; 2021's rows stand in a kind within it, and 2024 has rows and a kind without any."""
    root = empty_site("guizhou-tree", "trs", "演示甲市水务局", "520100", style="trs_guizhou")
    number = 5_200_000

    def reports(path: str, year: int):
        return tuple(reports_of(replace(root, list_path=path), first=number + year * 50, years=range(year, year + 1)))

    branches = []
    for year in (2024, 2023, 2022, 2021):
        path, kind = trs_guizhou.branch_path(root, year), trs_guizhou.branch_path(root, year, "bm")
        if year == 2021:
            branches.append(Branch("2021年", path, (), (Branch("部门", kind, reports(kind, year)),)))
        elif year == 2024:
            branches.append(Branch("2024年", path, reports(path, year), (Branch("部门", kind, ()),)))
        else:
            branches.append(Branch(f"{year}年", path, reports(path, year)))
    return replace(root, branches=tuple(branches))


SITE = year_columns()


def branches_of(page: Shown) -> list[str]:
    links = [link for link in page.links("a[href]") if link.startswith(SITE.address("/"))]
    return [link for link in links if re.match(branch_pattern(SITE), link.removeprefix(SITE.address("")))]


def walk(visitor: Visitor, url: str, asked: set[str]) -> list[str]:
    """The articles of a column and of all below it, as a visitor sees them who knows the registry's two patterns.

    A sub-column's breadcrumb leads to itself: `asked` holds the columns that were walked.
    """
    asked.add(url)
    first = visitor.page(url)
    count = int(re.search(r"createPageHTML\((\d+), 0,", first.source)[1])
    found = first.links(".NewsList a")
    for number in range(1, count):
        found += visitor.page(f"{url}index_{number}.html").links(".NewsList a")
    for branch in branches_of(first):
        if branch not in asked:
            found += walk(visitor, branch, asked)
    return found


def test_every_report_is_reached_over_years_and_kinds():
    found = walk(Visitor(SITE), SITE.address(SITE.list_path), set())
    assert found == [SITE.address(report_of(SITE, year).path) for year in (2024, 2023, 2022, 2021)]


def test_the_column_itself_and_a_year_of_kinds_hold_no_rows():
    visitor = Visitor(SITE)
    for path in (SITE.list_path, trs_guizhou.branch_path(SITE, 2021)):
        assert not visitor.page(path).tree.cssselect(".NewsList a")


def test_neighbours_look_like_years_and_are_none():
    root = Visitor(SITE).page(SITE.list_path)
    beside = [link for link in root.links(".side a") if link not in branches_of(root)]
    assert any("nb_2022n" in link for link in beside)
    assert len(branches_of(root)) == 4


@pytest.mark.parametrize("article", SITE.all_articles, ids=lambda article: str(article.year))
def test_the_patterns_keep_articles_and_branches_apart(article):
    assert re.match(pattern(SITE), article.path)
    assert not re.match(branch_pattern(SITE), article.path)


def test_pages_past_the_end_are_missing():
    assert Visitor(SITE).reply(f"{trs_guizhou.branch_path(SITE, 2023)}index_1.html").status == 404


def test_a_report_of_a_year_and_of_a_kind_are_readable():
    for year in (2022, 2021):
        assert_readable(Visitor(SITE), year)
