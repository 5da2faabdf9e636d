"""read_head: title, body, year, 索引号, metadata and the day of publication."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from crawler.documents.model import Block, Document, Label, Paragraph, Title
from crawler.documents.read import read_document
from crawler.reports.head.agency import find_agency, is_agency_name
from crawler.reports.head.contact import find_contact
from crawler.reports.head.period import find_period
from crawler.reports.head.read import Head, read_head
from crawler.reports.head.titles import agency_of_title, is_report_title, year_of_title
from crawler.reports.sections.split import SectionSplit, paragraph_texts, searched_texts, split_sections

SHARED = Path(__file__).resolve().parents[4] / "shared"


def period_paragraphs(split: SectionSplit) -> tuple[str, ...]:
    """Where the period is printed: before section 1, or at its beginning."""
    return (*searched_texts(split.preamble), *searched_texts(split.blocks.get("1", ())))


def head_of(
    *texts: str,
    titles: tuple[Title, ...] = (),
    labels: tuple[tuple[str, str], ...] = (),
    meta: tuple[tuple[str, str], ...] = (),
) -> Head:
    blocks: tuple[Block, ...] = tuple(Paragraph(text) for text in texts)
    document = Document(
        "html",
        "utf-8",
        blocks,
        titles=titles,
        labels=tuple(Label(*label) for label in labels),
        meta=tuple(Label(*label) for label in meta),
    )
    split = split_sections(blocks)
    return read_head(document, split, find_period(period_paragraphs(split))[0])


# ---------------------------------------------------------------- title

FULL = "某市财政局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FULL, True),
        (FULL + "（演示数据）", True),
        ("某局2023年政府信息公开年报", True),
        ("某局二〇二二年度政府信息公开工作报告", True),
        ("淮安市人民政府2024 年政府信息公开工作年度报告", True),
        ("信息公开年报", True),
        ("当前位置：首页>政府信息公开>政府信息公开年报", False),
        ("首页 > 政府信息公开年报", False),
        ("现公布某局2023年政府信息公开工作年度报告。", False),
        ("根据《条例》规定，现公布某局2023年政府信息公开工作年度报告", False),
        ("一、总体情况", False),
        ("某局" * 30 + "2023年政府信息公开工作年度报告", False),
        ("", False),
    ],
)
def test_title_lines(text: str, expected: bool) -> None:
    assert is_report_title(text) is expected


@pytest.mark.parametrize(
    ("titles", "texts", "expected"),
    [
        ((Title(FULL, "meta"), Title("信息公开年报", "heading")), ("前言。",), FULL),
        ((Title("信息公开年报", "meta"), Title(FULL, "heading")), ("前言。",), FULL),
        ((Title("某市财政局2023年政府信息公开...", "meta"), Title(FULL, "page_title")), (), FULL),
        ((Title("信息公开年报", "heading"), Title(FULL, "script")), ("前言。",), FULL),
        ((Title("关于某事的通知", "script"),), ("前言。",), "关于某事的通知"),
        ((Title(f"{FULL}_某市人民政府门户网站", "page_title"),), (), FULL),
        ((Title(f"某市财政局 - {FULL}", "page_title"),), (), FULL),
        ((Title("某市人民政府门户网站", "page_title"),), (FULL, "前言。"), FULL),
        ((Title("某市人民政府门户网站", "page_title"),), ("前言。",), None),
        ((Title("当前位置：首页>年报", "heading"),), (FULL,), FULL),
        ((Title("信息公开年报", "meta"),), ("前言。",), "信息公开年报"),
        ((Title("关于某事的通知", "heading"),), ("前言。",), "关于某事的通知"),
        ((), ("当前位置:首页>政府信息公开>政府信息公开年报", FULL, "来源：某局"), FULL),
        ((), ("某市财政局", "2023年政府信息公开工作年度报告", "前言。"), FULL),
        ((), ("某市财政局\n2023年政府信息公开工作年度报告", "前言。"), FULL),
        ((), ("# " + FULL, "前言。"), FULL),
        ((), ("某市财政局2023年政府信息公开", "工作年度报告", "前言。"), FULL),
        ((), ("某市财政局", "2023年政府信息公开", "工作年度报告", "前言。"), FULL),
        ((), ("某市人民政府网", FULL, "前言。"), FULL),
        ((), ("某市财政局2023 年政府信息公开 工作年度报告",), FULL),
        ((), ("根据《条例》规定，现公布某市财政局2023年政府信息公开工作年度报告。",), None),
        ((), (), None),
    ],
)
def test_the_title_in_order_of_trust(titles: tuple[Title, ...], texts: tuple[str, ...], expected: str | None) -> None:
    assert head_of(*texts, "一、总体情况", "正文。", titles=titles).title == expected


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        ("凉山州经济和信息化局2021年政府信息公开工作年度报告", "凉山州经济和信息化局", 2021),
        ("云南省工业和信息化厅2023年度政府信息公开工作年度报告（演示数据）", "云南省工业和信息化厅", 2023),
        ("2016年鄂尔多斯空港物流园区政府信息公开工作年度报告", "鄂尔多斯空港物流园区", 2016),
        ("关于某市财政局2018年政府信息公开工作的年度报告", "某市财政局", 2018),
        ("某市财政局关于2018年度信息公开年报", "某市财政局", 2018),
        ("某县人民政府办公室二〇一九年政府信息公开工作年度报告", "某县人民政府办公室", 2019),
        ("2023年政府信息公开工作年度报告", None, 2023),
        ("政府信息公开年报", None, None),
        ("某市财政局政务公开工作年度报告（2022）", "某市财政局", 2022),
        ("某市财政局二○二三年度政府信息公开工作年度报告", "某市财政局", 2023),
        ("某市财政局２０２３年政府信息公开工作年度报告", "某市财政局", 2023),
        ("某市人民政府信息公开年度报告（2023年）", "某市人民政府", 2023),
        ("某鎮人民政府2023年政府信息公開工作年度報告", "某鎮人民政府", 2023),
        ("示范市2023年政府信息公开工作年度报告", "示范市", 2023),
        ("某市财政局政府信息公开工作年度报告（2024年1月发布）", "某市财政局", None),
        ("2024年1月某市财政局政府信息公开工作年度报告", "某市财政局", None),
        ("某市财政局2023年政府信息公开工作年度报告（2024-01-18）", "某市财政局", 2023),
        ("某市财政局政府信息公开工作年度报告（二〇二四年一月）", "某市财政局", None),
        ("某市财政局2022-2023年政府信息公开工作年度报告", "某市财政局", None),
        ("某市财政局2022年至2023年政府信息公开工作年度报告", "某市财政局", None),
        ("某县第2020中学2023年信息公开工作年度报告", "某县第2020中学", 2023),
        ("某市财政局23年政府信息公开工作年度报告", "某市财政局", None),
    ],
)
def test_what_a_title_says(title: str, agency: str | None, year: int | None) -> None:
    assert (agency_of_title(title), year_of_title(title)) == (agency, year)


# ---------------------------------------------------------------- body


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("凉山州经济和信息化局", True),
        ("淮安市人民政府", True),
        ("青岛市市南区人民政府", True),
        ("市南区人民政府", True),
        ("本溪市财政局", True),
        ("镇江市财政局", True),
        ("全椒县人民政府", True),
        ("镇人民政府", False),
        ("市政务服务局", False),
        ("州经信局", False),
        ("我局", False),
        ("某某市政府网", False),
        ("http://www.a.gov.cn", False),
        ("", False),
    ],
)
def test_full_names(name: str, expected: bool) -> None:
    assert is_agency_name(name) is expected


@pytest.mark.parametrize(
    ("title_name", "labels", "introduction", "prose", "expected"),
    [
        ("凉山州经信局", ["州经信局"], [], [], "凉山州经信局"),
        ("河东区工信局", ["临沂市河东区工信局"], [], [], "临沂市河东区工信局"),
        ("淮安市人民政府", [], ["本报告由淮安市人民政府办公室根据《条例》规定编制。"], [], "淮安市人民政府"),
        ("市财政局", ["某市财政局"], [], [], "某市财政局"),
        ("市财政局", [], [], [], "市财政局"),
        (None, ["某某网", "某市财政局"], [], [], "某市财政局"),
        (None, [], ["要求,由河东区工业和信息化局结合河东区政府网站数据编制。"], [], "河东区工业和信息化局"),
        (None, [], ["现公布昆明市政务服务管理局2023年政府信息公开工作年度报告。"], [], "昆明市政务服务管理局"),
        (None, [], [], ["正文。", "某市财政局", "2024年1月26日"], "某市财政局"),
        (None, [], [], ["2022年,迪庆州工业和信息化局主动公开政府信息19条。"], "迪庆州工业和信息化局"),
        (None, [], [], ["2022年，我局主动公开政府信息19条。"], None),
        (None, [], [], ["正文。", "某市财政局 2024年1月26日"], "某市财政局"),
        ("示范市", ["示范市人民政府办公室"], [], [], "示范市人民政府办公室"),
        ("示范市", ["别市财政局"], [], [], "示范市"),
    ],
)  # fmt: skip
def test_the_fullest_name(
    title_name: str | None, labels: list[str], introduction: list[str], prose: list[str], expected: str | None
) -> None:
    assert find_agency(title_name, labels, introduction, prose) == expected


# ---------------------------------------------------------------- year, 索引号, dates

PERIOD = "所列数据的统计期限自2022年1月1日起至2022年12月31日止。"


@pytest.mark.parametrize(
    ("title", "texts", "labels", "expected"),
    [
        (FULL, (PERIOD,), (), 2023),
        ("信息公开年报", (PERIOD,), (), 2022),
        (None, ("现将2021年政府信息公开工作总结如下：",), (), 2021),
        (
            None,
            ("引言。", "一、总体情况", "2020年，某局公开。", "（一）机制", "2019年，某局发文。", "2020年,某局办理。"),
            (),
            2020,
        ),
        (None, ("引言。",), (("发布日期", "2019-01-30"),), 2018),
        (None, ("引言。",), (), None),
    ],
)
def test_the_report_year(
    title: str | None, texts: tuple[str, ...], labels: tuple[tuple[str, str], ...], expected: int | None
) -> None:
    titles = () if title is None else (Title(title, "heading"),)
    assert head_of(*texts, titles=titles, labels=labels).report_year == expected


def test_a_period_of_another_year_than_the_titles_is_flagged() -> None:
    (flag,) = head_of(PERIOD, titles=(Title(FULL, "heading"),)).flags
    assert (flag.where, flag.kind, flag.raw) == ("period", "disagreement", "自2022年1月1日起至2022年12月31日止")
    assert head_of(PERIOD.replace("2022", "2023"), titles=(Title(FULL, "heading"),)).flags == ()


TITLED = (Title(FULL, "heading"),)


@pytest.mark.parametrize(
    ("texts", "titles", "where"),
    [
        (("现公布某市财政局2022年政府信息公开工作年度报告。",), TITLED, "title"),
        (("引言。", "一、总体情况", "2022年，我局公开。", "2022年，我局办理。"), TITLED, "title"),
        (("引言。", "一、总体情况", "2022年，我局公开。"), TITLED, "title"),
        (("引言。",), (*TITLED, Title("某市财政局2022年政府信息公开工作年度报告", "page_title")), "title"),
        (("某市财政局2022年政府信息公开工作年度报告", "引言。"), TITLED, "title"),
        ((PERIOD, "一、总体情况", "2022年，我局公开。"), TITLED, "period"),
        (("引言。", "一、总体情况", "2022年，我局开始。", "2023年，我局办理。"), TITLED, None),
        (("引言。", "一、总体情况", "2019年，新条例施行，2023年以来我局落实。"), TITLED, None),
        (("引言。", "一、总体情况", "好。", "五、存在的主要问题及改进情况", "2024年，我局将改进。"), TITLED, None),
        (("现公布某市财政局2023年政府信息公开工作年度报告，2022年政府信息公开年报已发布。",), TITLED, None),
        (("引言。",), (*TITLED, Title("2022年工作要点", "page_title")), None),
    ],
)
def test_a_year_that_contradicts_the_title(
    texts: tuple[str, ...], titles: tuple[Title, ...], where: str | None
) -> None:
    """One flag for a contradiction, none for a year that merely stands there; the title's year is kept."""
    head = head_of(*texts, titles=titles)
    assert [(flag.where, flag.kind) for flag in head.flags] == ([(where, "disagreement")] if where else [])
    assert head.report_year == 2023


