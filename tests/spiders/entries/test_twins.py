"""Twins: the web page, the PDF, the DOC and the 图解 of one report in one list are one candidate."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Decision
from crawler.sources import Source
from spiders.entries import Decided, Line, decide_all
from spiders.lists.rows import Row
from tests.registry_rows import KUNMING

HOST = "zwfw.km.gov.cn"
REPORT = "昆明市政务服务管理局2023年政府信息公开工作年度报告"
OLDER = "昆明市政务服务管理局2022年政府信息公开工作年度报告"
Make = Callable[..., Source]
Printed = tuple[str, str, str | None]


def _at(name: str) -> str:
    return f"https://{HOST}/c/{name}"


def _decide(source: Source, *rows: Printed, branch: tuple[str, ...] = ()) -> tuple[Decided, ...]:
    lines = [Line(Row(_at(name), title, day), f"https://{HOST}/", branch) for name, title, day in rows]
    return decide_all(lines, source, frozenset({HOST}))


def _decisions(found: tuple[Decided, ...]) -> list[Decision]:
    return [one.decision for one in found]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("1.pdf", REPORT),
        ("1.PDF", REPORT),
        ("1.doc", REPORT),
        ("1.docx", REPORT),
        ("1.wps", REPORT),
        ("1.xls", REPORT),
        ("1.pdf?v=2", REPORT),
        ("download.jsp?name=1.pdf", REPORT),
        ("2.shtml", f"{REPORT}（PDF版）"),
        ("2.shtml", f"{REPORT}（word版）"),
        ("2.shtml", f"{REPORT}【WORD格式】"),
        ("2.shtml", f"附件：{REPORT}"),
        ("2.shtml", f"{REPORT}.pdf"),
        ("1.pdf", f"{REPORT}（演示数据）"),
        ("1.pdf", "2023年度政府信息公开年报"),  # other words, the same report
        ("1.pdf", "昆明市政务服务局2023年政府信息公开年报"),
    ],
)
@pytest.mark.parametrize("page_first", [True, False])
def test_a_file_of_a_report_whose_page_the_list_shows(source: Make, name: str, title: str, page_first: bool) -> None:
    page, file = ("1.shtml", REPORT, "2024-01-31"), (name, title, "2024-02-02")
    found = _decide(source(), *((page, file) if page_first else (file, page)))
    page_found, file_found = found if page_first else reversed(found)
    assert (page_found.decision, page_found.twin_of) == ("report", None)
    assert (file_found.decision, file_found.twin_of) == ("twin", _at("1.shtml")), file_found.reason
    assert _at("1.shtml") in file_found.reason


@pytest.mark.parametrize(
    "other",
    [
        ("1.pdf", OLDER, "2024-01-31"),  # another year's
        ("1.pdf", REPORT, "2024-09-30"),  # the dates contradict
        ("1.pdf", f"{REPORT}（更正版）", "2024-01-31"),  # another text
        ("2.shtml", REPORT, "2024-01-31"),  # two pages of one report: its identity is found when both are read
        ("1.xls", "2023年政府信息公开情况统计表", "2024-01-31"),  # a sheet is a document of its own
    ],
)
def test_what_is_no_twin_is_fetched_for_itself(source: Make, other: Printed) -> None:
    found = _decide(source(), ("1.shtml", REPORT, "2024-01-31"), other)
    assert all(one.decision in ("report", "statistics") and one.twin_of is None for one in found), found


def test_a_file_alone_is_the_report(source: Make) -> None:
    for name in ("1.pdf", "1.doc", "1.wps"):
        assert _decide(source(), (name, REPORT, "2024-01-31")) == (
            Decided("report", _decide(source(), ("1.shtml", REPORT, None))[0].reason),
        )


def test_of_two_files_without_a_page_the_pdf_is_the_report(source: Make) -> None:
    doc, pdf = _decide(source(), ("1.doc", REPORT, None), ("1.pdf", REPORT, None))
    assert (pdf.decision, pdf.twin_of) == ("report", None)
    assert (doc.decision, doc.twin_of) == ("twin", _at("1.pdf"))


def test_all_files_lead_to_the_page_never_to_another_file(source: Make) -> None:
    """The DOC is a quarter younger than the page, but not than the PDF, which is the page's."""
    found = _decide(
        source(), ("1.shtml", REPORT, "2024-01-10"), ("1.pdf", REPORT, "2024-03-20"), ("1.doc", REPORT, "2024-05-20")
    )
    assert [one.twin_of for one in found] == [None, _at("1.shtml"), _at("1.shtml")]
    assert _at("1.shtml") in found[2].reason


def test_a_file_of_a_page_whose_title_is_cut(source: Make) -> None:
    page, file = _decide(
        source(), ("1.shtml", "昆明市政务服务管理局2023年政府信息公开工...", None), ("1.pdf", REPORT, None)
    )
    assert (page.decision, file.decision, file.twin_of) == ("follow", "twin", _at("1.shtml"))


