"""The prose: what trafilatura keeps, what it is kept from losing, and the guard that holds it against the container."""

from __future__ import annotations

import re

import pytest
import trafilatura

from crawler.documents.html.flow import Line
from crawler.documents.html.prose import container_prose, page_prose
from crawler.documents.html.read import read_html
from crawler.documents.model import Document, Heading, Paragraph, TableBlock

NO_TOKEN = re.compile(r"⟦(table|image) (\d+)⟧")
FILLER = (
    "<p>根据《中华人民共和国政府信息公开条例》和有关文件的要求，"
    "我局编制并公布本年度报告，全文由六个部分组成，欢迎监督。</p>"
)
SENTENCE = "按照国办公开办函〔2021〕12号文件，本报告的统计期限自2021年1月1日至12月31日，特此公布。"


def words_of(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks if isinstance(block, Heading | Paragraph))


def pasted(opening: str, closing: str) -> str:
    """The sentence as Word pastes it: its numbers and dates inside a tag of their own."""
    marked = re.sub(
        r"〔2021〕12号|2021年1月1日|12月31日|12", lambda match: f"{opening}{match.group()}{closing}", SENTENCE
    )
    return f"<p class=MsoNormal>{marked}</p>"


WORD_TAGS = {
    "o:p": ("<o:p>", "</o:p>"),
    "st1:chsdate": ('<st1:chsdate w:st="on" year="2021" month="1" day="1">', "</st1:chsdate>"),
    "w:sdt": ("<w:sdt>", "</w:sdt>"),
    "ins": ("<ins cite=mailto:a datetime=2022>", "</ins>"),
    "label": ("<label>", "</label>"),
    "time": ("<time datetime=2021-01-01>", "</time>"),
    "nobr": ("<nobr>", "</nobr>"),
    **{
        f"span.{name}": (f'<span class="{name}">', "</span>")
        for name in ("author", "share", "meta", "caption", "related", "noprint")
    },
}


def different(count: int) -> str:
    """Paragraphs that are not equal, so that nothing takes them for boilerplate."""
    return "".join(FILLER.replace("我局", f"第{number}局") for number in range(count))


def set_in(paragraph: str, shape: str) -> str:
    """A page of an unknown template with the paragraph as written, or as bare text that ends in a br."""
    if shape == "bare":
        paragraph = paragraph.replace("<p class=MsoNormal>", "").replace("</p>", "<br>")
    return f"<html><body><div>{different(5)}{paragraph}{different(5)}</div></body></html>"


@pytest.mark.parametrize("tag", WORD_TAGS)
@pytest.mark.parametrize("shape", ["paragraph", "bare"])
@pytest.mark.parametrize("container", ["<div class=TRS_Editor>", "<div>"], ids=["container", "unknown page"])
def test_no_word_inside_words_tags_is_lost(tag: str, shape: str, container: str) -> None:
    markup = set_in(pasted(*WORD_TAGS[tag]), shape).replace("<div>", container)
    assert SENTENCE in words_of(read_html(markup, "utf-8"))


@pytest.mark.parametrize("tag", WORD_TAGS)
def test_a_plain_call_loses_words_in_every_one_of_them(tag: str) -> None:
    markup = set_in(pasted(*WORD_TAGS[tag]), "bare")
    assert SENTENCE not in (trafilatura.extract(markup, favor_recall=True) or "")


def test_a_plain_call_keeps_the_same_words_without_them() -> None:
    assert SENTENCE in (trafilatura.extract(set_in(pasted("", ""), "bare"), favor_recall=True) or "")


@pytest.mark.parametrize("tag", ["label", "time"])
def test_two_of_them_are_lost_in_any_paragraph_and_any_mode(tag: str) -> None:
    markup = set_in(pasted(*WORD_TAGS[tag]), "paragraph")
    for recall in (False, True):
        assert SENTENCE not in (trafilatura.extract(markup, favor_recall=recall) or "")


def test_all_of_words_tags_at_once() -> None:
    body = "".join(f"<p>（{number}）</p>{pasted(*tags)}" for number, tags in enumerate(WORD_TAGS.values()))
    document = read_html(f"<div id=zoom>{FILLER}{body}{FILLER}</div>", "utf-8")
    assert words_of(document).count(SENTENCE) == len(WORD_TAGS)
    assert document.body_origin == "trafilatura"


def test_the_same_boilerplate_is_read_from_every_document() -> None:
    markup = f"<div id=zoom>{FILLER * 4}</div>"
    assert len({words_of(read_html(markup, "utf-8")) for _ in range(6)}) == 1
    assert words_of(read_html(markup, "utf-8")).count("欢迎监督") == 4


