"""A patient client of Guangdong's platform sees every row; pages 0 and 1 are one; a wrong SID says an error."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urldefrag

import lxml.html
import pytest

from crawler.replica.addresses import list_url

CHINA = timezone(timedelta(hours=8))
CONFIG = re.compile(r"window\._CONFIG = \{.*?SID: '(\d+)',.*? TREE: (\[.*?\]), SERVICE_AREA_ID", re.DOTALL)


def config_of(served):
    """(SID, nodes of the tree by number) of the column page."""
    sid, tree = CONFIG.search(served.get(urldefrag(list_url(served.site)).url)).groups()
    nodes, waiting = {}, json.loads(tree)
    while waiting:
        node = waiting.pop()
        nodes[node["id"]] = node
        waiting += node["children"]
    return sid, nodes


def api(served, page, sid=None, category="901"):
    return json.loads(served.get(f"/gkmlpt/api/all/{category}?page={page}&sid={sid or config_of(served)[0]}"))


def walk(served):
    links, page = [], 1
    while True:
        said = api(served, page)
        links += [urldefrag(item["url"]).url for item in said["articles"]]
        if len(links) >= said["total"] or not said["articles"]:
            return links, said["total"], page
        page += 1


@pytest.mark.parametrize(("articles", "pages"), [(1, 1), (6, 1), (23, 4)])
def test_a_patient_client_sees_every_row(serve, articles, pages):
    served = serve("gkmlpt", articles, rows=6)
    assert walk(served) == (served.article_addresses(), articles, pages)


def test_in_life_a_page_holds_100(serve):
    served = serve("gkmlpt", 130, rows=100)
    assert [len(api(served, page)["articles"]) for page in (1, 2, 3)] == [100, 30, 0]


def test_pages_0_and_1_are_the_same(serve):
    served = serve("gkmlpt")
    assert api(served, 0) == api(served, 1) != api(served, 2)


def test_the_category_stands_after_the_number_sign_alone(serve):
    served = serve("gkmlpt")
    assert list_url(served.site) == "https://made.gov.test/gkmlpt/annualreport#901"
    _, nodes = config_of(served)
    assert (nodes[901]["name"], nodes[901]["post_count"]) == ("政府信息公开年报", 23)
    assert [number for number in nodes if nodes[number]["jump_url"]] == [902]
    assert not any(article.path in served.get(served.column) for article in served.site.articles)


@pytest.mark.parametrize("query", ["page=1&sid=1", "page=1", "page=x&sid={sid}"])
def test_a_wrong_number_of_the_site_gets_json_of_another_shape(serve, query):
    served = serve("gkmlpt")
    said = json.loads(served.get("/gkmlpt/api/all/901?" + query.format(sid=config_of(served)[0])))
    assert said["code"] == 403 and "articles" not in said


def test_past_the_end_no_article_stands_under_the_total(serve):
    said = api(serve("gkmlpt", 23, rows=6), 5)
    assert (said["articles"], said["total"]) == ([], 23)


def test_another_category_or_a_post_gets_nothing(serve):
    served = serve("gkmlpt")
    assert served.ask("/gkmlpt/api/all/1?page=1").status == 404
    assert served.ask("/gkmlpt/api/all/901?page=1", {}).status == 405


def test_an_item_has_its_day_in_china_its_index_and_the_fragment_again(serve):
    served = serve("gkmlpt")
    item, article = api(served, 1)["articles"][0], served.site.articles[0]
    assert datetime.fromtimestamp(item["date"], UTC).astimezone(CHINA).date() == article.published
    assert datetime.fromtimestamp(item["date"], UTC).date() != article.published
    assert item["identifier"] == article.index_number
    assert (item["url"], item["id"]) == (served.site.address(article.path) + "#901", 4400500)
    assert article.path == "/gkmlpt/content/4/4400/post_4400500.html"


def detail_of(page):
    return json.loads(re.search(r"DETAIL:\s*({.*?})\s*,\s*TREE:", page, re.DOTALL)[1])


@pytest.mark.parametrize(("style", "drawn"), [("gkmlpt", True), ("gkmlpt_scripted", False)])
def test_an_articles_text_stands_escaped_in_the_script_and_drawn_or_not(serve, style, drawn):
    served = serve(style)
    page = served.get(served.site.articles[0].path)
    detail = detail_of(page)
    assert "<p" in detail["content"] and "主动公开&lt;信息&gt;" in detail["content"]
    assert "<p" not in re.search(r"DETAIL: (.*?), TREE", page)[1]
    shown = lxml.html.fromstring(page).find_class("article-content")[0].text_content()
    assert ("主动公开<信息>&公文" in shown) is drawn
