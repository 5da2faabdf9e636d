"""Which family a page belongs to: real pages, the replica's site of each family, the registry's own addresses."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.documents.encoding import decode
from crawler.replica.extra import FAMILIES as REPLICA_FAMILIES
from crawler.replica.families import family_site
from crawler.replica.faults import Faults
from crawler.replica.web import Web
from crawler.sources import FAMILIES, Source, load_sources
from spiders.fingerprints import Fingerprint, identify, looked_for, suggested_article_pattern

PROJECT = Path(__file__).resolve().parents[2]
REAL = PROJECT.parent / "shared" / "real"
HEX = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
UUID = "56a14661-00f5-4840-86ec-255772545609"


def _best(found: tuple[Fingerprint, ...]) -> list[str]:
    return [fingerprint.family for fingerprint in found if fingerprint.score == found[0].score]


@pytest.mark.parametrize(
    ("name", "family", "kind", "mark"),
    [
        ("listing/ordos-egb-xxgknb.html", "trs", "list", "YYYYMM/tYYYYMMDD_<id>.html"),
        ("article/shanxi-gov.html", "trs", "article", "TRS_Editor"),  # though it carries the pager's script
        ("article/handan-edu-notice-details.jsp.html", "trs", "article", "YYYYMM/tYYYYMMDD_<id>.html"),
        ("article/gansu-fgw-notice.html", "ucap", "article", "meta channelId"),
    ],
)
def test_a_real_page(name: str, family: str, kind: str, mark: str) -> None:
    if not (REAL / name).exists():
        pytest.skip("../shared/real is not here (it is not part of the repository)")
    found = identify((REAL / name).read_text())
    assert [fingerprint.family for fingerprint in found] == [family]
    assert found[0].kind == kind
    assert mark in [evidence.mark for evidence in found[0].evidence]


def test_the_answers_of_a_real_list_are_no_page_of_a_family_but_their_links_tell() -> None:
    answer = REAL / "api" / "hanweb-jiangsu-dataproxy-1.xml"
    if not answer.exists():
        pytest.skip("../shared/real is not here (it is not part of the repository)")
    assert "hanweb_dataproxy" in _best(identify(answer.read_text()))


@cache
def _web(family: str) -> Web:
    return Web((family_site(family),), Faults(()))


def _page(family: str, kind: str) -> tuple[str, str]:
    """Text and address of a family site's list, or of one of its reports."""
    site = family_site(family)
    report = next(article for article in site.articles if article.kind == "report")
    path = site.list_path if kind == "list" else report.path
    return decode(_web(family).reply(site.host, path).body).text, site.address(path)


ALIKE = {"hanweb_dataproxy", "hanweb_nextgroup", "hanweb_xxgk"}
"""Hanweb's articles are alike, whatever makes the list."""


@pytest.mark.parametrize("kind", ["list", "article"])
@pytest.mark.parametrize("family", REPLICA_FAMILIES)
def test_each_family_s_page_is_its_own_first(family: str, kind: str) -> None:
    text, address = _page(family, kind)
    found = identify(text, address)
    assert set(_best(found)) == (ALIKE if kind == "article" and family in ALIKE else {family}), found
    assert found[0].kind == kind
    assert found[0].evidence


@pytest.mark.parametrize("family", [family for family in REPLICA_FAMILIES if family != "other"])
def test_a_saved_list_is_recognised_without_its_address(family: str) -> None:
    text, _ = _page(family, "list")
    assert _best(identify(text)) == [family]


@pytest.mark.parametrize("family", REPLICA_FAMILIES)
def test_the_suggested_pattern_matches_the_column_s_articles(family: str) -> None:
    text, address = _page(family, "article")
    pattern = suggested_article_pattern(text, address, family)
    assert pattern is not None
    site = family_site(family)
    own = address.split(site.host, 1)[1]
    assert re.match(pattern, own)
    assert not re.match(pattern, "/anywhere" + own)


def _registered() -> list[tuple[Source, str, str]]:
    sources = load_sources(PROJECT / "data" / "sources.csv")
    articles = [
        (source, "article", found[1]) for source in sources if (found := re.search(r"article seen: (\S+)", source.note))
    ]
    return articles + [(source, "list", source.list_url) for source in sources if source.list_url]


