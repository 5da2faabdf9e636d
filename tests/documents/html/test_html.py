"""Pages of HTML → Document: container, blocks in reading order, tables, head, meta, titles, attachments."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.documents.html.attachments import attachment_links
from crawler.documents.html.containers import EXACT, GENERAL, LOCAL, ContainerRule
from crawler.documents.html.prose import own_prose
from crawler.documents.html.read import read_html
from crawler.documents.html.table_markup import PICTURE
from crawler.documents.model import Document, DocumentError, Heading, Image, Label, Link, Paragraph, TableBlock, Title
from crawler.documents.read import read_document

SHARED = Path(__file__).resolve().parents[4] / "shared" / "real"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared real pages (../shared/real) are not here")

PROSE = "根据《中华人民共和国政府信息公开条例》，我局编制并公布本年度报告，全文由六个部分组成。"
NAVIGATION = "<div class=nav><ul><li><a href=/>网站首页</a><li><a href=/zwgk/>政务公开导航</a></ul></div>"
FOOTER = "<div class=footer><p>版权所有：某市人民政府 网站标识码 5301000001 地址：某市某路1号</p></div>"


def page(body: str, head: str = "", in_head: str = "") -> str:
    return (
        f"<html><head><meta charset=utf-8>{in_head}</head><body>{NAVIGATION}"
        f"<div class=pos>当前位置：<a href=/>首页</a> &gt; 年报</div>"
        f"{head}<div class=TRS_Editor>{body}</div>{FOOTER}<script>var words = '脚本里的话';</script></body></html>"
    )


def read(markup: str) -> Document:
    return read_html(markup, "utf-8")


def shown(document: Document) -> list[object]:
    """The blocks as plain words: "# …" a heading, a list of rows a table, "!…" an image."""
    words: list[object] = []
    for block in document.blocks:
        match block:
            case Heading(text, level):
                words.append(f"{'#' * level} {text}")
            case Paragraph(text):
                words.append(text)
            case Image(address):
                words.append(f"!{address}")
            case TableBlock(table):
                words.append([[cell.text if cell else None for cell in row] for row in table.rows])
    return words


def head_of(markup: str) -> list[tuple[str, str]]:
    return [(label.name, label.value) for label in read(markup).labels]


def test_blocks_stand_in_reading_order() -> None:
    document = read(
        page(
            f"<h2>一、总体情况</h2><p>{PROSE}</p><h2>二、主动公开政府信息情况</h2>"
            "<table><tr><td>规章<td>0<tr><td>行政规范性文件<td>3</table>"
            f"<p>甲：{PROSE}</p><p><img src=./W02.png alt=流程图></p><p>乙：{PROSE}</p>"
            "<table><tr><td>行政许可<td>106</table><p>特此报告。</p>"
        )
    )
    assert shown(document) == [
        "## 一、总体情况",
        PROSE,
        "## 二、主动公开政府信息情况",
        [["规章", "0"], ["行政规范性文件", "3"]],
        f"甲：{PROSE}",
        "!./W02.png",
        f"乙：{PROSE}",
        [["行政许可", "106"]],
        "特此报告。",
    ]
    assert [table.number for table in document.tables()] == [1, 2]
    assert document.body_origin == "trafilatura"


def test_nothing_around_the_container_comes_into_the_blocks() -> None:
    words = str(shown(read(page(f"<p>{PROSE}</p><p>{PROSE}再说一遍。</p>"))))
    for stranger in ("网站首页", "当前位置", "版权所有", "脚本里的话"):
        assert stranger not in words
    assert PROSE in words


@pytest.mark.parametrize("rule", [*EXACT, *LOCAL, *GENERAL], ids=lambda rule: rule.selector)
def test_each_familys_container_is_known(rule: ContainerRule) -> None:
    selector = rule.selector
    if selector.startswith("."):
        opening, closing = f'<div class="box {rule.word}">', "</div>"
    elif selector.startswith("#"):
        opening, closing = f'<font id="{selector[1:]}">', "</font>"
    elif "vsb_content" in selector:
        opening, closing = '<div id="vsb_content_501">', "</div>"
    else:
        opening, closing = f"<{selector.upper()}>", f"</{selector.upper()}>"
    head = f"<!DOCTYPE html>{NAVIGATION}<h1>年度报告</h1>"
    body = f"{opening}<p>{PROSE}</p><p>二，{PROSE}</p>{closing}{FOOTER}"
    document = read(f"{head}<span {rule.beside}></span>{body}")
    assert shown(document) == [PROSE, f"二，{PROSE}"]
    assert document.body_origin == "trafilatura"
    if rule.beside:
        assert read(head + body).body_origin == "page", "a common name on a page of another family"


def test_a_common_name_is_the_text_and_not_what_stands_around_it() -> None:
    markup = (
        f'<div class="content">{NAVIGATION}<h3 id="title">年度报告</h3><span id="pubDate">2024-01-31</span>'
        f'<div class="content"><p>{PROSE}</p><p>二，{PROSE}</p></div><div class="content">更多年报</div></div>{FOOTER}'
    )
    assert shown(read(markup)) == [PROSE, f"二，{PROSE}"]


def test_the_body_between_hanweb_markers_survives_a_stray_end_tag() -> None:
    body = f"<!--ZJEG_RSS.content.begin--><p>{PROSE}</div></td><p>后文：{PROSE}</p><!--ZJEG_RSS.content.end-->"
    document = read(f"{NAVIGATION}<div id=main><div>{body}</div></div>{FOOTER}")
    assert shown(document) == [PROSE, f"后文：{PROSE}"]


def test_of_nested_containers_the_outermost_is_read() -> None:
    markup = page("").replace(
        "<div class=TRS_Editor></div>",
        f"<div id=zoom><p>前，{PROSE}</p><div class=TRS_Editor><p>{PROSE}</p></div></div>",
    )
    assert shown(read(markup)) == [f"前，{PROSE}", PROSE]


def test_an_empty_container_is_none() -> None:
    document = read(f"<div class=TRS_Editor> </div><div><p>{PROSE}</p><p>又，{PROSE}</p></div>")
    assert document.body_origin == "page"
    assert PROSE in shown(document)


# Tables


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("12", "12"),
        ("1<span>2</span>", "12"),
        ("<p class=MsoNormal><span lang=EN-US>1<o:p></o:p></span><span>2</span></p>", "12"),
        ("&nbsp;", ""),
        ("<p>&nbsp;</p>", ""),
        (" \u3000\u200b\ufeff ", ""),
        ("商业<br>企业", "商业\n企业"),
        ("<p>商业</p><p>企业</p>", "商业\n企业"),
        ("商业<p>企业</p>", "商业\n企业"),
        ("<div>商业</div>企业", "商业\n企业"),
        ("总\u3000计", "总 计"),
        ("总\n    计", "总 计"),
        ("<br>7<br>", "7"),
        ("<!--8-->7<script>9</script>", "7"),
        ("1<span style='DISPLAY: none'>2</span>", "1"),
        ("<ul><li>甲</li><li>乙</li></ul>", "甲\n乙"),
        ("<a href=x>5</a>", "5"),
        ("<table><tr><td>内<td>3</table>", "内\n3"),
        ("e\u0301", "\u00e9"),
        ("&lt;td&gt;&amp;nbsp;5", "<td>&nbsp;5"),
        ("\x01\x02&#3;5\x04\x05", "5"),
        ("<table><caption>题</caption><tr><td>内<th>3</table>后", "题\n内\n3\n后"),
        ("<table><tr><td>内<table><tr><td>3</table></table>", "内\n3"),
        ("<table hidden><tr><td>内</table>3", "3"),
        ("<math><td>4</td></math>5", "4\n5"),
        ("<xmp><td>6</xmp>", "<td>6"),
        ("<b<td x=1>7</b<td>", "7"),
        ("1<!-- <td> --><i hidden>9<i>9</i><br></i>2", "12"),
        ("<i title=' hidden='>3</i><i style='displa:none'>4</i>", "34"),
        # What is raised, lowered or linked beside a number is its note, and none of its digits.
        ("8213<sup>1</sup>", "8213[1]"),
        ("8213<SUP><a href=#n1>1</a></SUP>", "8213[1]"),
        ("8213<a href=#n1><sup>1</sup></a>", "8213[1]"),
        ("8213<a href=#n1>1</a>", "8213[1]"),
        ("8213<sub>[2]</sub>", "8213[2]"),
        ("<sup>1</sup>8213", "[1]8213"),
        ("规章<sup>注</sup>", "规章[注]"),
        ("<sup>8213</sup>", "8213"),
        ("<p><sub>8213</sub></p><p></p>", "8213"),
        ("8213<sup> </sup>", "8213"),
        ("8213<sup>&nbsp;</sup>", "8213"),
        ("8213<sub><br></sub>", "8213"),
        ("<ruby>8213<rp>(</rp><rt>9</rt><rp>)</rp></ruby>", "8213"),
        ("8213<button>1</button>", "8213"),
        ("<select><option>1<option selected>8213</select>", PICTURE),
        ("<a href=#>8213</a>", "8213"),
        ("<a href=#n>行政许可</a>", "行政许可"),
        ("82<a href=x>13</a>", "8213"),
        # What is struck out or has no size is not there for a reader.
        ("<s>9999</s>8213", "8213"),
        ("<del>99<b>99</b></del>8213", "8213"),
        ("<strike>9</strike>8213", "8213"),
        ("<span style='text-decoration: line-through'>9</span>8213", "8213"),
        ("<span style='TEXT-DECORATION-LINE:line-through;color:red'>9</span>8213", "8213"),
        ("<span style='font-size:0'>9</span>8213", "8213"),
        ("<span style='font-size:0px'><b style='font-size:14px'>8213</b></span>", "8213"),
        ("<span style='font-size:0.8em'>8213</span><span style='font-size:10pt'>4</span>", "82134"),
        # What only a picture or a field shows is not read, and is no blank either.
        ("<img src=8213.png>", PICTURE),
        ("<p><input value=8213></p>", PICTURE),
        ("8213<img src=flag.png>", "8213"),
        ("<img src=line.gif width=1 height=20><img src=/images/spacer.gif>", ""),
        ("<input type=hidden value=8213><input type=checkbox value=1><input>", ""),
    ],
)
def test_the_text_of_a_cell(cell: str, text: str) -> None:
    assert shown(read(page(f"<table><tr><td>指标</td><td>{cell}</td></tr></table>"))) == [[["指标", text]]]


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td style='display:none'>7<td>8</table>",
        "<table><tr hidden><td>7<tr><td>8<td>9</table>",
        "<table><tbody style='visibility:hidden'><tr><td>7</tbody><tbody><tr><td>8</table>",
        "<table><tr style='text-decoration:line-through'><td>7<tr><td>8<td>9</table>",
    ],
)
def test_hidden_cells_are_kept_and_marked(markup: str) -> None:
    table = read(page(markup)).tables()[0]
    hidden = {cell.text: cell.hidden for row in table.rows for cell in row if cell is not None}
    assert hidden.pop("7") is True
    assert set(hidden.values()) == {False}


def test_a_table_in_a_hidden_element_is_hidden_but_not_in_a_hidden_container() -> None:
    table = "<table><tr><td>7<td>8</table>"
    twin = read(page(f"<div class=mobile style='display: none'>{table}</div>")).tables()[0]
    assert all(cell.hidden for cell in twin.origins(0))
    shown_later = read(f"<div id=zoom style='display:none'>{table}</div>").tables()[0]
    assert not any(cell.hidden for cell in shown_later.origins(0))
    around = read(f"<div hidden><div id=zoom>{table}</div></div>").tables()[0]
    assert not any(cell.hidden for cell in around.origins(0))


INNER = "<table><tr><td>甲<td>1<tr><td>乙<td>2</table>"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (f"<table><tr><td>{INNER}</table>", [[["甲", "1"], ["乙", "2"]]]),
        (f"<table><tr><td><table><tr><td>{INNER}</table></table>", [[["甲", "1"], ["乙", "2"]]]),
        (
            f"<table><tr><td>{PROSE}<td>{INNER}<tr><td>落款单位<td>{INNER}</table>",
            [PROSE, [["甲", "1"], ["乙", "2"]], "落款单位", [["甲", "1"], ["乙", "2"]]],
        ),
        (f"<table><tr><td><p>{PROSE}</p></table>", [PROSE]),
    ],
    ids=["one-cell wrapper", "two wrappers", "layout table with prose", "box around prose"],
)
def test_a_layout_table_is_no_table(markup: str, words: list[object]) -> None:
    assert shown(read(page(markup))) == words


def test_a_container_in_a_layout_table() -> None:
    markup = f"<table><tr><td>导航<td id=zoom><p>{PROSE}</p>{INNER}<tr><td>a<td>b</table>"
    assert shown(read(markup)) == [PROSE, [["甲", "1"], ["乙", "2"]]]


def test_the_words_of_a_token_on_a_page_are_not_taken_for_a_table() -> None:
    words = shown(read(page(f"<p>⟦table 1⟧ 与 ⟦⟦image 3⟧，{PROSE}</p>{INNER}")))
    assert words == [f"⟦table 1⟧ 与 ⟦⟦image 3⟧，{PROSE}", [["甲", "1"], ["乙", "2"]]]


def test_a_token_written_with_references_is_no_token_either() -> None:
    words = shown(read(page(f"<p>&#x27E6;table 1⟧ 与 &#10214;image 9⟧ 与 &#x27E6;1:table 1⟧，{PROSE}</p>{INNER}")))
    assert words == [f"⟦table 1⟧ 与 ⟦image 9⟧ 与 ⟦1:table 1⟧，{PROSE}", [["甲", "1"], ["乙", "2"]]]


def test_a_caption_is_no_cell_wherever_it_is_written() -> None:
    table = "<table><tr><td>甲<td>1<tr><td>乙<td>2</tr>{}</table>"
    for caption in ("<caption>题 hf</caption>", "<caption>题<table><tr><td>3<td>4</table></caption>"):
        assert shown(read(page(table.format(caption)))) == [[["甲", "1"], ["乙", "2"]]]


def test_the_markups_own_lines_may_stand_for_trafilaturas() -> None:
    markup = page(
        f"<h2>一、总体情况</h2><p>{PROSE}</p>{INNER}<p>又，{PROSE}</p>", head=f"<p>{INDEX[0]}：{INDEX[1]}</p>"
    )
    own, extracted = read_html(markup, "utf-8", prose=own_prose), read(markup)
    assert (own.body_origin, extracted.body_origin) == ("container", "trafilatura")
    assert replace(own, body_origin="trafilatura") == extracted


# The head

INDEX = ("索引号", "3070211020000013000000/2024013100000057")


@pytest.mark.parametrize(
    ("head", "labels"),
    [
        (
            "<table><tr><td>索 引 号:<td>hedongquhd0103/2024-0000012<td>公开目录:<td>部门年报"
            "<tr><td>成文日期:<td>2024-01-30<td>发布日期:<td>2024-01-30<tr><td>发布机构:<td>河东区工业和信息化局</table>",
            [
                ("索引号", "hedongquhd0103/2024-0000012"),
                ("公开目录", "部门年报"),
                ("成文日期", "2024-01-30"),
                ("发布日期", "2024-01-30"),
                ("发布机构", "河东区工业和信息化局"),
            ],
        ),
        (
            f"<table><tr><th>索引号：<td>{INDEX[1]}<th>发布机构：<td>&nbsp;<tr><th>生效日期：<td>2024-01-31<th>废止日期：<td>"
            "<tr><th>文&nbsp;&nbsp;号：<th>主题分类：<td>信息公开年度报告</table>",
            [
                INDEX,
                ("发布机构", ""),
                ("生效日期", "2024-01-31"),
                ("废止日期", ""),
                ("文号", ""),
                ("主题分类", "信息公开年度报告"),
            ],
        ),
        (
            "<table><tr><td>索引号<td>A/1<td>文号<td>无<td>时效<td>有效</table>",
            [("索引号", "A/1"), ("文号", "无"), ("时效", "有效")],
        ),
        ("<table><tr><td>索引号：A/1<td>发布机构：某局</table>", [("索引号", "A/1"), ("发布机构", "某局")]),
        (
            "<table><tr><td><p><b>索引号</b></p><td><p>A/1</p><tr><td>名称<td>年报</table>",
            [("索引号", "A/1"), ("名称", "年报")],
        ),
        (
            "<dl><dt>索引号：</dt><dd>A/1</dd><dt>发布机构</dt><dd></dd><dt>名称</dt><dd>年报</dd></dl>",
            [("索引号", "A/1"), ("发布机构", ""), ("名称", "年报")],
        ),
        ("<p><strong>索引号</strong>：A/1</p><p><strong>文号</strong>：</p>", [("索引号", "A/1"), ("文号", "")]),
        ("<ul><li><b>索&nbsp;引&nbsp;号</b>A/1<li><b>发布机构</b></ul>", [("索引号", "A/1"), ("发布机构", "")]),
        (
            "<div>索引号：A/1 发布机构：某局 公开日期：2023-01-01</div>",
            [("索引号", "A/1"), ("发布机构", "某局"), ("公开日期", "2023-01-01")],
        ),
        ("<p>来源:州经信局时间:2022年01月26日</p>", [("来源", "州经信局"), ("时间", "2022年01月26日")]),
        (
            "<p><span>来源：昆明市政务局</span><span>作者：</span><span>发布时间：2024-01-31 09:30:00</span>"
            "<span>浏览次数：<i>12</i></span> 【字体：<a>大</a> <a>中</a> <a>小</a>】</p>",
            [("来源", "昆明市政务局"), ("发布时间", "2024-01-31 09:30:00")],
        ),
        ("<p>来源： 字号：[大 中 小]</p>", [("来源", "")]),
        ("<!-- <p><strong>成文日期</strong>：2020年08月02日</p> --><p>文号：无</p>", [("文号", "无")]),
        ("<form>文号：<input name=q> 标题：<input name=t></form>", []),
        ("<p>当前位置：首页 &gt; 年报</p>", []),
    ],
)
def test_head_labels_in_their_shapes(head: str, labels: list[tuple[str, str]]) -> None:
    markup = page(f"<p>{PROSE}</p>{INNER}", head=head)
    assert head_of(markup) == labels
    assert shown(read(markup)) == [PROSE, [["甲", "1"], ["乙", "2"]]]


HEAD_TABLE = "<table><tr><td>索引号<td>A/1<tr><td>发布机构<td>某局</table>"


def test_a_head_table_inside_the_container_is_no_table_of_the_body() -> None:
    document = read(page(f"{HEAD_TABLE}<p>{PROSE}</p>{INNER}"))
    assert document.labels == (Label("索引号", "A/1"), Label("发布机构", "某局"))
    assert shown(document) == [PROSE, [["甲", "1"], ["乙", "2"]]]
    assert document.tables()[0].number == 1


def test_a_head_table_on_a_page_without_a_container_is_no_table_of_the_body() -> None:
    document = read(f"{HEAD_TABLE}<div><p>{PROSE}</p><p>又，{PROSE}</p>{INNER}</div>")
    assert document.labels == (Label("索引号", "A/1"), Label("发布机构", "某局"))
    assert [len(table.rows) for table in document.tables()] == [2]
    assert document.tables()[0].rows[0][0].text == "甲"  # type: ignore[union-attr]


def test_the_reports_own_tables_are_no_head() -> None:
    table = "<table><tr><td>信息内容<td>本年制发件数<tr><td>规章<td>0<tr><td>名称<td>来源</table>"
    document = read(page(f"<p>{PROSE}</p>{table}"))
    assert document.labels == ()
    assert len(document.tables()) == 1


def test_meta_tags_keep_their_order_and_the_standards_spelling() -> None:
    tags = '<meta name="sitename" content="某市"><meta name="ArticleTitle" content="年报 ">'
    tags += '<meta name="viewport" content="w"><META NAME=PubDate CONTENT="2022-01-26">'
    assert read(page("<p>x</p>", in_head=tags)).meta == (
        Label("SiteName", "某市"),
        Label("ArticleTitle", "年报"),
        Label("PubDate", "2022-01-26"),
    )


def test_titles_in_order_of_trust() -> None:
    tags = '<meta name="ArticleTitle" content="某局2021年年度报告">'
    tags += "<title>某局2021年政府信息公开工作年度报告-某市政府</title>"
    head = "<h1 class=logo><a href=/>某市人民政府网</a></h1><h1>某局2021年政府信息公开<br>工作年度报告</h1>"
    assert read(page(f"<p>{PROSE}</p>", head=head, in_head=tags)).titles == (
        Title("某局2021年年度报告", "meta"),
        Title("某局2021年政府信息公开工作年度报告", "heading"),
        Title("某局2021年政府信息公开工作年度报告-某市政府", "page_title"),
    )


def test_a_title_class_is_a_title() -> None:
    head = "<div class='box-title'>政务公开栏目</div><div class=article_title>某局2021年年度报告</div>"
    assert read(page(f"<p>{PROSE}</p>", head=head)).titles == (Title("某局2021年年度报告", "heading"),)


# Attachments


def test_attachments_in_and_under_the_body() -> None:
    markup = (
        f"<a href=/guide/apply.doc>导航里的申请表</a>{NAVIGATION}"
        f"<div class=main><div class=TRS_Editor><p>{PROSE}<a href='./P02022.pdf'>年报</a></p>"
        "<table><tr><td>附件<td>"
        "<a href='/module/download/downfile.jsp?classid=0&filename=2301.DOCX'>附件1</a></table></div>"
        "<ul><li><a href='/system/_content/download.jsp?wbfileid=9'>附件【报告.xls】</a>"
        "<li><a href=a.ofd?x=1#p>版式</a>"
        "<li><a href=t2022.html>下一篇.pdf</a><li><a href='javascript:open(1.pdf)'>打开</a>"
        "<li><a href='./P02022.pdf'>又一次</a></ul></div>"
        "<div class=footer><a href=/help.zip>帮助</a></div>"
    )
    expected = (
        Link("./P02022.pdf", "年报"),
        Link("/module/download/downfile.jsp?classid=0&filename=2301.DOCX", "附件1"),
        Link("/system/_content/download.jsp?wbfileid=9", "附件【报告.xls】"),
        Link("a.ofd?x=1#p", "版式"),
    )
    assert attachment_links(markup) == expected
    assert read(markup).attachments == expected


def test_attachments_of_a_page_without_a_container() -> None:
    markup = "<div class=nav><a href=a.doc>表</a></div>"
    markup += f"<div><p>{PROSE}</p><a href=b.rar>附件</a></div><footer><a href=c.zip>帮助</a></footer>"
    assert attachment_links(markup) == (Link("b.rar", "附件"),)


# Real pages


@needs_shared
def test_the_handan_page() -> None:
    document = read_document((SHARED / "article/handan-edu-notice-details.jsp.html").read_bytes())
    title = "邯郸市教育局关于印发《全市教育系统安全专项整治三年行动实施方案》的通知"
    assert [(label.name, label.value) for label in document.labels] == [
        ("索引号", "000014348/2020-35147"),
        ("发布机构", "邯郸市教育局"),
        ("名称", title),
        ("文号", "无"),
        ("主题分类", "教育"),
        ("发布日期", "2020年08月02日"),
    ]
    meta = {label.name: label.value for label in document.meta}
    assert meta["SiteIDCode"] == "1304000009"
    assert meta["ArticleTitle"] == title
    assert meta["PubDate"] == "2020年08月02日"
    assert meta["ContentSource"] == "邯郸市教育局"
    assert len(document.meta) == 10
    assert document.titles[0] == Title(title, "meta")


@needs_shared
def test_the_shanxi_page() -> None:
    document = read_document((SHARED / "article/shanxi-gov.html").read_bytes())
    assert document.labels == (Label("时间", "2019-09-18 06:23"), Label("来源", "山西日报"))
    words = shown(document)
    assert words[0] == "!./W020190918234243033577.jpg"
    assert words[1] == "图为山西品牌丝路行（南美站）启动仪式。（刘通摄）"
    assert str(words[-1]).endswith("（张巨峰）")
    assert len(words) == 10
    assert document.titles[1] == Title("山西品牌丝路行（南美站）正式启动", "heading")
    assert document.body_origin == "trafilatura"


@needs_shared
def test_the_gansu_page_has_no_known_container() -> None:
    document = read_document((SHARED / "article/gansu-fgw-notice.html").read_bytes())
    assert document.body_origin == "page"
    assert document.labels == (Label("日期", "2025-02-26 11:54"), Label("来源", ""))
    assert (
        Link("174084153/files/5e0f97363d1d413c968a35078e0a7fcf.pdf", "《甘肃省关于加力支持工业企业设备更新的若干措施》")
        in document.attachments
    )
    assert any("请认真贯彻落实" in str(word) for word in shown(document))


@needs_shared
def test_a_listing_page_is_read_without_error() -> None:
    document = read_document((SHARED / "listing/ordos-egb-xxgknb.html").read_bytes())
    assert document.titles[-1] == Title("鄂尔多斯恩格贝生态示范区", "page_title")


# Hostile pages


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 10_000 + PROSE + "</div>" * 10_000,
        "<div class=TRS_Editor>" + "<div>" * 10_000 + PROSE + "</div>" * 10_000,
        "<div class=TRS_Editor>" * 10_000 + PROSE,
        "<table><tr><td>" * 5_00 + PROSE,
        "<table><tr><td>甲<td>" * 1_000 + PROSE,
        "".join(f"<b id={n}><p>" for n in range(5_000)) + PROSE,
        "".join(f"<b id={n}><p>" for n in range(3_000)) + PROSE + "</p></b>" * 3_000,
        "<div class=TRS_Editor>" + f"<p>{PROSE}</p>" * 12_000,
        f"<div class=TRS_Editor><table><tr><td colspan=9e15 rowspan=9e15>{PROSE}"
        "<td rowspan=99999999999999999999>1</table>",
        f"<div class=TRS_Editor><p>{PROSE}<plaintext><p>a",
        f"<div class=TRS_Editor><p>{PROSE}<!-- <p>a",
        f'<p {PROSE}>{PROSE}<td a"b=1 ""><img src=">" alt="<p>">',
        f"&#0;&#1;&#xFFFF;&#xD800;<p>{PROSE}&#11;</p>",
    ],
    ids=range(13),
)
def test_a_hostile_page_keeps_its_words(markup: str) -> None:
    words = str(shown(read(markup)))
    assert PROSE in words


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("<div>" * 30_000, "nests more than 20,000 elements"),
        ("<table><tr><td>1<td>2</table>" * 2_001, "2,001 tables"),
        ("<table>" + "<tr><td colspan=1000>1<td>2" * 300 + "</table>", "more than 200,000 places"),
        (("<table>" + "<tr><td colspan=1000>1<td>2" * 190 + "</table>") * 3, "more than 500,000 places"),
        ("<p>" + "字" * 10_000_001, "10,000,004 characters"),
    ],
)
def test_beyond_a_bound_there_is_one_line(markup: str, line: str) -> None:
    with pytest.raises(DocumentError, match=line) as error:
        read(markup)
    assert "\n" not in str(error.value)


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<table>",
        "<tr>",
        "<td rowspan=3>",
        "<td colspan=2>",
        "</table>",
        "<div class=TRS_Editor>",
        "</div>",
        "<b>",
        "<br>",
        "<h2>",
        "</h2>",
        "<!--",
        "-->",
        "<o:p>",
        "<img src=a>",
        "<dl><dt>索引号<dd>",
        "<li><b>文号</b>",
        "<script>",
        "<svg>",
        "<form>",
        "&nbsp;",
        "<!--ZJEG_RSS.content.begin-->",
        "<!--ZJEG_RSS.content.end-->",
        "<template>",
        "<select>",
        "<frameset>",
        "<body>",
        "<a href=x.pdf>",
        "来源：",
        "一、总体情况",
        "13",
        "\x00",
        "\x1e",
        "⟦table 1⟧",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TAGS, max_size=40))
def test_any_heap_of_tags_is_a_document(pieces: list[str]) -> None:
    document = read("".join(pieces))
    assert all(block.text for block in document.blocks if isinstance(block, Heading | Paragraph))


def test_a_column_of_cells_with_sentences_arranges_the_page_and_is_no_data():
    """A report whose own tables are pictures, laid out by a table with a paragraph a row."""
    rows = "".join(f"<tr><td>{text}</td></tr>" for text in ("一、总体情况", PROSE, "二、主动公开政府信息情况", PROSE))
    document = read(page(f"<table>{rows}</table>"))
    assert document.tables() == ()
    assert [text for text in shown(document) if text == PROSE] == [PROSE, PROSE]
    assert len(read(page("<table><tr><td>甲</td></tr><tr><td>1</td></tr></table>")).tables()) == 1
