"""Plain lists through their reader: rows, the way on and the list's word together; the real 恩格贝 column as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from spiders.lists.model import Answer, Ask, ListPage
from spiders.lists.plain import read
from spiders.lists.rows import Row
from tests.list_walks import walk
from tests.registry_rows import KUNMING

REAL = Path(__file__).resolve().parents[4] / "shared" / "real" / "listing" / "ordos-egb-xxgknb.html"
ENGEBEI = replace(
    KUNMING,
    family="trs",
    list_url="http://egb.example.gov.cn/xxgk/xxgknb/",
    article_pattern=r"/xxgk/xxgknb/\d{6}/t\d{8}_\d+\.html$",
)
LINES = [
    ("202009/t20200903_2748784", "鄂尔多斯市2019年政府信息公开工作年度报告", "2020-09-03"),
    ("202005/t20200506_2633371", "恩格贝生态示范区召开2020年度工作会暨党风廉政建设会议", "2020-05-06"),
    ("202003/t20200311_2593126", "鄂尔多斯市人民政府办公室2019年政府信息公开工作年度报告", "2020-03-11"),
    ("201906/t20190614_2389850", "恩格贝生态示范区召开目标责任制考核表彰大会", "2019-06-14"),
    ("201905/t20190530_2380968", "鄂尔多斯市2018年政府信息公开年度报告", "2019-05-30"),
    ("201905/t20190530_2380967", "内蒙古自治区2018年政府信息公开工作年度报告", "2019-05-30"),
    ("201811/t20181102_2290635", "恩格贝生态示范区召开2018年度工作会议暨党风廉政建设会议", "2018-03-26"),
    ("201811/t20181102_2290607", "恩格贝生态示范区：栽下梧桐引凤来", "2018-01-05"),
    ("201805/t20180525_2166460", "一图读懂示范区2017年重点工作", "2017-03-22"),
    ("201802/t20180205_2082017", "2016，恩格贝，精彩继续！", "2017-01-07"),
]


def test_the_real_engebei_column() -> None:
    if not REAL.exists():
        pytest.skip("../shared/real is not here (it is not part of the repository)")
    url = ENGEBEI.list_url
    page = read(ENGEBEI, Ask(url), Answer(url, REAL.read_text(encoding="utf-8")))
    assert page == ListPage(
        rows=tuple(Row(f"{url}{path}.html", title, date) for path, title, date in LINES),
        following=(Ask(url + "index_1.html"),),
        said=None,
        said_pages=2,
    )


def test_a_column_that_mixes_articles_and_files_is_walked_to_its_stated_end() -> None:
    """Seven lines a page; every third is a file. The next link is always there; the last one tells."""
    source = replace(
        KUNMING, family="nfcms", list_url="http://a.gov.cn/nb/", article_pattern=r"/nb/content/post_\d+\.html$"
    )
    lines = [
        f"/nb/files/{number}.pdf" if number % 3 == 2 else f"/nb/content/post_{number}.html" for number in range(17)
    ]

    def site(ask: Ask) -> str:
        number = int(ask.url.partition("index_")[2].removesuffix(".html") or 1)
        assert number <= 3, "past the end"
        rows = "".join(
            f'<li><span class="name"><a href="{line}">{line}</a></span><span class="date">2024-01-20</span></li>'
            for line in lines[(number - 1) * 7 : number * 7]
        )
        pager = f'<a href="index_{number + 1}.html">下一页</a><a href="index_3.html">尾页</a>'
        return f"<div class='viewList'><ul>{rows}</ul></div><div class='page'>{pager}</div>"

    walked = walk(read, source, site)
    assert walked.rows == tuple(Row(f"http://a.gov.cn{line}", line, "2024-01-20") for line in lines)
    assert [(page.said, page.said_pages) for page in walked.pages] == [(None, 3)] * 3
