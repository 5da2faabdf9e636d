"""A patient client of jpaas sees every row, by the words of the page's script; otherwise it gets success and no row."""

from __future__ import annotations

import json
import re
from ast import literal_eval
from urllib.parse import quote, urlencode, urljoin

import lxml.html
import pytest


def scripts_of(served):
    """(address, query) of each unit of the page, in the page's order."""
    root = lxml.html.fromstring(served.get(served.column))
    return [(tag.get("url"), literal_eval(tag.get("querydata"))) for tag in root.xpath("//script[@querydata]")]


def unit(served, address, query, **page):
    """(list elements, the pager's attributes) of an answer."""
    words = dict(query) | ({"paramJson": json.dumps(page, separators=(",", ":"))} if page else {})
    said = json.loads(served.get(f"{address}?{urlencode(words, quote_via=quote)}"))
    assert said["success"]
    root = lxml.html.fromstring(f"<div>{said['data']['html']}</div>")
    pagers = root.xpath('//div[@class="pagination"]')
    return root.xpath("//li"), dict(pagers[0].attrib) if pagers else {}


def walk(served):
    for address, query in scripts_of(served):
        rows, pager = unit(served, address, query)
        if pager:
            break
    size, count = int(pager["rows"]), int(pager["count"])
    for number in range(2, -(-count // size) + 1):
        rows += unit(served, address, query, pageNo=number, pageSize=size)[0]
    return [urljoin(served.column, row.find("a").get("href")) for row in rows], count


@pytest.mark.parametrize("articles", [1, 6, 23])
def test_a_patient_client_sees_every_row(serve, articles):
    served = serve("jpaas", articles, rows=6)
    assert walk(served) == (served.article_addresses(), articles)


def test_old_articles_stand_under_old_addresses(serve):
    served = serve("jpaas")
    shapes = {
        (article.published.year < 2020, re.sub("[0-9a-f]+", "0", article.path)) for article in served.site.articles
    }
    assert {shape for old, shape in shapes if old} == {"/0rt/0/0/0/0rt_0_0.html"}
    assert {shape for old, shape in shapes if not old} == {"/0ol/0ol0/0rt/0/0rt_0.html"}


def test_the_words_are_no_json_and_misspelt(serve):
    (_, navigation), (_, query) = scripts_of(serve("jpaas"))
    assert (query["parseType"], query["editType"], query["pageType"]) == ("bulidstatic", "null", "column")
    assert {name for name in query if query[name] != navigation[name]} == {"tagId"}
    page = serve("jpaas")
    assert "queryData=\"{'parseType':'" in page.get(page.column)


def test_the_other_unit_of_the_page_has_links_and_no_pager(serve):
    served = serve("jpaas")
    rows, pager = unit(served, *scripts_of(served)[0])
    assert rows and not pager


def test_titles_are_cut_and_some_addresses_whole(serve):
    served = serve("jpaas", rows=6)
    rows, _ = unit(served, *scripts_of(served)[1])
    titles = [row.find("a") for row in rows]
    assert [link.get("title") for link in titles] == [article.title for article in served.site.articles[:6]]
    assert all(link.text == link.get("title")[:18] + "..." for link in titles)
    assert {link.get("href").startswith("https://made.gov.test/") for link in titles} == {True, False}


def test_the_size_that_is_asked_for_is_given(serve):
    served = serve("jpaas", 23, rows=6)
    rows, pager = unit(served, *scripts_of(served)[1], pageNo=2, pageSize=15)
    assert (len(rows), pager["rows"], pager["count"]) == (8, "15", "23")


def test_past_the_end_no_row_stands_over_the_count(serve):
    served = serve("jpaas", 23, rows=6)
    rows, pager = unit(served, *scripts_of(served)[1], pageNo=5, pageSize=6)
    assert (rows, pager["count"]) == ([], "23")


@pytest.mark.parametrize("name", ["parseType", "webId", "tplSetId", "pageType", "tagId", "editType", "pageId"])
@pytest.mark.parametrize("value", [None, "buildstatic"])
def test_a_missing_or_wrong_word_gets_success_and_no_row(serve, name, value):
    served = serve("jpaas")
    address, query = scripts_of(served)[1]
    wrong = {key: text for key, text in query.items() if key != name} | ({name: value} if value else {})
    assert unit(served, address, wrong) == ([], {})


@pytest.mark.parametrize("page", ["{", "[]", '{"pageNo":0}', '{"pageNo":"x"}'])
def test_a_bad_page_gets_success_and_no_row(serve, page):
    served = serve("jpaas")
    address, query = scripts_of(served)[1]
    said = json.loads(served.get(f"{address}?{urlencode(query | {'paramJson': page})}"))
    assert (said["success"], said["data"]["html"]) == (True, "")
