"""One article of each site, however its family lays it out, reads as what was published: head, day, tables, prose."""

from __future__ import annotations

import pytest

from crawler.replica.extra import sites_of
from crawler.replica.values import Site
from tests.replica.layouts.visiting import Visitor, assert_tables, report_of

YEAR = 2022
SITES = [site for site in sites_of("families") if site.style != "other_script"]
"""A list that a script draws (`other_script`) leads to articles of `other`."""
WITHOUT_CONTAINER = {"hebei_columns"}
"""Its pages name their body with a word that is every site's, and nothing else on them says whose they are."""
ORNAMENTS = ("打印", "关闭", "字体", "浏览", "【")


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.source_id)
def test_an_article_is_read_as_published(site: Site) -> None:
    article = report_of(site, YEAR)
    reading = Visitor(site).reading(article)
    assert reading.document_class == "report"
    [report] = reading.reports
    assert (report.title, report.agency, report.report_year) == (article.title, site.body, YEAR)
    assert report.index_number == article.index_number
    assert report.published == article.published
    assert_tables(report, article)
    assert list(report.sections) == list("123456")
    assert report.body_origin == ("page" if site.style in WITHOUT_CONTAINER else "trafilatura")
    for label, value in report.metadata.items():
        assert not any(word in value for word in ORNAMENTS), f"{label}: {value}"
