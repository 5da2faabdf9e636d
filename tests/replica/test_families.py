"""A site for each family: its registry row is a good one, its pages stand where the row says, and it holds enough."""

from __future__ import annotations

import re
from collections import Counter
from typing import get_args
from urllib.parse import urlsplit

import pytest

from crawler.replica.addresses import columns_of, list_pages
from crawler.replica.corpus import all_sites, real_sites
from crawler.replica.extra import FAMILIES, extra_sites, sites_of
from crawler.replica.families import VARIATIONS
from crawler.replica.faults import Faults
from crawler.replica.layouts import LAYOUTS
from crawler.replica.truth import expected_outcomes, hidden_reports, other_pages, published_reports, registry_csv
from crawler.replica.values import Family, ReplicaError
from crawler.replica.web import Web
from crawler.sources import FAMILIES as KNOWN_FAMILIES
from crawler.sources import parse_sources

EVERYTHING = ("families", "traps")
SITES = extra_sites(EVERYTHING)
SOURCES = {source.id: source for source in parse_sources(registry_csv(0, 0, EVERYTHING))}


@pytest.fixture(scope="module")
def web() -> Web:
    return Web(SITES, Faults())


def test_every_family_of_the_registry_has_a_layout_and_a_site():
    assert FAMILIES == get_args(Family) == KNOWN_FAMILIES
    assert set(FAMILIES) <= LAYOUTS.keys()
    slugs = {f"replica-{family.replace('_', '-')}" for family in FAMILIES}
    assert slugs <= {site.source_id for site in sites_of("families")}


def test_the_crawler_accepts_the_rows_of_families_and_traps():
    assert SOURCES.keys() == {site.source_id for site in SITES}
    assert {source.host for source in SOURCES.values()} == {site.host for site in SITES}
    assert SOURCES["replica-gkmlpt"].list_url.endswith("/gkmlpt/annualreport#901")
    assert [source.id for source in SOURCES.values() if source.rendering == "browser"] == ["replica-drawn-list"]
    assert SOURCES["replica-trap-bare-years"].report_titles == r"\d{4}年$"
    assert SOURCES["replica-trap-year-columns"].branch_pattern


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.source_id)
def test_articles_stand_where_the_registry_row_says(site, web):
    source = SOURCES[site.source_id]
    paths = [article.path for article in site.all_articles]
    assert len(set(paths)) == len(paths)
    pages = web.hosts[site.host].pages
    branches = {column.list_path for column in columns_of(site)}
    for article in site.all_articles:
        if not article.path.startswith("http://"):
            assert article.path in pages
        if article.kind not in ("twin", "mirror") and article.path not in branches:
            assert re.match(source.article_pattern, article.path)
    for branch in branches - {site.list_path}:
        assert re.match(source.branch_pattern, branch)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_site_holds_ten_years_on_two_pages_or_more(family, trapped):
    [site] = sites_of(family)
    kinds = Counter(article.kind for article in site.articles)
    assert sorted(article.year for article in site.articles if article.kind == "report") == list(range(2016, 2026))
    assert kinds["website_report"] == 2
    assert min(kinds["interpretation"], kinds["law_report"], kinds["news"]) == 1
    assert (kinds["other_body"] >= 10) == (site.registration.scope == "shared")
    assert len(list_pages(site)) >= 2
    answer = trapped.get(site.address(site.list_path))
    newest = next(report for report in published_reports(extra=(family,)) if report.source_id == site.source_id)
    page = trapped.get(newest.url)
    assert (answer.status, page.status) == (200, 200)
    assert newest.title.encode(LAYOUTS[family].encoding) in page.body


def test_the_default_is_the_five_sites_of_the_registry():
    assert all_sites() == real_sites()
    assert len(published_reports()) == len([report for report in published_reports() if ".test" not in report.host])


def test_truth_holds_every_article_once():
    reports = [*published_reports(extra=EVERYTHING), *hidden_reports(EVERYTHING)]
    copies = [url for report in reports for url in (*report.copies, *report.twins)]
    others = [page.url for page in other_pages(extra=EVERYTHING)]
    articles = [site.address(article.path) for site in all_sites(0, 0, EVERYTHING) for article in site.all_articles]
    assert sorted([*(report.url for report in reports), *copies, *others]) == sorted(articles)
    assert len({(report.body, report.host, report.year) for report in reports}) == len(reports)


def test_bodies_are_told_apart_by_division_and_name():
    bodies = {(site.division, site.body) for site in all_sites(0, 0, EVERYTHING)}
    assert len(bodies) == len(all_sites(0, 0, EVERYTHING))


def test_outcomes_are_known_for_every_source():
    outcomes = expected_outcomes(extra=EVERYTHING)
    assert outcomes.keys() == {site.source_id for site in all_sites(0, 0, EVERYTHING)}
    assert outcomes["replica-nfcms"].outcome == "unstated"
    others = {outcomes[f"replica-{family.replace('_', '-')}"].outcome for family in FAMILIES if family != "nfcms"}
    assert others == {"complete"}


def test_two_families_share_one_host(trapped):
    trs, jpaas = sites_of("two-families")
    assert (trs.family, jpaas.family) == ("trs", "jpaas")
    assert trs.host == jpaas.host
    assert [trapped.get(site.address(site.list_path)).status for site in (trs, jpaas)] == [200, 200]
    patterns = [source.article_pattern for source in parse_sources(registry_csv(0, 0, ("two-families",)))]
    for site, pattern, strange in ((trs, *patterns), (jpaas, *reversed(patterns))):
        assert all(re.match(pattern, article.path) for article in site.articles)
        assert not any(re.match(strange, article.path) for article in site.articles)


def test_a_drawn_list_shows_no_row_without_its_script(trapped):
    [site] = sites_of("drawn-list")
    assert site.scheme == "http"
    text = trapped.get(site.address(site.list_path)).body.decode()
    assert "<script" in text
    assert not any(article.path in text or article.title in text for article in site.articles)


@pytest.mark.parametrize("name", VARIATIONS)
def test_a_variation_can_be_asked_for_alone(name):
    assert {site.source_id for site in sites_of(name)} <= {site.source_id for site in sites_of("families")}


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("hanweb", "--with hanweb: expected families, traps, identity, or one of trs, vsb"),
        ("edgeone:loud", "--with edgeone:loud: edgeone has the variants off"),
        ("changed-list:grown", "changed-list has the variants off, added, backdated, withdrawn, retitled, all"),
    ],
)
def test_a_word_that_names_nothing_is_one_clear_line(word, reason):
    with pytest.raises(ReplicaError, match=re.escape(reason)) as caught:
        extra_sites((word,))
    assert "\n" not in str(caught.value)


def test_the_replica_starts_with_the_words_that_it_is_given(start_replica):
    client = start_replica(extra=["henan", "edgeone:off"])
    asked = {f"https://{host}/" for host in ("henan.gov.test", "trap-edgeone.gov.test")}
    assert {client.get(url).status for url in asked} == {200}
    assert client.get("http://trs.gov.test/").status == 502
    assert urlsplit(client.replica.proxy).hostname == "127.0.0.1"
