"""昆明's special topic: the report stands on the column's page, among all that belongs to a list."""

from __future__ import annotations

from dataclasses import replace

from crawler.replica.families import empty_site, filled, reports_of
from crawler.reports.candidate import Part, read_candidate
from tests.replica.layouts.visiting import Visitor, addresses, assert_tables

EMPTY = empty_site("kunming-topic", "kunming", "演示丙市水务局", "530100", style="kunming_topic")
[REPORT] = reports_of(EMPTY, years=range(2022, 2023))
SITE = replace(EMPTY, inline=replace(REPORT, path=EMPTY.list_path))


def test_the_column_page_reads_as_the_report():
    answer = Visitor(SITE).reply(SITE.list_path)
    [report] = read_candidate([Part(answer.body, SITE.address(SITE.list_path), answer.content_type)]).reports
    assert (report.title, report.agency, report.report_year) == (REPORT.title, SITE.body, 2022)
    assert_tables(report, REPORT)
    assert list(report.sections) == ["1", "2", "3", "4", "5", "6"]


def test_a_lists_parts_stand_about_it_and_hold_no_row():
    page = Visitor(SITE).page(SITE.list_path)
    assert page.tree.cssselect(".pager #toPage")
    assert page.tree.cssselect(".side li a")
    assert not page.tree.cssselect("ul.list li")
    assert page.named("下一页") is None


def test_without_a_report_of_its_own_it_is_a_list():
    site = filled(EMPTY)
    pages = Visitor(site).walk(lambda page: page.named("下一页"))
    assert [link for page in pages for link in page.links("ul.list a")] == addresses(site)
