"""find_contact: 请与X联系 and what stands in its bracket."""

import pytest

from crawler.reports.head.contact import find_contact
from crawler.reports.model import Contact


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (
            [
                "如有疑问,请与省厅政务公开办公室联系(地址:昆明市永安路37号省厅办公室,邮编:650011,联系电话:0871-63516822)。"
            ],
            Contact("省厅政务公开办公室", "昆明市永安路37号省厅办公室", "650011", "0871-63516822"),
        ),
        (
            ["可下载(http://www.a.gov.cn/)。请与某局办公室联系,联系电话:0539-2932177。"],
            Contact("某局办公室", phone="0539-2932177"),
        ),
        (
            [
                "请与某局联系（地址：呈贡新区锦绣大街1号，邮编：650500，"
                "电话：0871—63149962，传真：0871—63149963，电子邮箱：km@163.com）。"
            ],
            Contact("某局", "呈贡新区锦绣大街1号", "650500", "0871—63149962", "0871—63149963", "km@163.com"),
        ),
        (
            ["请与某市人民政府办公室联系（地址：淮安市翔宇南道 1 号，邮编：223 001，电话：0517 - 83605210）。"],
            Contact("某市人民政府办公室", "淮安市翔宇南道1号", "223001", "0517-83605210"),
        ),
        (
            ["请联系某局办公室（电话：010-1，地址：甲路1号（行政中心，2楼）；电子邮件：a.b@c.gov.cn）。其他电话：2。"],
            Contact("某局办公室", "甲路1号（行政中心，2楼）", None, "010-1", None, "a.b@c.gov.cn"),
        ),
        (
            ["请与某局办公室联系。", "地址：甲路1号", "邮政编码：100000", "联系电话：010-1", "一、总体情况", "传真：9"],
            Contact("某局办公室", "甲路1号", "100000", "010-1"),
        ),
        (["如有疑问，请与某局办公室联系。", "今年热线电话：12345接件97件。"], Contact("某局办公室")),
        (
            ["如有疑问，请与某局办公室（地址：甲路1号，邮编：100000，电话：010-1）联系。"],
            Contact("某局办公室", "甲路1号", "100000", "010-1"),
        ),
        (
            [
                "联系方式：",
                "联系单位：某局办公室",
                "地 址：甲路1号",
                "联系电话：010-1",
                "传 真：010-2",
                "电子邮箱：a@b.cn",
            ],
            Contact("某局办公室", "甲路1号", None, "010-1", "010-2", "a@b.cn"),
        ),
        (["联系单位：某局办公室，地址：甲路1号，电话：010-1"], Contact("某局办公室", "甲路1号", None, "010-1")),
        (["联系方式：某局办公室 电话：010-1 地址：甲路1号"], Contact("某局办公室", "甲路1号", None, "010-1")),
        (["请联系：某局办公室（地址：甲路1号；联系电话：010-1）。"], Contact("某局办公室", "甲路1号", None, "010-1")),
        (["如有疑问，请致电某局，电话0871-1，传真0871-2。"], Contact("某局", None, None, "0871-1", "0871-2")),
        (["如有疑问，请拨打联系电话：010-1。"], Contact(phone="010-1")),
        (
            ["請與某局辦公室聯系（地址：甲鎮乙號，郵編：100000，電話：010-1）。"],
            Contact("某局辦公室", "甲鎮乙號", "100000", "010-1"),
        ),
        (["一是畅通联系方式，公开咨询电话，全年接听电话97次。"], Contact()),
        (["加强与人大代表、政协委员的联系，热线电话：12345。"], Contact()),
        (["与12345平台联系，办结97件，其他电话另列。"], Contact()),
        (["地址：甲路1号，电话：010-1。"], Contact()),
        ([], Contact()),
    ],
    ids=[
        "bracket",
        "bare",
        "dashes",
        "blanks",
        "nested",
        "own-lines",
        "no-details",
        "bracket-before",
        "list",
        "list-on-a-line",
        "way-of-contact",
        "colon",
        "no-colons",
        "nobody-named",
        "traditional",
        "no-list",
        "prose",
        "prose-too",
        "no-sentence",
        "nothing",
    ],
)
def test_find_contact(paragraphs: list[str], expected: Contact) -> None:
    assert find_contact(paragraphs) == expected


def test_a_unit_named_within_a_paragraph_counts_with_its_details() -> None:
    before, after = "本报告依据条例编制。如有疑问，可向本局反映。", "。全年工作平稳有序" * 40
    listed = "联系单位：示范市教育局办公室，地址：人民路1号，电话：010-1234567"
    expected = Contact(unit="示范市教育局办公室", address="人民路1号", phone="010-1234567")
    assert find_contact([before + listed + after]) == expected
    assert find_contact(["本站，承办单位：示范市政府办公室 电话：010-1234567。"]) == Contact(), "the foot of a page"
