"""What a line of a list is, by its title: a table of titles as sites print them, by body and by scope of the column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Decision
from crawler.sources import Source
from spiders.entries import decide
from spiders.lists.model import Answer, Ask
from spiders.lists.readers import READERS
from tests.registry_rows import KUNMING as KUNMING_ROW

SHARED_FOLDER = Path(__file__).resolve().parents[4] / "shared"
Body = tuple[str, tuple[str, ...]]
KUNMING: Body = ("昆明市政务服务管理局", ("昆明市政务服务局",))
HEDONG: Body = ("临沂市河东区工业和信息化局", ("河东区工业和信息化局", "河东区工信局"))
DIQING: Body = ("迪庆州工业和信息化局", ("迪庆藏族自治州工业和信息化局", "迪庆州工信局"))
ECOLOGY: Body = ("榆林市生态环境局", ())
CITY: Body = ("昆明市", ())
COUNTY: Body = ("昆明市禄劝县人民政府", ("禄劝县人民政府",))
YUEXI: Body = ("越西县气象局", ())
LUQUAN: Body = ("昆明市禄劝县", ("禄劝彝族苗族自治县",))

OWN: list[tuple[Body, str, Decision]] = [
    # The English version of a report, as some columns list it: the page says whose it is
    (KUNMING, "2023 Annual Report on Open Government Information of Kunming", "follow"),
    (KUNMING, "Open Government Information Annual Work Report 2020", "follow"),
    (KUNMING, "Annual Report of Kunming Metro Co., Ltd. 2023", "other"),
    # The body's reports, as they are titled
    (KUNMING, "昆明市政务服务管理局2023年政府信息公开工作年度报告", "report"),
    (KUNMING, "2023年昆明市政务服务管理局政府信息公开工作年度报告", "report"),
    (KUNMING, "昆明市政务服务管理局关于2023年度政府信息公开工作的年度报告", "report"),
    (KUNMING, "昆明市政务服务局2019年政府信息公开年报", "report"),
    (KUNMING, "昆明市政务服务管理局（昆明市公共资源交易管理局）2020年政府信息公开年度报告", "report"),
    (KUNMING, "昆明市政务服务管理局 2023 年政府信息公开工作年度报告（演示数据）", "report"),
    (KUNMING, "昆明市政务服务管理局２０２３年政府信息公开工作年度报告", "report"),
    (KUNMING, "2023年度政府信息公开工作年度报告", "report"),
    (KUNMING, "政府信息公开年报", "report"),
    (KUNMING, "【置顶】2023年政府信息公开工作年度报告", "report"),
    (KUNMING, "[最新] 昆明市政务服务管理局2023年政府信息公开工作年度报告", "report"),
    # A slip, or words of the report's own, where a body's name would stand: the page tells
    (KUNMING, "昆明市政务服务管理局2021年政府公开信息工作年度报告", "follow"),
    (KUNMING, "昆明市政务服务管理局2021年政府信息公工作年度报告", "follow"),
    (KUNMING, "昆明市政务服务管理局2016年主动公开政府信息年度报告", "follow"),
    (KUNMING, "2023年公开年报", "follow"),
    (KUNMING, "2022年重大建设项目批准和实施领域政府信息公开工作年度报告", "follow"),
    # A government in its own column, by its level alone
    (COUNTY, "县政府2023年政府信息公开工作年度报告", "report"),
    (COUNTY, "县人民政府2023年政府信息公开工作年度报告", "report"),
    (COUNTY, "2023年全县政府信息公开工作年度报告", "report"),
    (COUNTY, "我县2022年政府信息公开工作年度报告", "report"),
    (COUNTY, "县政府办2023年政府信息公开工作年度报告", "other_body"),
    (COUNTY, "县人民政府办公室2023年政府信息公开工作年度报告", "other_body"),
    (COUNTY, "市政府2022年政府信息公开工作年度报告", "other_body"),
    (COUNTY, "云南省人民政府2022年政府信息公开工作年度报告", "other_body"),
    (COUNTY, "屏山街道办事处2023年政府信息公开工作年度报告", "other_body"),
    (COUNTY, "禄劝县第一中学2023年信息公开年度报告", "other_body"),
    (COUNTY, "禄劝县民族小学2022年信息公开年报", "other_body"),
    (COUNTY, "禄劝县人民医院2023年信息公开年度报告", "other_body"),
    (COUNTY, "禄劝县自来水有限责任公司2023年信息公开年度报告", "other_body"),
    (COUNTY, "禄劝产业园区管理委员会2023年政府信息公开工作年度报告", "other_body"),
    (COUNTY, "县残联2022年政府信息公开工作年度报告", "other_body"),
    (KUNMING, "信息公开年报", "report"),
    (KUNMING, "2022年年报", "report"),
    (KUNMING, "昆明市政务服务管理局2022年报", "report"),
    (KUNMING, "昆明市政务服务管理局2022年度报告", "report"),
    (KUNMING, "二〇二二年政府信息公开年度报告", "report"),
    (KUNMING, "二○一五年政府信息公开年度报告", "report"),
    (KUNMING, "我局2016年政府信息公开工作总结", "report"),
    (KUNMING, "2018年政府信息公开工作情况报告", "report"),
    (KUNMING, "昆明市政务服务管理局关于2014年政府信息公开工作情况的报告", "report"),
    (KUNMING, "2018年政务公开工作年度报告", "report"),
    (KUNMING, "2018年政府信息公开年度报告及统计表", "report"),
    (KUNMING, "云南省昆明市政务服务管理局2023年政府信息公开工作年度报告", "report"),
    (KUNMING, "关于公布昆明市政务服务管理局2023年政府信息公开工作年度报告的公告", "report"),
    (KUNMING, "关于发布2022年度政府信息公开工作年度报告的通知", "report"),
    (KUNMING, "《昆明市政务服务管理局2023年政府信息公开工作年度报告》", "report"),
    (KUNMING, "昆明市政务服务管理局2023年政府信息公开工作年度报告.pdf", "report"),
    (KUNMING, "昆明市政务服务管理局2023年政府信息公开工作年度报告（PDF版）", "report"),
    (KUNMING, "附件：2023年政府信息公开工作年度报告（word版）", "report"),
    (HEDONG, "河东区工信局2021年政府信息公开工作年度报告", "report"),
    (HEDONG, "临沂市河东区工信局2021年政府信息公开工作年度报告", "report"),
    (("演示第2019县商务局", ()), "演示第2019县商务局2025年政府信息公开工作年度报告（演示数据）", "report"),
    (HEDONG, "1、河东区工信局2021年政府信息公开工作年度报告", "report"),
    (HEDONG, "2021年政府信息公开年报（河东区工信局）", "report"),
    (HEDONG, "区工业和信息化局2021年政府信息公开工作年度报告", "report"),
    (ECOLOGY, "榆林市生态环境局2022年年报", "report"),
    (CITY, "昆明市人民政府2023年政府信息公开工作年度报告", "report"),
    (CITY, "昆明市2020年政府信息公开工作年度报告", "report"),
    (LUQUAN, "禄劝彝族苗族自治县人民政府2019年政府信息公开工作年度报告", "report"),
    # Published among notices (公示公告)
    (YUEXI, "越西县气象局2023年政府信息公开工作年度报告公示", "report"),
    (YUEXI, "越西县气象局关于防雷装置检测资质的公示", "other"),
    (YUEXI, "关于2024年春节放假安排的公告", "other"),
    # The title does not say: the page must
    (KUNMING, "市政务局2021年政府信息公开年报", "follow"),
    (KUNMING, "2023年", "follow"),
    (KUNMING, "2023年度", "follow"),
    (KUNMING, "附件1", "follow"),
    (KUNMING, "全文下载", "follow"),
    (KUNMING, "昆明市政务服务管理局", "follow"),
    (KUNMING, "昆明市政务服务管理局2019年政府信息公开", "follow"),
    # Cut by the list, without a title attribute
    (KUNMING, "昆明市政务服务管理局2023年政府信息公开工...", "follow"),
    (KUNMING, "昆明市政务服务管理局2023年政府信息公开工作年度...", "follow"),
    (KUNMING, "昆明市政务服务管理局2023年政府信息公开工作年度报…", "follow"),
    (KUNMING, "昆明市政务服务管理局2023年政府信...", "follow"),
    (KUNMING, "昆明市政务服务管理局2023年度…", "follow"),
    (KUNMING, "昆明市政务服务管理局关于2023年度...", "follow"),
    (KUNMING, "昆明市政务服务管理局202...", "follow"),
    (KUNMING, "昆明市政务服务管理局2...", "follow"),
    (KUNMING, "昆明市政务服务管理局二〇二...", "follow"),
    (KUNMING, "昆明市政务服务管理局...", "follow"),
    (KUNMING, "昆明市财政局202...", "other_body"),
    (KUNMING, "2023年昆明市政务服务管...", "follow"),
    (KUNMING, "关于公布昆明市政务服...", "follow"),
    (KUNMING, "2023年度政府信息...", "follow"),
    (KUNMING, "昆明市政务服务管理局2023年政府信息公开工作", "follow"),
    (KUNMING, "昆明市财政局2023年政府信息公开工...", "other_body"),
    (KUNMING, "昆明市财政局2023年政府信...", "other_body"),
    (KUNMING, "昆明市政务服务管理局关于印发《政务大厅管理办法》...", "other"),
    (KUNMING, "昆明市政务服务管理局2023年法治政府建设年度报告...", "other"),
    (KUNMING, "昆明市政务服务管理局召开全市政务服务工作...", "other"),
    (KUNMING, "昆明市政务服务管理局召开政务公开工...", "other"),
    (KUNMING, "昆明市委组织部2023年政府信息公开工...", "other_body"),
    (KUNMING, "2023年政府网站工作年度报表（昆明市政务服务...", "website_report"),
    (KUNMING, "一图读懂：昆明市政务服务管理局20...", "interpretation"),
    (KUNMING, "图解昆明市政务服务管...", "interpretation"),
    (KUNMING, "一图读懂示范区2017年重点工...", "other"),
    (KUNMING, "一图读懂：昆明市政务服务管理局优化营商环...", "other"),
    # Other bodies'
    (KUNMING, "昆明市2020年政府信息公开工作年度报告", "other_body"),
    (KUNMING, "昆明市财政局2020年政府信息公开工作年度报告", "other_body"),
    (KUNMING, "昆明市财政局", "other_body"),
    (KUNMING, "2023年政府信息公开年报（昆明市财政局）", "other_body"),
    (HEDONG, "天津市河东区工业和信息化局2021年政府信息公开工作年度报告", "other_body"),
    (HEDONG, "河东区2021年政府信息公开工作年度报告", "other_body"),
    (CITY, "昆明市人民政府办公室2019年政府信息公开工作年度报告", "other_body"),
    (CITY, "云南省2019年政府信息公开工作年度报告", "other_body"),
    # Web sites' own reports
    (KUNMING, "2023年政府网站工作年度报表", "website_report"),
    (KUNMING, "昆明市政务服务管理局政府网站工作年度报表（2023年度）（演示数据）", "website_report"),
    (KUNMING, "政府网站年度工作报表", "website_report"),
    # Pictures and explanations
    (KUNMING, "一图读懂昆明市政务服务管理局2023年政府信息公开工作年度报告", "interpretation"),
    (KUNMING, "图解：2023年政府信息公开年报", "interpretation"),
    (KUNMING, "2019年政府信息公开工作年度报告（图片版）", "interpretation"),
    (KUNMING, "《2023年政府信息公开工作年度报告》解读", "interpretation"),
    # Statistics sheets
    (KUNMING, "2017年政府信息公开情况统计表", "statistics"),
    (KUNMING, "2018年政府信息公开年度报告统计表", "statistics"),
    (KUNMING, "昆明市政务服务管理局政府信息公开情况统计表（2016年度）", "statistics"),
    (KUNMING, "昆明市政务服务管理局2018年政府信息公开工作年度报告附表", "statistics"),
    (KUNMING, "昆明市财政局2017年政府信息公开情况统计表", "other_body"),
    # Yearly reports on something else, and what else stands in a column
    (KUNMING, "昆明市政务服务管理局2023年法治政府建设年度报告", "other"),
    (KUNMING, "2023年度行政执法年度报告", "other"),
    (ECOLOGY, "2022年榆林市环境质量年报", "other"),
    (KUNMING, "我局召开政府信息公开培训会", "other"),
    (KUNMING, "关于做好2022年政府信息公开工作年度报告编制工作的通知", "other"),
    (KUNMING, "关于印发政府信息公开工作年度报告格式的通知", "other"),
    (KUNMING, "政府信息公开工作年度报告模板", "other"),
    (KUNMING, "昆明市政务服务管理局政府信息公开指南", "other"),
    (KUNMING, "昆明市政务服务管理局政府信息公开目录", "other"),
    (KUNMING, "昆明市政务服务管理局政府信息公开申请表", "other"),
    (KUNMING, "昆明市政务服务管理局依申请公开流程", "other"),
    (KUNMING, "政府信息公开", "other"),
    (KUNMING, "2023年政府信息公开工作要点", "other"),
    (KUNMING, "全市政务服务工作推进会召开", "other"),
    (KUNMING, "2023年度部门决算", "other"),
    (KUNMING, "一图读懂示范区2017年重点工作", "other"),
]
SHARED: list[tuple[Body, str, Decision]] = [
    (DIQING, "Annual Report on Government Information Disclosure (2023)", "follow"),
    (DIQING, "迪庆州工业和信息化局2022年政府信息公开工作年度报告", "report"),
    (DIQING, "迪庆州工信局2022年政府信息公开年报", "report"),
    (DIQING, "迪庆藏族自治州工业和信息化局2022年政府信息公开年报（演示数据）", "report"),
    (DIQING, "2022年政府信息公开年报（迪庆州工信局）", "report"),
    (DIQING, "2022年政府信息公开年报（州级部门）", "follow"),
    (DIQING, "信息公开年报", "follow"),
    (DIQING, "2022年年报", "follow"),
    (DIQING, "2022年政府信息公开工作年度报告", "follow"),
    (DIQING, "州工信局2022年政府信息公开工作年度报告", "follow"),
    (DIQING, "工业和信息化局2022年政府信息公开工作年度报告", "follow"),
    (DIQING, "迪庆州工业和信息化局2022年年报", "follow"),
    (DIQING, "迪庆州工业和信息...", "follow"),
    (DIQING, "2022年政府信息公开情况统计表", "follow"),
    (DIQING, "迪庆州工业和信息化局2017年政府信息公开情况统计表", "statistics"),
    (DIQING, "迪庆州财政局2017年政府信息公开情况统计表", "other_body"),
    (DIQING, "迪庆州财政局2022年政府信息公开工作年度报告", "other_body"),
    (DIQING, "迪庆州财政局2022年年报", "other_body"),
    (DIQING, "迪庆州财政局2022年政府信息公开工...", "other_body"),
    (DIQING, "香格里拉市工业和信息化局2022年政府信息公开工作年度报告", "other_body"),
]
CASES = [("own", *case) for case in OWN] + [("shared", *case) for case in SHARED]


def _row(scope: str, body: Body) -> Source:
    return replace(KUNMING_ROW, body=body[0], aliases=body[1], scope=scope)  # type: ignore[arg-type]


@pytest.mark.parametrize(("scope", "body", "title", "decision"), CASES, ids=[f"{case[0]}-{case[2]}" for case in CASES])
def test_a_title(scope: str, body: Body, title: str, decision: Decision) -> None:
    found, reason = decide(title, _row(scope, body))
    assert found == decision, reason
    assert reason and "\n" not in reason


@pytest.mark.parametrize(
    ("body", "scope", "own"),
    [
        ("鄂尔多斯恩格贝生态示范区", "own", ()),  # its column shows none of its own
        ("鄂尔多斯市", "shared", (0, 4)),
        ("鄂尔多斯市人民政府", "shared", (0, 4)),
        ("鄂尔多斯市人民政府办公室", "shared", (2,)),
        ("内蒙古自治区", "shared", (5,)),
    ],
)
def test_the_real_engebei_list(source: Callable[..., Source], body: str, scope: str, own: tuple[int, ...]) -> None:
    """Ten rows: the reports of a city (twice), of its office and of a region; six that are news. Whoever's row of the
    registry the column serves, that body's are taken, the others' are others', and the news is never asked."""
    page = SHARED_FOLDER / "real" / "listing" / "ordos-egb-xxgknb.html"
    if not page.exists():
        pytest.skip("../shared/real is not here (it is not part of the repository)")
    address = "http://egb.example.gov.cn/xxgk/"
    row = source(body=body, aliases=(), scope=scope, family="trs", article_pattern=r"/xxgk/\d{6}/t\d{8}_\d+\.html$")
    rows = READERS["trs"](row, Ask(address), Answer(address, page.read_text())).rows
    decisions = [decide(found.title, row)[0] for found in rows]
    assert len(rows) == 10
    reports = {0, 2, 4, 5}
    assert decisions == [
        "report" if place in own else "other_body" if place in reports else "other" for place in range(10)
    ]


