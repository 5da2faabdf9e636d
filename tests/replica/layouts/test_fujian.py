"""A patient client of Fujian's search sees every row; the page states the rows, the search only pages."""

from __future__ import annotations

import json
import re

import pytest


def first_form(served):
    """(address, form of page 1, rows stated) out of the column page's script."""
    script = re.search(r"listPage\(\{(.*?)\}\);", served.get(served.column), re.DOTALL)[1]
    words, data = script.split("data: {")
    said = dict(re.findall(r"(\w+): '([^']*)'", words))
    return said["url"], dict(re.findall(r"(\w+): '([^']*)'", data)), int(said["recordCount"])


def search(served, **changes):
    address, form, _ = first_form(served)
    return json.loads(served.post(address, form | changes))


def walk(served, **changes):
    links, page = [], 1
    while True:
        said = search(served, page=str(page), **changes)
        links += [item["docpuburl"] or item["chnldocurl"] for item in said["data"]]
        if page >= said["pageCount"]:
            return links, page
        page += 1


@pytest.mark.parametrize(("articles", "pages"), [(1, 1), (6, 1), (23, 4)])
def test_a_patient_client_sees_every_row(serve, articles, pages):
    served = serve("fujian", articles, rows=6)
    assert walk(served) == (served.article_addresses(), pages)
    assert first_form(served)[2] == articles


def test_a_smaller_size_is_given_and_a_larger_one_is_not(serve):
    served = serve("fujian", 23, rows=6)
    assert walk(served, prepage="3") == (served.article_addresses(), 8)
    assert walk(served, prepage="75") == (served.article_addresses(), 4)


def test_the_condition_and_the_two_names_of_an_address(serve):
    served = serve("fujian")
    assert first_form(served)[1]["classsql"] == "chnlid=901"
    items = search(served)["data"]
    assert [bool(item["docpuburl"]) for item in items[:3]] == [True, True, False]
    assert all(
        re.fullmatch(r"https://made\.gov\.test/zwgk/zfxxgk/901/\d{6}/t\d{8}_\d+\.htm", item["chnldocurl"])
        for item in items
    )
    assert (items[0]["doctitle"], items[0]["docreltime"]) == (served.site.articles[0].title, "2024-01-23 10:30:00")


@pytest.mark.parametrize(
    "changes",
    [{"channelid": "1"}, {"classsql": "chnlid=1"}, {"classsql": "901"}, {"page": "0"}, {"prepage": ""}],
    ids=str,
)
def test_asked_wrongly_nothing_comes(serve, changes):
    assert search(serve("fujian"), **changes) == {"data": [], "pageCount": 0}


def test_past_the_end_no_row_stands_under_the_pages(serve):
    assert search(serve("fujian", 23, rows=6), page="5") == {"data": [], "pageCount": 4}


def test_the_column_page_is_a_shell_and_the_search_takes_no_get(serve):
    served = serve("fujian")
    assert not any(article.path in served.get(served.column) for article in served.site.articles)
    assert served.ask("/fjdzapp/search").status == 405


def test_the_text_stands_in_the_component(serve):
    served = serve("fujian")
    assert '<div class="body article_component">' in served.get(served.site.articles[0].path)
