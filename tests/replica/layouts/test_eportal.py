"""eportal: one sub-column a year, articles that end like sub-columns, a next link without an address."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from crawler.replica.addresses import branch_pattern
from crawler.replica.families import empty_site, family_site, reports_of
from crawler.replica.layouts import eportal
from crawler.replica.values import Branch, Site
from tests.replica.layouts.visiting import Shown, Visitor, addresses, assert_readable, pattern, report_of

PLAIN = family_site("eportal")


def tree() -> Site:
    """A column whose reports stand in a sub-column for each year; the newest year's on two pages."""
    root = empty_site("eportal-tree", "eportal", "演示未市水务局", "210100")

    def branch(year: int) -> Branch:
        path = eportal.branch_path(root, year)
        reports = reports_of(replace(root, list_path=path), first=5_100_000 + year * 50, years=range(year, year + 1))
        return Branch(f"{year}年", path, tuple(reports))

    return replace(root, branches=tuple(branch(year) for year in (2024, 2023, 2022)))


TREE = tree()


def attribute_of_the_next(page: Shown) -> str | None:
    [words] = [element for element in page.tree.cssselect(".pager > *") if element.text_content() == "下一页"]
    return words.get("tagname")


def test_every_row_is_reached_by_what_the_next_link_names():
    pages = Visitor(PLAIN).walk(attribute_of_the_next)
    assert [link for page in pages for link in page.links(".xxgk-lines a")] == addresses(PLAIN)
    assert len(pages) > 1


def test_the_next_link_has_no_address_and_its_file_is_not_called_after_the_column():
    page = Visitor(PLAIN).page(PLAIN.list_path)
    assert not page.tree.cssselect(".pager a[href]")
    assert re.fullmatch(re.escape(PLAIN.list_path) + r"[0-9a-f]{8}-2\.shtml", attribute_of_the_next(page) or "")
    assert Visitor(PLAIN).reply(f"{PLAIN.list_path}index_2.shtml").status == 404


def test_a_hidden_field_states_the_pages():
    pages = Visitor(PLAIN).walk(attribute_of_the_next)
    field = '.pager input[name="article_paging_list_hidden"]'
    assert {page.one(field).get("totalpage") for page in pages} == {str(len(pages))}
    past = f"-{len(pages) + 1}.shtml"
    assert Visitor(PLAIN).reply((attribute_of_the_next(pages[0]) or "").replace("-2.shtml", past)).status == 404


def test_another_list_of_the_page_has_a_field_and_rows_of_its_own():
    page = Visitor(PLAIN).page(PLAIN.list_path)
    fields = page.tree.cssselect('input[name="article_paging_list_hidden"]')
    assert [field.get("totalpage") for field in fields] == ["1", "2"]
    assert len({field.get("moduleid") for field in fields}) == 2
    assert not any(re.match(pattern(PLAIN), link.removeprefix(PLAIN.address(""))) for link in page.links(".portlet a"))


def test_the_whole_row_is_the_link():
    rows = Visitor(PLAIN).page(PLAIN.list_path).tree.cssselect(".xxgk-lines .xxgk-line")
    assert [row.text_content() for row in rows] == [row.cssselect("a")[0].text_content() for row in rows]
    assert all(re.match(r"\d{4}-\d\d-\d\d", row.text_content()) for row in rows)


def test_every_report_of_a_tree_is_reached_over_the_years():
    visitor = Visitor(TREE)
    root = visitor.page(TREE.list_path)
    years = [
        link for link in root.links(".right a") if re.match(branch_pattern(TREE), link.removeprefix(TREE.address("")))
    ]
    assert len(years) == 3
    found = [
        link
        for year in years
        for page in visitor.walk(attribute_of_the_next, year)
        for link in page.links(".xxgk-lines a")
    ]
    assert found == [TREE.address(report_of(TREE, year).path) for year in (2024, 2023, 2022)]
    assert not root.tree.cssselect(".xxgk-lines a")


def test_articles_and_sub_columns_end_alike_and_only_the_patterns_tell_them_apart():
    """Without years an article stands just where a year would."""
    branches = [branch.path for branch in TREE.branches]
    beside = [article.path.replace(PLAIN.list_path, TREE.list_path) for article in PLAIN.articles]
    articles = [*(article.path for article in TREE.all_articles), *beside]
    assert {path.rpartition("/")[2] for path in [*branches, *articles]} == {"index.shtml"}
    assert all(Visitor(TREE).reply(path).status == 200 for path in branches)
    assert [path for path in [*branches, *articles] if re.match(branch_pattern(TREE), path)] == branches
    assert [path for path in [*branches, *articles] if re.match(pattern(TREE), path)] == articles


def test_the_moment_in_an_address_may_be_days_before_the_printed_date():
    stamps = [(article.path.split("/")[-2][:8], f"{article.published:%Y%m%d}") for article in PLAIN.articles]
    assert all(stamp <= day for stamp, day in stamps)
    assert any(stamp < day for stamp, day in stamps)


@pytest.mark.parametrize("site", [PLAIN, TREE], ids=["plain", "tree"])
def test_a_report_is_readable(site):
    assert_readable(Visitor(site))