def test_the_titles_of_the_seeds(source: Callable[..., Source]) -> None:
    seeds = SHARED_FOLDER / "seeds"
    if not seeds.exists():
        pytest.skip("../shared/seeds is not here (it is not part of the repository)")
    bodies = {"000": "云南省工业和信息化厅", "002": "凉山州经济和信息化局", "004": "昆明市政务服务管理局"}
    for number, body in bodies.items():
        text = next(seeds.glob(f"{number}_*.txt")).read_text()
        title = next(line for line in text.splitlines() if line.startswith(body) and line.endswith("年度报告"))
        for scope in ("own", "shared"):
            assert decide(title, source(body=body, aliases=(), scope=scope))[0] == "report", (scope, title)


def _full_width(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in text)


@st.composite
def _written_otherwise(draw: st.DrawFn) -> tuple[str, Body, str, str]:
    """A title of the table, and the same with what a site's editor may do to it."""
    scope, body, title, _ = draw(st.sampled_from(CASES))
    characters = list(title)
    for place in draw(st.lists(st.integers(0, len(characters)), max_size=4)):
        characters.insert(place, draw(st.sampled_from([" ", "\u3000", "\xa0", "\n", "\t", "\u2003"])))
    other = "".join(characters)
    if draw(st.booleans()):
        other = _full_width(other)
    if draw(st.booleans()):
        other = other.translate(str.maketrans("（）", "()"))
    if draw(st.booleans()):
        other += draw(st.sampled_from(["（演示数据）", "(演示数据)", " （ 演示数据 ）", "（演示数据）\u3000"]))
    return scope, body, title, other


@given(_written_otherwise())
def test_blanks_width_brackets_and_the_demonstration_mark_change_nothing(
    case: tuple[str, Body, str, str],
) -> None:
    scope, body, title, other = case
    assert decide(other, _row(scope, body)) == decide(title, _row(scope, body))


@given(st.text(max_size=40), st.sampled_from(["own", "shared"]))
def test_any_text_gets_a_decision_and_a_reason_of_one_line(title: str, scope: str) -> None:
    decision, reason = decide(title, _row(scope, KUNMING))
    assert decision in ("report", "follow", "statistics", "other_body", "website_report", "interpretation", "other")
    assert reason and len(reason.splitlines()) == 1