@pytest.mark.parametrize(
    ("source", "kind", "url"), _registered(), ids=lambda value: value.id if isinstance(value, Source) else str(value)
)
def test_the_registry_s_own_addresses_contradict_no_family(source: Source, kind: str, url: str) -> None:
    """An address alone tells of most articles which family they are; a column's path seldom does, but never another."""
    found = identify("", url)
    if found:
        assert source.family in _best(found), found
    if kind == "article":
        assert found or source.family == "other"


MARKS = [
    (
        "trs",
        "article",
        '<div class="TRS_Editor"><p>一、总体情况</p></div>',
        "http://a.gov.cn/zwgk/202401/t20240131_1.html",
    ),
    (
        "trs",
        "list",
        '<a href="./202401/t20240131_1.html">甲</a><script>createPageHTML(3,0,"index","html")</script>',
        "",
    ),
    ("trs", "article", "", "http://rsj.sh.gov.cn/txxgknb_17198/20200617/t0035_1372758.html"),
    (
        "vsb",
        "article",
        '<div id="vsb_content"><div class="v_news_content"></div></div>',
        "http://a.gov.cn/info/2821/1.htm",
    ),
    ("vsb", "article", '<script>_showDynClicks("wbnews", 1, 2)</script>', ""),
    ("kunming", "list", "<script>if(ele.value>4){}</script>", "http://a.gov.cn/zfxxgk/zfxxgknb/index_2.shtml"),
    ("kunming", "article", "", "https://zwfw.km.gov.cn/c/2024-01-31/4826552.shtml"),
    ("diqing", "article", "", "http://www.diqing.gov.cn/zfxxgk_dqzzf/gknb/bmxxgknb/202303/20230305_193807.html"),
    ("yunnan", "article", "", "https://gxt.yn.gov.cn/gxt/zwgk/xxgkndbg2ynsgxw/content_32015"),
    ("hanweb_dataproxy", "list", "<script>$('#1').jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp'})</script>", ""),
    (
        "hanweb_nextgroup",
        "list",
        "<script type='text/xml'><datastore><nextgroup><a href='/module/web/jpage/dataproxy.jsp?page=1'></a>",
        "http://a.gov.cn/col/col901/index.html",
    ),
    ("hanweb_xxgk", "list", "<script>loadDynamic('/module/xxgk/search.jsp?area=1','div1','0')</script>", ""),
    ("hanweb_querylist", "list", "<script>var channelId = '1700000000000000001', codeName = 'col901'</script>", ""),
    ("hanweb_querylist", "article", "", "https://a.gov.cn/jxs/col/col9/content/content_1900000000000000001.html"),
    ("jpaas", "list", "<script src='/s/unitbuild.js' queryData=\"{'webId':'a'}\"></script>", ""),
    ("jpaas", "article", '<div class="wzzw-article">', f"https://a.gov.cn/zwgk/art/2024/art_{HEX}.html"),
    ("ucap", "list", "<script>createPageHTML('page_div',3, 1,'common_list','shtml',41);</script>", ""),
    ("ucap", "article", "<UCAPCONTENT><p>一</p></UCAPCONTENT>", f"https://a.gov.cn/zgx/c101879/202202/{HEX}.shtml"),
    (
        "gkmlpt",
        "list",
        "<script>window._CONFIG = { SID: '758099', TREE: [] };</script>",
        "http://a.gov.cn/gkmlpt/index#501",
    ),
    (
        "gkmlpt",
        "article",
        "<script>window._CONFIG = { DETAIL: {}, TREE: [] };</script>",
        "http://a.gov.cn/gkmlpt/content/4/4400/post_4400001.html",
    ),
    (
        "nfcms",
        "article",
        '<div class="news_cont_d_wrap">',
        "https://a.gov.cn/bmxx/qgxj/xxgknb/content/post_11112133.html",
    ),
    ("henan", "list", '<div id="pageDec" pagesize="20" pagecount="137">', "https://tyj.henan.gov.cn/xxgk/zfxxgknb/"),
    ("henan", "article", "", "https://www.wolong.gov.cn/2026/01-14/1373814.html"),
    ("fujian", "list", "<script>$.post('/fjdzapp/search',{chnlid:4910})</script>", ""),
    ("fujian", "article", '<div class="article_component">', "https://a.gov.cn/zwgk/nb/202401/t20240123_1.htm"),
    ("hebei", "list", "", "http://jyt.hebei.gov.cn/column.jsp?id=1414231541890&current=1"),
    ("hebei", "article", "<font id='Zoom'>", "http://jyt.hebei.gov.cn/col/1414231541890/2024/01/26/1706263383193.html"),
    ("hebei", "list", f'<script>u="/columns/{UUID}/templates/{UUID}/blocks/{UUID}?page=2"</script>', ""),
    ("anhui", "article", "", "https://www.xuanzhou.gov.cn/XxgkAnnualReport/show/5773.html"),
    (
        "anhui",
        "article",
        "",
        "https://www.masys.gov.cn/xxgk/openness/detail/annual_report/69787ad688668856088b4567.html",
    ),
    ("anhui", "list", "", "https://a.gov.cn/public/column/6595721?type=4&catId=1"),
    ("eportal", "list", '<input name="article_paging_list_hidden" moduleid="3b36" totalpage="6">', ""),
    ("eportal", "article", "", "https://a.gov.cn/zfxxgknb/2024011617343525212/index.shtml"),
    ("other", "list", "", "https://rsj.qj.gov.cn/list/xxgknb/auto/124.html"),
]