@pytest.mark.parametrize(
    ("publisher", "flagged"),
    [
        ("某市教育局", True),
        ("某市财政局", False),
        ("市财政局", False),
        ("某市人民政府办公室", False),
        ("某市政务服务局", False),
        ("某市大数据管理局", False),
        ("某市财政和国有资产局", False),
        ("某市政府网", False),
        ("", False),
    ],
)
def test_a_publisher_that_is_another_department(publisher: str, flagged: bool) -> None:
    """A copy on the portal of the government (发布机构: 区政府办) is usual; 教育局 over 财政局's report is not."""
    head = head_of("引言。", titles=TITLED, labels=(("发布机构", publisher),))
    assert [flag.where for flag in head.flags] == (["metadata.发布机构"] if flagged else [])
    assert head.agency == "某市财政局"


def test_a_line_that_begins_with_the_day() -> None:
    head = head_of(FULL, "2024-01-31 10:00 来源：某市财政局 浏览次数：5", "引言。")
    assert (head.metadata, head.published) == ({"来源": "某市财政局"}, date(2024, 1, 31))


@pytest.mark.parametrize(
    ("day", "published", "flagged"),
    [("2021-03-05", date(2024, 1, 18), True), ("2023-12-29", date(2023, 12, 29), False)],
)
def test_a_report_is_not_published_before_its_year(day: str, published: date, flagged: bool) -> None:
    head = head_of(
        "前言。",
        "一、总体情况",
        "某市财政局",
        titles=(Title(FULL, "heading"),),
        labels=(("发布日期", day), ("发布时间", "2024-01-18")),
    )
    assert head.published == published
    assert [(flag.where, flag.kind, flag.raw) for flag in head.flags] == (
        [("metadata.发布日期", "disagreement", day)] if flagged else []
    )


