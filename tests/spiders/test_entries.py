"""What a line of a list is, by its title."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.items import Decision
from crawler.sources import Source
from spiders.entries import decide
from spiders.rows import list_rows

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
KUNMING = ("昆明市政务服务管理局", ("昆明市政务服务局",))
HEDONG = ("临沂市河东区工业和信息化局", ("河东区工业和信息化局", "河东区工信局"))
DIQING = ("迪庆州工业和信息化局", ("迪庆藏族自治州工业和信息化局", "迪庆州工信局"))
EGB = ("鄂尔多斯恩格贝生态示范区", ("恩格贝生态示范区",))

OWN: list[tuple[tuple[str, tuple[str, ...]], str, Decision]] = [
    (KUNMING, "昆明市政务服务管理局2023年政府信息公开工作年度报告", "report"),
    (KUNMING, "2023年昆明市政务服务管理局政府信息公开工作年度报告", "report"),
    (KUNMING, "昆明市政务服务管理局关于2023年度政府信息公开工作的年度报告", "report"),
    (KUNMING, "昆明市政务服务局2019年政府信息公开年报", "report"),
    (KUNMING, "昆明市政务服务管理局（昆明市公共资源交易管理局）2020年政府信息公开年度报告", "report"),
    (KUNMING, "昆明市政务服务管理局 2023 年政府信息公开工作年度报告（演示数据）", "report"),
    (KUNMING, "2023年度政府信息公开工作年度报告", "report"),
    (KUNMING, "政府信息公开年报", "report"),
    (KUNMING, "信息公开年报", "report"),
    (KUNMING, "2022年年报", "report"),
    (KUNMING, "二〇二二年政府信息公开年度报告", "report"),
    (KUNMING, "我局2016年政府信息公开工作总结", "report"),
    (KUNMING, "2018年政府信息公开工作情况报告", "report"),
    (KUNMING, "2018年政务公开工作年度报告", "report"),
    (KUNMING, "2018年政府信息公开年度报告及统计表", "report"),
    (KUNMING, "云南省昆明市政务服务管理局2023年政府信息公开工作年度报告", "report"),
    (KUNMING, "市政务局2021年政府信息公开年报", "follow"),
    (KUNMING, "昆明市2020年政府信息公开工作年度报告", "other_body"),
    (KUNMING, "昆明市财政局2020年政府信息公开工作年度报告", "other_body"),
    (KUNMING, "2023年政府网站工作年度报表", "website_report"),
    (KUNMING, "昆明市政务服务管理局政府网站工作年度报表（2023年度）（演示数据）", "website_report"),
    (KUNMING, "政府网站年度工作报表", "website_report"),
    (KUNMING, "一图读懂昆明市政务服务管理局2023年政府信息公开工作年度报告", "interpretation"),
    (KUNMING, "图解：2023年政府信息公开年报", "interpretation"),
    (KUNMING, "2019年政府信息公开工作年度报告（图片版）", "interpretation"),
    (KUNMING, "《2023年政府信息公开工作年度报告》解读", "interpretation"),
    (KUNMING, "2017年政府信息公开情况统计表", "statistics"),
    (KUNMING, "2018年政府信息公开年度报告统计表", "statistics"),
    (KUNMING, "昆明市政务服务管理局2023年法治政府建设年度报告", "other"),
    (KUNMING, "2023年度行政执法年度报告", "other"),
    (KUNMING, "我局召开政府信息公开培训会", "other"),
    (KUNMING, "关于做好2022年政府信息公开工作年度报告编制工作的通知", "other"),
    (KUNMING, "昆明市政务服务管理局政府信息公开指南", "other"),
    (KUNMING, "全市政务服务工作推进会召开", "other"),
    (HEDONG, "河东区工信局2021年政府信息公开工作年度报告", "report"),
    (HEDONG, "临沂市河东区工信局2021年政府信息公开工作年度报告", "report"),
    (HEDONG, "区工业和信息化局2021年政府信息公开工作年度报告", "report"),
    (HEDONG, "天津市河东区工业和信息化局2021年政府信息公开工作年度报告", "other_body"),
    (HEDONG, "河东区2021年政府信息公开工作年度报告", "other_body"),
]
SHARED: list[tuple[tuple[str, tuple[str, ...]], str, Decision]] = [
    (DIQING, "迪庆州工业和信息化局2022年政府信息公开工作年度报告", "report"),
    (DIQING, "迪庆州工信局2022年政府信息公开年报", "report"),
    (DIQING, "迪庆藏族自治州工业和信息化局2022年政府信息公开年报（演示数据）", "report"),
    (DIQING, "信息公开年报", "follow"),
    (DIQING, "2022年年报", "follow"),
    (DIQING, "2022年政府信息公开工作年度报告", "follow"),
    (DIQING, "州工信局2022年政府信息公开工作年度报告", "follow"),
    (DIQING, "工业和信息化局2022年政府信息公开工作年度报告", "follow"),
    (DIQING, "迪庆州工业和信息化局2022年年报", "follow"),
    (DIQING, "迪庆州财政局2022年政府信息公开工作年度报告", "other_body"),
    (DIQING, "香格里拉市工业和信息化局2022年政府信息公开工作年度报告", "other_body"),
]


@pytest.mark.parametrize(("body", "title", "decision"), OWN, ids=[case[1] for case in OWN])
def test_in_the_body_s_own_column(
    source: Callable[..., Source], body: tuple[str, tuple[str, ...]], title: str, decision: Decision
) -> None:
    found, reason = decide(title, source(body=body[0], aliases=body[1]))
    assert found == decision, reason
    assert reason and "\n" not in reason


@pytest.mark.parametrize(("body", "title", "decision"), SHARED, ids=[case[1] for case in SHARED])
def test_in_a_shared_column(
    source: Callable[..., Source], body: tuple[str, tuple[str, ...]], title: str, decision: Decision
) -> None:
    found, reason = decide(title, source(body=body[0], aliases=body[1], scope="shared"))
    assert found == decision, reason


def test_the_real_engebei_list(source: Callable[..., Source]) -> None:
    page = REAL / "listing" / "ordos-egb-xxgknb.html"
    if not page.exists():
        pytest.skip("../shared/real is not here (it is not part of the repository)")
    rows = list_rows(page.read_text(), "http://egb.example.gov.cn/xxgk/", r"/xxgk/\d{6}/t\d{8}_\d+\.html$")
    own = source(body=EGB[0], aliases=EGB[1])
    assert [decide(row.title, own)[0] for row in rows] == [
        "other_body",  # 鄂尔多斯市2019年…
        "other",
        "other_body",  # 鄂尔多斯市人民政府办公室2019年…
        "other",
        "other_body",  # 鄂尔多斯市2018年…
        "other_body",  # 内蒙古自治区2018年…
        "other",
        "other",
        "other",  # 一图读懂 of something else than a report
        "other",
    ]


@pytest.mark.parametrize(("body", "title", "decision"), OWN + SHARED, ids=[case[1] for case in OWN + SHARED])
def test_the_mark_of_demonstration_data_changes_nothing(
    source: Callable[..., Source], body: tuple[str, tuple[str, ...]], title: str, decision: Decision
) -> None:
    row = source(body=body[0], aliases=body[1])
    assert decide(title.removesuffix("（演示数据）") + "（演示数据）", row) == decide(
        title.removesuffix("（演示数据）"), row
    )