def test_a_sheet_and_its_file(source: Make) -> None:
    sheet = "2017年政府信息公开情况统计表"
    page, file = _decide(source(), ("1.shtml", sheet, None), ("1.xls", sheet, None))
    assert (page.decision, file.decision, file.twin_of) == ("statistics", "twin", _at("1.shtml"))


@pytest.mark.parametrize(
    "title", ["图解：2023年政府信息公开年报", f"一图读懂{REPORT}", f"{REPORT}（图片版）", f"《{REPORT}》解读"]
)
def test_a_picture_of_a_report_stays_one_and_names_its_page(source: Make, title: str) -> None:
    rows = (("2.shtml", title, "2024-02-03"), ("1.pdf", REPORT, None), ("1.shtml", REPORT, "2024-01-31"))
    found = _decide(source(), *rows)
    assert _decisions(found) == ["interpretation", "twin", "report"]
    assert found[0].twin_of == _at("1.shtml")


def test_a_picture_of_another_year_s_report_names_none(source: Make) -> None:
    found = _decide(source(), ("2.shtml", f"一图读懂{OLDER}", None), ("1.shtml", REPORT, None))
    assert (found[0].decision, found[0].twin_of) == ("interpretation", None)


def test_titles_without_a_year_are_together_on_one_day_or_in_one_year_s_branch(source: Make) -> None:
    page, file = ("1.shtml", "信息公开年报", "2024-01-31"), ("1.pdf", "信息公开年报", "2024-01-31")
    assert _decisions(_decide(source(), page, file)) == ["report", "twin"]
    later = ("1.pdf", "信息公开年报", "2024-02-01")
    assert _decisions(_decide(source(), page, later)) == ["report", "report"]
    assert _decisions(_decide(source(), page, later, branch=("2023年",))) == ["report", "twin"]
    undated = (("1.shtml", "信息公开年报", None), ("1.pdf", "信息公开年报", None))
    assert _decisions(_decide(source(), *undated)) == ["report", "report"]


def test_in_a_shared_column_only_a_name_tells_whose_file_it_is(source: Make) -> None:
    shared = source(scope="shared")
    unnamed = (("1.shtml", "2023年信息公开年报", "2024-01-31"), ("1.pdf", "2023年信息公开年报", "2024-01-31"))
    assert _decisions(_decide(shared, *unnamed)) == ["follow", "follow"]
    assert _decisions(_decide(shared, *unnamed, branch=("昆明市政务服务管理局",))) == ["report", "twin"]
    assert _decisions(_decide(shared, ("1.shtml", REPORT, None), ("1.pdf", REPORT, None))) == ["report", "twin"]


def test_other_bodies_files_are_theirs(source: Make) -> None:
    other = "昆明市财政局2023年政府信息公开工作年度报告"
    found = _decide(source(), ("1.shtml", REPORT, None), ("1.pdf", other, None), ("2.shtml", other, None))
    assert _decisions(found) == ["report", "other_body", "other_body"]
    assert not any(one.twin_of for one in found)


def test_a_file_on_a_strange_host_is_never_a_twin(source: Make) -> None:
    page = Line(Row(_at("1.shtml"), REPORT, None), "")
    strange = Line(Row("https://files.example.net/1.pdf", REPORT, None), "")
    assert _decisions(decide_all([page, strange], source(), frozenset({HOST}))) == ["report", "off_registry"]


def test_an_address_that_two_lists_show_is_no_twin_of_itself(source: Make) -> None:
    """One list says (PDF版) of the page, the other does not; of two such pages neither is the other's file."""
    said = f"{REPORT}（PDF版）"
    found = _decide(source(), ("1.shtml", REPORT, None), ("1.shtml", said, None))
    assert _decisions(found) == ["report", "report"]
    with_file = _decide(source(), ("1.shtml", REPORT, None), ("1.shtml", said, None), ("1.pdf", REPORT, None))
    assert _decisions(with_file) == ["report", "report", "twin"]
    rows = [(name, title, None) for title in (REPORT, said) for name in ("1.shtml", "2.shtml")]
    assert _decisions(_decide(source(), *rows)) == ["report"] * 4


_TITLES = st.sampled_from([REPORT, OLDER, f"{REPORT}（PDF版）", "信息公开年报", f"图解{REPORT}", "附件1", "会议召开"])
_ROWS = st.lists(
    st.tuples(
        st.sampled_from([f"{number}.{suffix}" for number in (1, 2) for suffix in ("shtml", "pdf", "doc", "zip")]),
        _TITLES,
        st.sampled_from([None, "2024-01-31", "2024-03-31", "2024-06-15", "2024-08-30"]),
    ),
    max_size=9,
)


@given(_ROWS)
def test_whatever_the_list_each_twin_leads_to_a_line_that_is_fetched(rows: list[Printed]) -> None:
    decided = _decide(KUNMING, *rows)
    fetched = {
        _at(row[0])
        for row, one in zip(rows, decided, strict=True)
        if one.decision in ("report", "follow", "statistics")
    }
    for (name, _, _), one in zip(rows, decided, strict=True):
        assert one.decision != "twin" or one.twin_of is not None
        if one.twin_of is not None:
            assert one.twin_of in fetched
            assert one.twin_of != _at(name)
