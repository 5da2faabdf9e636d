"""Ucap's three lists: JSON by channel, rows in a comment, the tax bureau's JSON by POST."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urlencode, urljoin

import lxml.html
import pytest

from crawler.replica.addresses import branch_pattern, columns_of
from crawler.replica.layouts import ucap
from crawler.replica.values import Branch
from tests.replica.layouts.answering import Served

CHINA = timezone(timedelta(hours=8))


def channel_of(served):
    return lxml.html.fromstring(served.get(served.column)).xpath('//meta[@name="channelId"]/@content')[0]


def searched(served, page, size=6, channel=None, **more):
    query = {"_isAgg": "true", "_isJson": "true", "_pageSize": size, "_template": "index", "page": page} | more
    return json.loads(served.get(f"/common/search/{channel or channel_of(served)}?{urlencode(query)}"))["data"]


def walk(served):
    first = searched(served, 1)
    items = list(first["results"])
    for page in range(2, -(-first["total"] // first["rows"]) + 1):
        items += searched(served, page)["results"]
    return [urljoin(served.column, item["url"]) for item in items], first["total"]


@pytest.mark.parametrize("articles", [1, 6, 23])
def test_a_patient_client_of_the_json_sees_every_row(serve, articles):
    served = serve("ucap", articles)
    assert walk(served) == (served.article_addresses(), articles)


def test_rows_is_the_size_and_not_the_number_of_rows(serve):
    served = serve("ucap", 23)
    last = searched(served, 4)
    assert (last["page"], last["rows"], last["total"], len(last["results"])) == (4, 6, 23, 5)
    assert searched(served, 5)["results"] == []


def test_more_rows_than_a_page_has_are_never_given(serve):
    data = searched(serve("ucap", 23), 1, size=9999)
    assert (len(data["results"]), data["rows"], data["total"]) == (6, 6, 23)


def test_addresses_are_relative_in_two_ways(serve):
    urls = [item["url"] for item in searched(serve("ucap"), 1)["results"]]
    assert {re.match("//made.gov.test/c901/|/c901/", url)[0] for url in urls} == {"//made.gov.test/c901/", "/c901/"}


def test_the_time_in_milliseconds_is_a_day_off(serve):
    item = searched(serve("ucap"), 1)["results"][0]
    assert item["publishedTimeStr"] == "2024-01-23 10:30:00"
    assert datetime.fromtimestamp(item["publishedTime"] / 1000, UTC).astimezone(CHINA).day == 22


def test_what_is_missing_in_the_metadata_is_the_word_null(serve):
    served = serve("ucap")
    [metadata] = searched(served, 1)["results"][0]["domainMetaList"]
    values = {entry["key"]: entry["value"] for entry in metadata["resultList"]}
    assert values == {
        "indexnumber": served.site.articles[0].index_number,
        "refno": "null",
        "writedate": "2024-01-23",
    }


def test_without_the_switch_html_comes_and_another_channel_is_not_there(serve):
    served = serve("ucap")
    assert served.get(f"/common/search/{channel_of(served)}?page=1").startswith("<ul>")
    assert served.ask(f"/common/search/{'0' * 32}?_isJson=true").status == 404
    assert served.ask(f"/common/search/{channel_of(served)}", {}).status == 405


@pytest.mark.parametrize("style", ["ucap", "ucap_tax"])
def test_the_column_page_before_the_json_is_a_shell(serve, style):
    served = serve(style)
    page = served.get(served.column)
    assert not any(article.path in page for article in served.site.articles)
    assert "createPageHTML" not in page


CALL = re.compile(r"createPageHTML\('page_div',(\d+), (\d+),'(\w+)','(\w+)',(\d+)\);")


def commented(served, address):
    """(links, the pager's words) of a page's comment."""
    [comment] = [
        text for text in re.findall("<!--(.*?)-->", served.get(address), re.DOTALL) if "createPageHTML" in text
    ]
    links = lxml.html.fromstring(comment).xpath("//li/a/@href")
    return [urljoin(served.column, link) for link in links], CALL.search(comment).groups()


@pytest.mark.parametrize(("articles", "pages"), [(1, 1), (6, 1), (23, 4)])
def test_a_patient_client_of_the_comments_sees_every_row(serve, articles, pages):
    served = serve("ucap_commented", articles)
    links, (count, _, name, extension, said) = commented(served, served.column)
    for number in range(2, int(count) + 1):
        more, words = commented(served, urljoin(served.column, f"{name}_{number}.{extension}"))
        assert words == (count, str(number), name, extension, said)
        links += more
    assert links == served.article_addresses()
    assert (int(count), int(said)) == (pages, articles)


def test_outside_the_comment_no_row_and_no_pager_stands(serve):
    served = serve("ucap_commented")
    outside = re.sub("<!--.*?-->", "", served.get(served.column), flags=re.DOTALL)
    assert "createPageHTML" not in outside
    assert not any(article.path in outside for article in served.site.articles)
    assert served.ask("/c901/zwgklist_1.shtml").status == 404


def test_a_column_of_a_year_is_linked_and_is_a_list_of_its_own(serve):
    served = serve("ucap_commented", 10)
    path = ucap.branch_path(served.site, 2023)
    branch = Branch("2023年", path, served.site.articles[:7])
    site = replace(served.site, articles=served.site.articles[7:], branches=(branch,))
    links = lxml.html.fromstring(Served(site).get(site.list_path)).xpath('//ul[@class="years"]//a/@href')
    assert links == [path] and re.match(branch_pattern(site), path)
    _, year = columns_of(site)
    links, words = commented(Served(year), year.list_path)
    more, _ = commented(Served(year), "/c9012023/zwgklist_2.shtml")
    assert links + more == [site.address(article.path) for article in branch.articles]
    assert words == ("2", "1", "zwgklist", "shtml", "7")


def tax(served, **changes):
    channel = re.search(r'channelId = "([0-9a-f]{32})"', served.get(served.column))[1]
    form = {"codeId": "", "channelId": channel, "page": "1", "size": "20", "relateSubChannels": "true"}
    return json.loads(served.post("/getFileListByCodeId", form | changes))


def test_a_patient_client_of_the_tax_bureau_sees_every_row(serve):
    served = serve("ucap_tax", 23)
    first = tax(served)["results"]["data"]
    items = list(first["results"])
    for page in range(2, -(-first["total"] // first["rows"]) + 1):
        items += tax(served, page=str(page))["results"]["data"]["results"]
    assert [urljoin(served.column, item["url"]) for item in items] == served.article_addresses()
    assert (first["total"], first["rows"]) == (23, 6)


@pytest.mark.parametrize("changes", [{"channelId": ""}, {"channelId": "0"}, {"page": "0"}, {"size": "x"}], ids=str)
def test_the_tax_bureau_asked_wrongly_says_an_error(serve, changes):
    said = tax(serve("ucap_tax"), **changes)
    assert said["code"] == 500 and "results" not in said


@pytest.mark.parametrize("style", ["ucap", "ucap_commented", "ucap_tax"])
def test_the_text_stands_in_ucapcontent(serve, style):
    served = serve(style)
    page = served.get(served.site.articles[0].path)
    inside = page.partition("<UCAPCONTENT>")[2].partition("</UCAPCONTENT>")[0]
    assert "主动公开" in lxml.html.fromstring(f"<div>{inside}</div>").text_content()