def test_lines_within_a_paragraph_are_paragraphs() -> None:
    document = read_html(
        f"<div id=zoom>{FILLER}<p>一、总体情况<br>（一）主动公开。本年公开信息十三条。</p></div>", "utf-8"
    )
    assert words_of(document).split("\n")[1:] == ["一、总体情况", "（一）主动公开。本年公开信息十三条。"]


def test_a_short_report_a_last_heading_and_lists_are_kept() -> None:
    body = "<h3>一、总体情况</h3><p>无。</p><ul><li>无</li><li>0件</li></ul>"
    body += "<ol><li><a href=x>2件</a></li></ol><h3>六、其他需要报告的事项</h3>"
    document = read_html(f"<div id=zoom>{body}</div>", "utf-8")
    assert words_of(document).split("\n") == ["一、总体情况", "无。", "无", "0件", "2件", "六、其他需要报告的事项"]
    assert [type(block) for block in document.blocks][:: len(document.blocks) - 1] == [Heading, Heading]


def test_an_incomplete_answer_of_trafilatura_is_replaced_by_the_containers_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = trafilatura.bare_extraction

    def losing(tree: object, **options: object) -> object:
        answer = real(tree, **options)
        last = answer.body[-1]
        answer.body.remove(last)
        return answer

    monkeypatch.setattr(trafilatura, "bare_extraction", losing)
    html = f"<div>{FILLER * 3}<p>六、其他需要报告的事项</p></div>"
    prose = container_prose(html, NO_TOKEN)
    assert prose.origin == "container"
    assert prose.lines[-1] == Line("六、其他需要报告的事项")


@pytest.mark.parametrize(
    ("lost", "origin"),
    [
        ("六、其他需要报告的事项", "container"),
        ("⟦table 1⟧", "container"),
        ("特此报告。", "trafilatura"),
        ("本年度没有收取信息处理费，没有其他需要报告的事项，欢迎提出意见。", "container"),
    ],
    ids=["a numbered title", "a table", "less than 1 % of the characters", "more than 1 %"],
)
def test_the_guard(lost: str, origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = trafilatura.bare_extraction

    def losing(tree: object, **options: object) -> object:
        answer = real(tree, **options)
        for element in [element for element in answer.body if element.text == lost]:
            answer.body.remove(element)
        return answer

    monkeypatch.setattr(trafilatura, "bare_extraction", losing)
    prose = container_prose(f"<div>{different(20)}<p>{lost}</p>{FILLER}</div>", NO_TOKEN)
    assert prose.origin == origin
    assert (Line(lost) in prose.lines) == (origin == "container")


def test_a_table_that_trafilatura_loses_on_an_unknown_page_is_put_back_in_its_place() -> None:
    table = "<table><tr><td>行政许可<td>106<tr><td>行政处罚<td>3</table>"
    markup = f"<div>{different(3)}<div class=noprint>{table}</div>{different(6).removeprefix(different(3))}</div>"
    blocks = read_html(markup, "utf-8").blocks
    places = [place for place, block in enumerate(blocks) if isinstance(block, TableBlock)]
    assert places == [3]
    assert len(blocks) == 7


def test_the_lost_table_would_be_lost() -> None:
    """The test above is about something: trafilatura alone does drop what stands in a `noprint` element."""
    markup = f"<div>{FILLER * 3}<div class=noprint><p>⟦table 1⟧</p></div>{FILLER * 3}</div>"
    assert "⟦table 1⟧" not in (trafilatura.extract(f"<html><body>{markup}</body></html>", favor_recall=True) or "")


def test_navigation_of_an_unknown_page_stays_out() -> None:
    navigation = (
        "<div class=nav><ul>" + "".join(f"<li><a href=/c{n}/>导航栏目{n}</a></li>" for n in range(40)) + "</ul></div>"
    )
    footer = "<div class=footer><p>版权所有 某市人民政府</p></div>"
    prose = page_prose(f"<body>{navigation}<div class=wenzhang>{different(8)}</div>{footer}</body>", NO_TOKEN)
    assert prose.origin == "page"
    words = "\n".join(line.text for line in prose.lines)
    assert "导航栏目" not in words
    assert words.count("欢迎监督") == 8


def test_a_page_too_long_for_trafilatura_is_read_by_its_own_lines() -> None:
    prose = container_prose("<div>" + "".join(f"<p>第{number}段</p>" for number in range(10_001)) + "</div>", NO_TOKEN)
    assert prose.origin == "container"
    assert len(prose.lines) == 10_001
