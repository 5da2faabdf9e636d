"""What a line is by more than its title: the column's own rule, the branch it stands in, the host it leads to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from crawler.items import Decision
from crawler.sources import Source
from spiders.entries import Decided, Line, decide_all
from spiders.lists.rows import Row

HOST = "zwfw.km.gov.cn"
LIST = f"https://{HOST}/zfxxgk/zfxxgknb/"
HOSTS = frozenset({HOST, "www.diqing.gov.cn"})
Make = Callable[..., Source]


def _decide(
    titles: Sequence[str], source: Source, branch: tuple[str, ...] = (), host: str = HOST
) -> tuple[Decided, ...]:
    lines = [
        Line(Row(f"https://{host}/c/2024-01-31/{place}.shtml", title, None), LIST, branch)
        for place, title in enumerate(titles)
    ]
    return decide_all(lines, source, HOSTS)


@pytest.mark.parametrize(
    ("rule", "title", "decision"),
    [
        (r"\d{4}年", "2023年", "report"),
        (r"\d{4}年", " 2023 年（演示数据）", "report"),
        (r"\d{4}年", "2023年工作会议召开", "other"),
        (r"\d{4}年工作报告", "2023年工作报告", "report"),
        (r"政府信息公开（\d{4}）", "政府信息公开（2023）", "report"),
        ("", "政府信息公开（2023）", "other"),
        (r"市政务局\d{4}年报", "市政务局2023年报", "report"),
        (r".*", "昆明市财政局2023年政府信息公开工作年度报告", "other_body"),
        (r".*", "2023年政府网站工作年度报表", "website_report"),
        (r".*", "2023年度法治政府建设年度报告", "other"),
        (r".*", "图解2023年政府信息公开工作年度报告", "interpretation"),
        ("", "2023年", "follow"),
        ("", "2023年工作报告", "other"),
    ],
)
def test_the_column_s_rule_in_an_own_column(source: Make, rule: str, title: str, decision: Decision) -> None:
    (found,) = _decide([title], source(report_titles=rule))
    assert found.decision == decision, found.reason
    assert ("report_titles" in found.reason) == (decision == "report")


@pytest.mark.parametrize(
    ("rule", "title", "decision"),
    [
        (r"\d{4}年", "2023年", "follow"),
        (r"\d{4}年工作报告", "2023年工作报告", "follow"),
        (r"工信局\d{4}年年报", "工信局2022年年报", "report"),
        (r".*年报", "迪庆州财政局2022年年报", "other_body"),
    ],
)
def test_the_column_s_rule_in_a_shared_column(source: Make, rule: str, title: str, decision: Decision) -> None:
    """A rule says that a title is a report's; whose it is, in a shared column, only a name says."""
    row = source(body="迪庆州工业和信息化局", aliases=("迪庆州工信局",), scope="shared", report_titles=rule)
    (found,) = _decide([title], row)
    assert found.decision == decision, found.reason


SAYS_NOTHING = [
    (),
    ("2023年",),
    ("2023n",),
    ("市直部门",),
    ("2023年", "州级部门"),
    ("县（市、区）",),
    ("乡镇街道",),
    ("政府信息公开年报",),
    ("昆明市",),  # where the body lies
]
NAMES_ANOTHER = [
    ("昆明市财政局",),
    ("2023年", "昆明市财政局"),
    ("部门年报", "盘龙区"),
    ("2023年盘龙区政府信息公开年报",),
]


@pytest.mark.parametrize("branch", SAYS_NOTHING, ids=" ".join)
@pytest.mark.parametrize("title", ["信息公开年报", "2023年政府信息公开工作年度报告"])
def test_a_year_a_kind_or_a_place_above_says_nothing(source: Make, title: str, branch: tuple[str, ...]) -> None:
    assert _decide([title], source(), branch)[0].decision == "report"
    assert _decide([title], source(scope="shared"), branch)[0].decision == "follow"


@pytest.mark.parametrize("branch", NAMES_ANOTHER, ids=" ".join)
@pytest.mark.parametrize("scope", ["own", "shared"])
@pytest.mark.parametrize("title", ["信息公开年报", "2023年政府信息公开工作年度报告", "2023年"])
def test_a_branch_that_names_another_body(source: Make, title: str, scope: str, branch: tuple[str, ...]) -> None:
    (found,) = _decide([title], source(scope=scope), branch)
    assert found.decision == "other_body", found.reason
    assert "branch" in found.reason


@pytest.mark.parametrize(
    ("branch", "decision"),
    [
        (("昆明市政务服务管理局",), "report"),
        (("2023年", "市直部门", "昆明市政务服务局"), "report"),
        (("政务服务管理局",), "follow"),  # which city's is not said
        (("盘龙区", "政务服务管理局"), "other_body"),
    ],
)
def test_a_branch_that_names_the_body(source: Make, branch: tuple[str, ...], decision: Decision) -> None:
    (found,) = _decide(["信息公开年报"], source(scope="shared"), branch)
    assert found.decision == decision, found.reason


def test_a_title_s_own_name_goes_before_its_branch_s(source: Make) -> None:
    titles = ["昆明市政务服务管理局2023年政府信息公开工作年度报告", "昆明市财政局2023年政府信息公开工作年度报告"]
    found = _decide(titles, source(), ("昆明市审计局",))
    assert [one.decision for one in found] == ["report", "other_body"]


def test_a_branch_does_not_make_a_report_of_news(source: Make) -> None:
    found = _decide(["全市工作会议召开", "2023年政府网站工作年度报表"], source(), ("昆明市政务服务管理局",))
    assert [one.decision for one in found] == ["other", "website_report"]


@pytest.mark.parametrize(
    "url",
    [
        "https://zwfw.km.gov.cn.example.net/c/1.shtml",
        "https://km.gov.cn/c/1.shtml",  # a parent domain never stands for its children
        "http://61.150.65.235/c/1.shtml",
        "ftp://zwfw.km.gov.cn/c/1.pdf",
        "mailto:someone@zwfw.km.gov.cn",
        "http://[年报/1.shtml",
        "",
    ],
)
@pytest.mark.parametrize("title", ["2023年政府信息公开工作年度报告", "全市工作会议召开", "图解2023年政府信息公开年报"])
def test_a_line_that_leads_off_the_registry_is_never_asked(source: Make, url: str, title: str) -> None:
    (found,) = decide_all([Line(Row(url, title, None), LIST)], source(), HOSTS)
    assert found.decision == "off_registry"
    assert found.twin_of is None
    assert "\n" not in found.reason


def test_another_registered_host_is_asked(source: Make) -> None:
    assert _decide(["信息公开年报"], source(), host="www.diqing.gov.cn")[0].decision == "report"


def test_decisions_come_in_the_order_of_the_lines(source: Make) -> None:
    titles = ["全市工作会议召开", "2023年政府信息公开年报", "2023年政府网站工作年度报表", "2023年政府信息公开年报"]
    assert [one.decision for one in _decide(titles, source())] == ["other", "report", "website_report", "report"]
    assert decide_all([], source(), HOSTS) == ()
