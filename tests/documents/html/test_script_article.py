"""An article that stands in the page's script (gkmlpt): it is the body where the page shows none, and its head fills
what the page does not print."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.documents.html.attachments import attachment_links
from crawler.documents.html.read import read_html
from crawler.documents.model import Document, DocumentError, Link, Paragraph, TableBlock, Title

NAME = "某局2023年政府信息公开工作年度报告"
PROSE = "根据《中华人民共和国政府信息公开条例》，我局编制并公布本年度报告，全文由六个部分组成。"
CONTENT = f"<p>{PROSE}</p><p>一、总体情况</p><p>全年收到申请13件。</p><table><tr><td>规章<td>0<tr><td>收费<td>3</table>"
FILES = [{"name": "年报.pdf", "url": "/a/年报.pdf"}, {"name": "附表.xlsx", "url": "/download?id=7"}]
DETAIL: dict[str, Any] = {
    "id": 4400000,
    "title": NAME,
    "content": CONTENT,
    "identifier": "007/2024-00001",
    "document_number": "某局〔2024〕1号",
    "publisher": "某局",
    "date": 1706632200,
    "attachment": FILES,
}
SAID = [
    ("索引号", "007/2024-00001"),
    ("文号", "某局〔2024〕1号"),
    ("发布机构", "某局"),
    ("发布日期", "2024-01-31"),
]
"""1706632200 is half past midnight of 31 January in China, and the day before in Greenwich."""


def script(detail: dict[str, Any] | str = DETAIL) -> str:
    written = detail if isinstance(detail, str) else json.dumps(detail, ensure_ascii=False)
    written = written.replace("<", "\\u003C").replace(">", "\\u003E")
    return f"<script>window._CONFIG = {{ SID: '755001', DETAIL: {written}, TREE: [{{\"id\": 1}}], AREA: 7 }};</script>"


def page(written: str, body: str = '<div class="article-content"></div>', head: str = "", in_head: str = "") -> str:
    navigation = "<div class=nav><a href=/>网站首页</a></div>"
    footer = "<div class=footer>版权所有：某市人民政府</div>"
    return f"<html><head>{in_head}{written}</head><body>{navigation}{head}{body}{footer}</body></html>"


def read(markup: str) -> Document:
    return read_html(markup, "utf-8")


def words(document: Document) -> list[str]:
    return [block.text if isinstance(block, Paragraph) else type(block).__name__ for block in document.blocks]


def said(document: Document) -> list[tuple[str, str]]:
    return [(label.name, label.value) for label in document.labels]


READ = [PROSE, "一、总体情况", "全年收到申请13件。", "TableBlock"]
JAVASCRIPT = f"{{ id: 4400000, title: '{NAME}', content: '{CONTENT}', /* the rest */ attachment: [] }}"


@pytest.mark.parametrize(
    "markup",
    [
        page(script()),
        page(script(json.dumps(DETAIL))),
        page(script(JAVASCRIPT)),
        page("", body=f"<div id=app></div>{script()}"),
        page(script(), body='<div class="article-content"><img src=loading.gif>正在加载，请稍候……</div>'),
        page("<script>var DETAIL = 1; // _CONFIG DETAIL: {}</script>" + script()),
        page(script('{"a": "DETAIL: {x"}, DETAIL: ' + json.dumps(DETAIL))),
    ],
    ids=["json", "escaped json", "javascript", "nowhere to draw it", "loading", "other scripts", "other texts"],
)
def test_a_text_that_stands_in_the_script_alone_is_the_body(markup: str) -> None:
    document = read(markup)
    assert words(document) == READ
    assert document.body_origin == "trafilatura"
    assert Title(NAME, "script") in document.titles
    [table] = [block.table for block in document.blocks if isinstance(block, TableBlock)]
    assert [[cell.text for cell in row if cell] for row in table.rows] == [["规章", "0"], ["收费", "3"]]


@pytest.mark.parametrize(
    "body",
    [
        f'<div class="article-content">{CONTENT}</div>',
        f'<div class="article-content"><p>{PROSE}</p><p>一、总体情况（更正）</p><p>全年收到申请13件。</p></div>',
        f"<div id=zoom>{CONTENT}</div>",
    ],
)
def test_a_text_that_the_page_shows_is_read_from_the_page(body: str) -> None:
    document = read(page(script(DETAIL | {"content": CONTENT.replace("13件。", "13件。<b></b>")}), body=body))
    assert document == read(page(script(DETAIL | {"content": ""}), body=body))
    assert document.body_origin == "trafilatura"
    assert words(document)[0] == PROSE


@pytest.mark.parametrize(
    ("head", "in_head", "expected"),
    [
        ("", "", SAID),
        ("<p>索引号：A/1　发布机构：市某局　公开日期：2024-02-01</p>", "", [("文号", "某局〔2024〕1号")]),
        ("<p>索引号：</p><p>文号：</p>", "", SAID),
        ("<p>来源：市某局　时间：2024-02-01</p>", "", SAID[:3]),
        ("<p>2024-02-01 来源：市某局</p>", "", SAID[:3]),
        ("", '<meta name="PubDate" content="2024-02-01">', SAID[:3]),
        ("<p>索引號：A/1</p>", "", SAID[1:]),
    ],
)
@pytest.mark.parametrize(
    "body", ['<div class="article-content"></div>', f'<div class="article-content">{CONTENT}</div>']
)
def test_what_the_page_prints_goes_before_its_script(
    head: str, in_head: str, expected: list[tuple[str, str]], body: str
) -> None:
    found = said(read(page(script(), body=body, head=head, in_head=in_head)))
    printed = said(read(page("", body=f'<div class="article-content">{CONTENT}</div>', head=head)))
    assert found == [label for label in printed if label[1]] + expected


@pytest.mark.parametrize(
    ("times", "day"),
    [
        ({"date": "1706632200"}, "2024-01-31"),
        ({"date": 1706632200000}, "2024-01-31"),
        ({"date": 0, "first_publish_time": 1706632200}, "2024-01-31"),
        ({"date": 1706545800, "display_publish_time": 1706632200}, "2024-01-31"),
        ({"date": True}, None),
        ({"date": -1}, None),
        ({"date": 10**30}, None),
        ({"date": "soon"}, None),
        ({"date": [1706632200]}, None),
        ({}, None),
    ],
)
def test_the_day_is_that_in_china(times: dict[str, Any], day: str | None) -> None:
    detail = {key: value for key, value in DETAIL.items() if key != "date"} | times
    assert dict(said(read(page(script(detail))))).get("发布日期") == day


def test_titles_in_order_of_trust() -> None:
    meta = '<meta name="ArticleTitle" content="甲"><title>丁</title>'
    document = read(page(script(), head="<h1>年度报告乙</h1>", in_head=meta))
    assert document.titles == (
        Title("甲", "meta"),
        Title("年度报告乙", "heading"),
        Title(NAME, "script"),
        Title("丁", "page_title"),
    )
    assert read(page(script(), head=f"<h1>{NAME}</h1>")).titles == (Title(NAME, "heading"),)


LISTED = (Link("/a/年报.pdf", "年报.pdf"), Link("/download?id=7", "附表.xlsx"))


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        (DETAIL, LISTED),
        (DETAIL | {"content": '<p>附件：<a href="/b.doc">b</a></p>'}, (Link("/b.doc", "b"), *LISTED)),
        (
            DETAIL | {"content": f'{CONTENT}<a href="/a/年报.pdf">附件一</a>'},
            (Link("/a/年报.pdf", "附件一"), LISTED[1]),
        ),
        (DETAIL | {"content": ""}, LISTED),
        (
            DETAIL
            | {
                "attachment": [
                    {"url": "javascript:alert(1)", "name": "a.pdf"},
                    {"url": "/p.jpg", "name": "p.jpg"},
                    {"url": 7},
                    {"name": "a.pdf"},
                    "a.pdf",
                    None,
                    {"url": " /c.pdf "},
                ]
            },
            (Link("/c.pdf", ""),),
        ),
        (DETAIL | {"attachment": {"url": "/a.pdf"}}, ()),
    ],
)
@pytest.mark.parametrize("drawn", [True, False])
def test_the_scripts_files_are_attachments(detail: dict[str, Any], expected: tuple[Link, ...], drawn: bool) -> None:
    shown = detail["content"] if drawn else ""
    markup = page(script(detail), body=f'<div class="article-content">{shown}</div>')
    assert attachment_links(markup) == expected
    assert read(markup).attachments == expected


@pytest.mark.parametrize(
    "written",
    [
        f"<!-- {script()} -->",
        script().replace("_CONFIG", "_OTHER"),
        script("load()"),
        script(json.dumps(DETAIL)[:-40]),
        script(json.dumps({"title": NAME})),
        script({"content": 7}),
        script({"content": "  "}),
        script({"content": "<p></p>".replace("p", "b")}),
        script('{"content": ' + "[" * 40_000),
    ],
)
def test_what_is_no_article_in_a_script_changes_nothing(written: str) -> None:
    body = f"<p>{PROSE}</p><p>又，{PROSE}</p>"
    document = read(page(written, body=body))
    assert document == read(page("", body=body))
    assert document.body_origin == "page"


def test_a_script_that_is_shown_as_text_is_no_script() -> None:
    document = read(page("", body=script().replace("script>", "pre>")))
    assert (said(document), document.tables(), document.attachments) == ([], (), ())


def test_bounds_hold_for_a_content_too() -> None:
    deep = script({"content": "<div>" * 20_001})
    with pytest.raises(DocumentError, match="nests more than"):
        read(page(deep))
    with pytest.raises(DocumentError, match="nests more than"):
        attachment_links(page(deep))
    open_formatting = "".join(f"<b class=c{number}>" for number in range(5_000)) + f"<p>{PROSE}</p>" * 50
    assert words(read(page(script({"content": open_formatting})))) == [PROSE] * 50


def test_a_script_in_the_content_is_not_read_again() -> None:
    inner = script({"content": "<p>内层</p>"})
    assert words(read(page(script({"content": f"{CONTENT}{inner}"})))) == READ