def test_several_index_numbers_are_no_key() -> None:
    """Which of them is the report's is not known: a wrong key would merge two reports in the store."""
    head = head_of("前言。", labels=(("索引号", "A/2021-1"), ("索引号", "B/2024-2")))
    assert head.index_number is None
    assert [(flag.where, flag.kind, flag.raw) for flag in head.flags] == [
        ("metadata.索引号", "disagreement", "A/2021-1, B/2024-2")
    ]
    twice = head_of("前言。", labels=(("索引号", "A/2021-1"), ("索引号", "A / 2021-1")))
    assert (twice.index_number, twice.flags) == ("A/2021-1", ())


def test_metadata_keeps_the_first_of_each_label_as_printed() -> None:
    labels = (("索引号", "0142768-8/2022-00185"), ("发布机构", ""), ("索引号", "别的号码"), ("文号", ""))
    head = head_of("引言。", labels=labels)
    assert head.metadata == {"索引号": "0142768-8/2022-00185", "发布机构": "", "文号": ""}
    assert head.index_number == "0142768-8/2022-00185"
    assert head_of("引言。", labels=(("索引号", ""),)).index_number is None
    assert head_of("引言。").index_number is None


@pytest.mark.parametrize(
    ("labels", "meta", "texts", "expected"),
    [
        ((("成文日期", "2024-01-29"), ("发布日期", "2024-01-30")), (("PubDate", "2024-02-01"),), (), date(2024, 1, 30)),
        ((("公开日期", "2024年1月30日"),), (), (), date(2024, 1, 30)),
        ((("发布日期", ""), ("时间", "2022年01月26日")), (), (), date(2022, 1, 26)),
        ((("生效日期", "2024-01-31"),), (), (), None),
        ((), (("PubDate", "2020年08月02日"),), (), date(2020, 8, 2)),
        ((("", "2024-01-31 10:00"), ("来源", "某局")), (), (), date(2024, 1, 31)),
        ((), (), ("某市财政局", "2022年1月26日", "附件：统计表", "【打印本页】"), date(2022, 1, 26)),
        ((), (), ("统计期限至2022年12月31日",), None),
        ((), (), ("某市财政局", "2022年1月26日"), date(2022, 1, 26)),
        ((), (), ("某市财政局", "二〇二二年一月二十六日"), date(2022, 1, 26)),
        ((), (), ("某市财政局", "2022126日"), None),
        ((), (), ("截至2022年1月26日，全市共有政务新媒体95个，均由各部门依照有关规定运维管理。",), None),
    ],
)
def test_the_day_of_publication(
    labels: tuple[tuple[str, str], ...],
    meta: tuple[tuple[str, str], ...],
    texts: tuple[str, ...],
    expected: date | None,
) -> None:
    head = head_of("引言。", "六、其他需要报告的事项", "无。", *texts, labels=labels, meta=meta)
    assert head.published == expected


