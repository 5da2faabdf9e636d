"""What a page prints of the visit, and what it states of the year: the first is no content, the second is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reports.model import APPLICANTS, Contact, Forms, Reading, Report, Section
from crawler.store.readings.content import content_fingerprint
from crawler.store.readings.volatile import COUNTERS, stable_metadata, stable_text, stable_words

OF_THE_VISIT = [
    "浏览次数：1234",
    "【浏览次数：1234次】",
    "访问量：1234",
    "本文已被阅读1234次",
    "点击数：1234",
    "点击：[1234]",
    "阅读（1234）",
    "浏览次数：1.2万",
    "瀏覽次數：1234",
    "浏览次数：--",
    "今日访问量：1234 总访问量：5678",
    "已阅 1234 次",
    "您是第1234位访客",
    "您是本站第 1234 位访问者",
    "今天是2026年11月23日 星期一",
    "今天是：2026年11月5日 星期四",
    "2026年11月23日 星期一 农历十月十四",
    "当前时间：2026-11-05 08:00:05",
    "页面执行时间：0.012秒",
    "字号：大 中 小",
    "字号：[大 中 小]",
    "【字体：大 中 小】",
    "【打印本页】【关闭窗口】",
    "分享到：",
    "浏览次数:1234 【字号：大 中 小】 打印 关闭",
]
OF_THE_REPORT = [
    "网站访问量12345次。",
    "网站访问量：12345次",
    "全年网站访问量 12345 次",
    "门户网站浏览量 353.4万次",
    "公众号阅读量 14.7 万次",
    "年访问量：12345",
    "访问量 12345 次，同比增长 3%",
    "点击率达到 98%",
    "浏览 100 份文件",
    "2024年1月19日",
    "发布时间：2024年1月31日 星期三",
    "会议于2026年11月23日 星期一 召开",
    "今天是个好日子",
    "打印、扫描服务",
    "来源：某局",
    "大",
]


@pytest.mark.parametrize("line", OF_THE_VISIT)
def test_a_line_of_the_visit_is_left_out(line: str) -> None:
    assert stable_text(f"前一段。\n{line}\n后一段。") == "前一段。\n后一段。"


@pytest.mark.parametrize("line", OF_THE_REPORT)
def test_a_line_of_the_report_stays_as_it_is(line: str) -> None:
    assert stable_text(f"前一段。\n{line}\n后一段。") == f"前一段。\n{line}\n后一段。"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("发布时间：2024-01-31 来源：某局浏览：1234", "发布时间：2024-01-31 来源：某局"),
        ("信息来源：某局 阅读次数：1234 字号：[大 中 小]", "信息来源：某局"),
        ("2024-01-31 09:30 来源：某局 浏览次数：9", "2024-01-31 09:30 来源：某局"),
    ],
)
def test_of_the_line_under_the_title_the_documents_own_labels_stay(line: str, kept: str) -> None:
    assert stable_text(line) == kept


def test_the_heads_values_and_the_title() -> None:
    assert stable_words("2023年年度报告 浏览次数：123") == "2023年年度报告"
    assert stable_words(None) is None
    assert stable_words("http://a.cn/x;jsessionid=AB12?_t=99&id=3") == "http://a.cn/x?id=3"
    printed = {"时间": "2024-01-31 阅读：12", "浏览次数": "12", "当前时间": "2026-11-23", "来源": "某局", "文号": ""}
    assert stable_metadata(printed) == {"时间": "2024-01-31", "来源": "某局", "文号": ""}


def report_with(counter: str, number: int, year_number: int) -> Report:
    rows = ("new_received", "carried_in", "result_total", "carried_out")
    return Report(
        title="2023年政府信息公开工作年度报告",
        agency="某局",
        report_year=2023,
        index_number="A-1",
        metadata={"来源": f"某局 {counter}：{number}", counter: str(number)},
        period=None,
        contact=Contact(),
        sections={"1": Section("一、总体情况", f"网站访问量{year_number}次。\n{counter}：{number}")},
        forms=Forms(applications="2021"),
        proactive=None,
        applications={row: (year_number,) * len(APPLICANTS) for row in rows},
        review=None,
        statistics=None,
        flags=(),
        checks=(),
        body_origin="trafilatura",
    )


def content_of(report: Report) -> str:
    return content_fingerprint(Reading("report", (), (report,)), 0, [])


NUMBERS = st.integers(0, 10**7)


@given(st.sampled_from(COUNTERS), NUMBERS, NUMBERS, NUMBERS)
def test_a_counter_is_never_content(counter: str, first: int, second: int, of_the_year: int) -> None:
    assert content_of(report_with(counter, first, of_the_year)) == content_of(report_with(counter, second, of_the_year))


@given(st.sampled_from(["new_received", "carried_out"]), st.integers(0, 6), NUMBERS, NUMBERS | st.none())
def test_a_number_of_a_table_always_is(row: str, place: int, before: int, after: int | None) -> None:
    report = report_with("浏览", 1, before)
    values = list(report.applications[row])  # type: ignore[index]  # report_with has them
    values[place] = after
    other = replace(report, applications={**(report.applications or {}), row: tuple(values)})
    assert (content_of(other) == content_of(report)) == (before == after)


@given(NUMBERS, NUMBERS)
def test_what_a_sentence_states_of_the_year_always_is(before: int, after: int) -> None:
    reports = [report_with("浏览", 1, number) for number in (before, after)]
    texts = [replace(report, applications=None, forms=Forms()) for report in reports]
    assert (content_of(texts[0]) == content_of(texts[1])) == (before == after)
