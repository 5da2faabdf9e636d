"""Real pages, walked as they are: the 恩格贝 column and three answers of 江苏's dataproxy. Not in the repo."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from crawler.sources import Source

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"


@pytest.fixture(autouse=True)
def real() -> None:
    if not REAL.exists():
        pytest.skip("../shared/real is not here (it is not part of the repository)")


ENGEBEI = "egb.gov.cn/xxgk/xxgknb/"
REPORTS = {
    "ordos": ["202009/t20200903_2748784", "201905/t20190530_2380968"],
    "ordos-office": ["202003/t20200311_2593126"],
    "inner-mongolia": ["201905/t20190530_2380967"],
}
"""Of its ten rows four are reports, of three bodies; the other six are news (read by eye)."""


def test_the_engebei_column_yields_its_reports_and_not_its_other_rows(
    web: Any, source: Callable[..., Source], loopback: ModuleType
) -> None:
    def row(name: str, body: str) -> Source:
        return source(
            id=name,
            body=body,
            aliases=(),
            family="trs",
            scope="shared",
            list_url=f"http://{ENGEBEI}",
            article_pattern=r"/xxgk/xxgknb/\d{6}/t\d{8}_\d+\.html$",
        )

    bodies = {
        "ordos": "鄂尔多斯市人民政府",
        "ordos-office": "鄂尔多斯市人民政府办公室",
        "inner-mongolia": "内蒙古自治区",
    }
    web.serve(ENGEBEI, (REAL / "listing" / "ordos-egb-xxgknb.html").read_text(encoding="utf-8"))
    for number in (number for numbers in REPORTS.values() for number in numbers):
        web.serve(f"{ENGEBEI}{number}.html", "<p>一、总体情况</p>")

    crawl = loopback.crawl(web, [row(name, body) for name, body in bodies.items()])

    for name, numbers in REPORTS.items():
        entries = [entry for entry in crawl.of("ListedEntry") if entry["source_id"] == name]
        assert len(entries) == 10
        reports = [entry["url"] for entry in entries if entry["decision"] == "report"]
        assert reports == [f"http://{ENGEBEI}{number}.html" for number in numbers]
        decisions = sorted(entry["decision"] for entry in entries)
        assert decisions == sorted(["other"] * 6 + ["other_body"] * (4 - len(numbers)) + ["report"] * len(numbers))
    # Its pager says two pages and the second one is not at hand: that is said, and not taken for the end.
    for visit in crawl.visits().values():
        assert (visit["outcome"], visit["evidence"], visit["said_pages"], visit["seen"]) == (
            "incomplete",
            "pager",
            2,
            10,
        )
        assert f"http://{ENGEBEI}index_1.html: HTTP 404" in visit["reason"]


def test_the_jiangsu_answers_yield_each_entry_once(
    web: Any, source: Callable[..., Source], loopback: ModuleType
) -> None:
    answers = [
        (REAL / "api" / f"hanweb-jiangsu-dataproxy-{number}.xml").read_text(encoding="utf-8") for number in (1, 2, 3)
    ]
    linked = [re.findall(r'<a [^>]*href="([^"]+)"', answer) for answer in answers]
    assert [len(hrefs) for hrefs in linked] == [76, 76, 76]
    together = {href for hrefs in linked for href in hrefs}
    assert len(together) == 126, "each shares 51 with the next"
    column = (
        "<html><script>$('#1').jpage({totalRecord:756,proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:25,"
        "ajaxParam:{col:1,appid:'1',webid:7,path:'/',columnid:89736,sourceContentType:9,unitid:'5',webname:'江苏',"
        "permissiontype:0}});</script></html>"
    )
    web.serve("gxt.gov.cn/col/col80179/index.html", column)
    for place, answer in enumerate(answers):
        first = 1 + 25 * place
        address = f"/module/web/jpage/dataproxy.jsp?startrecord={first}&endrecord={first + 24}&perpage=25"
        web.serve("gxt.gov.cn" + address, loopback.Answer(answer, headers={"Content-Type": "text/xml;charset=UTF-8"}))
    row = source(
        id="jiangsu",
        family="hanweb_dataproxy",
        list_url="https://gxt.gov.cn/col/col80179/index.html",
        article_pattern=r"/art/\d{4}/\d+/\d+/art_\d+_\d+\.html$",
    )

    crawl = loopback.crawl(web, [row])

    entries = [entry["url"] for entry in crawl.of("ListedEntry")]
    assert len(entries) == len(set(entries)) == 126
    assert set(entries) == {f"https://gxt.gov.cn{href}" if href.startswith("/") else href for href in together}
    visit = crawl.visits()["jiangsu"]
    assert (visit["outcome"], visit["said"], visit["seen"], visit["list_pages"]) == ("incomplete", 756, 126, 4)
    assert "says that it holds 756 entries, 126 were seen" in visit["reason"]