# ---------------------------------------------------------------- the five seeds and 淮安市 2024

READ_BY_EYE = {
    "002": {
        "title": "凉山州经济和信息化局2021年政府信息公开工作年度报告",
        "agency": "凉山州经济和信息化局",
        "report_year": 2021,
        "metadata": {"来源": "州经信局", "时间": "2022年01月26日"},
        "period": {"start": "2021-01-01", "end": "2021-12-31", "raw": "自202111日起至1231日止"},
        "contact": {"unit": "我局办公室", "address": "西昌市福利路5号", "postcode": "615000", "phone": "0834-2189047"},
    },
    "004": {
        "title": "昆明市政务服务管理局2023年政府信息公开工作年度报告",
        "agency": "昆明市政务服务管理局",
        "report_year": 2023,
        "metadata": {},
        "period": {"start": "2023-01-01", "end": "2023-12-31", "raw": "2023年1月1日—2023年12月31日"},
        "contact": {
            "unit": "昆明市政务服务管理局",
            "address": "昆明市呈贡新区锦绣大街1号市级行政中心综合服务楼四楼",
            "postcode": "650500",
            "phone": "0871—63149962",
            "fax": "0871—63149963",
            "email": "kmzwfw@163.com",
        },
    },
}


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004", "huaian2024"])
def test_real_reports(name: str) -> None:
    paths = sorted(SHARED.glob(f"seeds/{name}_*.txt")) or sorted(SHARED.glob("real/pdf/huaian-2024.pdf"))
    if not paths:
        pytest.skip(f"the real reports are not at hand: {SHARED}")
    answers = SHARED / "answers" / f"{name}.json"
    expected = READ_BY_EYE[name] if name in READ_BY_EYE else json.loads(answers.read_text(encoding="utf-8"))
    document = read_document(paths[0].read_bytes(), name=paths[0].name)
    split = split_sections(document.blocks)
    head = read_head(document, split, find_period(period_paragraphs(split))[0])
    assert (head.title, head.agency, head.report_year) == (
        expected["title"],
        expected["agency"],
        expected["report_year"],
    )
    assert head.metadata == expected["metadata"]
    assert head.index_number == expected["metadata"].get("索引号")
    period, flags = find_period(period_paragraphs(split))
    assert (period and {"start": str(period.start), "end": str(period.end), "raw": period.raw}) == expected["period"]
    assert [flag.kind for flag in flags] == (["swallowed_characters"] if name == "002" else [])
    contact = find_contact(paragraph_texts(split.preamble))
    for field, value in expected["contact"].items():
        assert getattr(contact, field) == value, field
    if "sections" in expected:
        assert {key: section.heading for key, section in split.sections.items()} == expected["sections"]
    assert list(split.sections) == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    "opening",
    [
        "本报告由样例市水务局按照《中华人民共和国政府信息公开条例》编制。",
        "由样例市水务局根据《中华人民共和国政府信息公开条例》编制。",
        "本年度报告由样例市水务局编制。",
    ],
)
def test_the_word_before_a_name_is_none_of_it(opening: str) -> None:
    assert find_agency("样例市水务局", ["样例市水务局"], [opening], []) == "样例市水务局"
    assert find_agency(None, [], [opening], []) == "样例市水务局"