@pytest.mark.parametrize(("family", "kind", "html", "url"), MARKS)
def test_a_family_s_marks(family: str, kind: str, html: str, url: str) -> None:
    found = identify(html, url or None)
    assert _best(found) == [family], found
    assert found[0].kind == kind


def test_every_family_has_a_case_above() -> None:
    assert {family for family, *_ in MARKS} == set(FAMILIES)


def test_evidence_is_quoted_with_the_place_where_it_stands() -> None:
    html = "<html>\n<head></head>\n<body>\n" + "甲" * 200 + '<div class="TRS_Editor">' + "乙" * 200 + "\n</body>"
    (found,) = identify(html, "http://a.gov.cn/zwgk/202401/t20240131_1.html")
    address, source = found.evidence
    assert (address.place, address.where, address.quote) == ("address", "address", "/zwgk/202401/t20240131_1.html")
    assert (source.place, source.where) == ("source", "line 4")
    assert "TRS_Editor" in source.quote and len(source.quote) <= 60
    assert found.score == address.weight + source.weight


def test_marks_of_two_families_name_both_the_likelier_first() -> None:
    html = '<div class="TRS_Editor"></div><div id="vsb_content"><div class="v_news_content"></div></div>'
    assert [fingerprint.family for fingerprint in identify(html)] == ["vsb", "trs"]


def test_a_list_within_a_comment_is_seen() -> None:
    rows = "".join(f'<li><a href="/jyt/c250121/202401/17400000{n}.shtml">甲</a></li>' for n in range(5))
    (found,) = identify(f"<!-- <ul>{rows}</ul><script>createPageHTML('p',2,1,'zwgklist','shtml',25)</script> -->")
    assert (found.family, found.kind) == ("ucap", "list")


def test_a_single_link_is_only_a_hint() -> None:
    """An article links its neighbour, and sites link each other."""
    assert identify('<a href="http://b.gov.cn/info/2821/1.htm">友情链接</a>') == ()


@pytest.mark.parametrize(
    "html", ["", "<html><body><p>政府信息公开年报</p></body></html>", '<a href="http://[年报">甲</a>', "\0"]
)
def test_a_page_without_marks_is_of_no_family(html: str) -> None:
    assert identify(html, "http://www.example.gov.cn/zwgk/") == ()


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_looked_for_can_be_said(family: str) -> None:
    marks = looked_for(family)
    assert marks and len(set(marks)) == len(marks)


_PIECES = st.sampled_from(
    [*(html for _, _, html, _ in MARKS if html), "<a href='", "<!--", "'>", "\n", "年报", "生效日期"]
)


@given(st.lists(_PIECES, max_size=8), st.sampled_from([url for *_, url in MARKS]))
def test_whatever_the_page_the_likeliest_comes_first_with_its_evidence(pieces: list[str], url: str) -> None:
    found = identify("".join(pieces), url or None)
    assert [fingerprint.score for fingerprint in found] == sorted((one.score for one in found), reverse=True)
    for fingerprint in found:
        assert fingerprint.score == sum(evidence.weight for evidence in fingerprint.evidence)
        assert max(evidence.weight for evidence in fingerprint.evidence) >= 2
        assert all(len(evidence.quote.splitlines()) <= 1 for evidence in fingerprint.evidence)
