"""A patient client of Jiangxi's list sees every row by POST at the root; numbers stay whole, texts are JSON twice."""

from __future__ import annotations

import json
import re

import pytest


def page_of(served):
    """What the column page's scripts say: the list's first part and the form that asks for the next."""
    page = served.get(served.column)
    found = json.loads(re.search(r"var listData = (\{.*\});", page)[1])
    block = json.loads(re.search(r"pagination\('/queryList', (\{.*?\})\)", page)[1])
    form = {
        "current": "1",
        "unitid": block["unitid"],
        "webSiteCode[]": served.site.list_path.split("/")[1],
        "channelCode[]": re.search(r"codeName = '(\w+)'", page)[1],
        "pageSize": str(block["perPage"]),
    }
    return found, form


def link_of(served, source):
    return served.site.address(json.loads(source["urls"])["pc"])


def walk(served):
    _, form = page_of(served)
    links, number = [], 1
    while True:
        data = json.loads(served.post("/queryList", form | {"current": str(number)}))["data"]
        if not data["results"]:
            return links, number - 1
        assert (data["page"], data["rows"], data["total"]) == (number, int(form["pageSize"]), len(served.site.articles))
        links += [link_of(served, result["source"]) for result in data["results"]]
        number += 1


@pytest.mark.parametrize(("articles", "pages"), [(1, 1), (6, 1), (23, 4)])
def test_a_patient_client_sees_every_row(serve, articles, pages):
    served = serve("hanweb_querylist", articles, rows=6)
    assert walk(served) == (served.article_addresses(), pages)


def test_the_first_articles_and_the_tree_stand_in_the_page(serve):
    served = serve("hanweb_querylist", 23, rows=6)
    found, form = page_of(served)
    assert [link_of(served, source) for source in found["articleList"]] == served.article_addresses()[:6]
    assert found["articleCount"] == 23
    tree = json.loads(re.search(r"var channelTree = (\[.*\]);", served.get(served.column))[1])
    assert form["channelCode[]"] in [child["codeName"] for child in tree[0]["children"]]
    assert not re.search(r'<a [^>]*href="[^"]*content_', served.get(served.column))


def test_numbers_are_larger_than_a_double_holds_and_values_are_json_twice(serve):
    served = serve("hanweb_querylist")
    [source, *_] = page_of(served)[0]["articleList"]
    assert len(source["id"]) == 19 and int(source["id"]) > 2**53 and source["id"] in served.site.articles[0].path
    assert json.loads(source["metadata"])["xxgk_syh"] == served.site.articles[0].index_number
    assert source["title"] == f"  {served.site.articles[0].title} "


@pytest.mark.parametrize(
    "changes",
    [
        {"webSiteCode[]": "other"},
        {"channelCode[]": "col1"},
        {"channelCode[]": ""},
        {"unitid": "1"},
        {"current": "0"},
        {"pageSize": ""},
    ],
    ids=str,
)
def test_asked_wrongly_nothing_comes(serve, changes):
    served = serve("hanweb_querylist")
    data = json.loads(served.post("/queryList", page_of(served)[1] | changes))["data"]
    assert (data["results"], data["total"]) == ([], 0)


def test_names_without_brackets_and_an_empty_unit_do_as_well(serve):
    served = serve("hanweb_querylist")
    form = {name.removesuffix("[]"): value for name, value in page_of(served)[1].items()} | {"unitid": ""}
    assert len(json.loads(served.post("/queryList", form))["data"]["results"]) == 6


def test_past_the_end_there_is_no_total(serve):
    served = serve("hanweb_querylist", 23, rows=6)
    answer = json.loads(served.post("/queryList", page_of(served)[1] | {"current": "5"}))
    assert answer == {"data": {"rows": 0, "results": []}}


def test_more_rows_than_a_page_has_are_never_given(serve):
    served = serve("hanweb_querylist", 23, rows=6)
    data = json.loads(served.post("/queryList", page_of(served)[1] | {"pageSize": "15"}))["data"]
    assert (len(data["results"]), data["rows"], data["total"]) == (6, 6, 23)


def test_neither_get_nor_the_sites_folder_answers(serve):
    served = serve("hanweb_querylist")
    folder = served.site.list_path.split("/")[1]
    assert served.ask("/queryList").status == 404
    assert served.ask(f"/{folder}/queryList", page_of(served)[1]).status == 404
