"""The marks of each family: what in a page or its address shows which software made it.

From SITES.md's column "recognise it by", and from what public crawlers of these sites rely on. A weight says how much a
mark tells: 4 = only this family has it, 3 = hardly any other, 2 = typical, 1 = a hint that others share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["list", "article", "unknown"]
Place = Literal["host", "address", "links", "source"]
"""links = the addresses that the page links to; source = the page's text with its tags, scripts and comments."""

_UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_HEX = r"[0-9a-f]{32}"
TELLING = 2
"""A family is named when at least one of its marks weighs as much."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the addresses of a family's articles end."""

    pattern: str
    """A regular expression of the path's end, from a slash on."""
    weight: int
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    family: str
    place: Place
    pattern: re.Pattern[str]
    weight: int
    kind: Kind
    """What kind of page has it; unknown = both."""
    words: str
    """The mark as a reader knows it."""


_HANWEB_ARTICLE = Shape(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html$", 2, "/art/Y/M/D/art_<col>_<id>.html")
_ID_FOLDER = r"/\d{5,}/index\.html$"

ARTICLES: Mapping[str, tuple[Shape, ...]] = {
    "trs": (
        Shape(r"/\d{6}/t\d{8}_\d+\.s?html$", 3, "YYYYMM/tYYYYMMDD_<id>.html"),
        Shape(r"/\d{6}/t\d{8}_\d+\.htm$", 1, "YYYYMM/tYYYYMMDD_<id>.htm"),
        Shape(r"/\d{8}/t\d{4}_\d+\.s?html?$", 3, "YYYYMMDD/t0035_<id>.html (Shanghai's departments)"),
    ),
    "vsb": (Shape(r"/info/\d+/\d+\.html?$", 3, "/info/<tree>/<id>.htm"),),
    "kunming": (Shape(r"/c/\d{4}-\d{2}-\d{2}/\d+\.s?html$", 4, "/c/YYYY-MM-DD/<id>.shtml"),),
    "diqing": (Shape(r"/\d{6}/\d{8}_\d+\.html$", 4, "YYYYMM/YYYYMMDD_<id>.html"),),
    "yunnan": (Shape(r"/content_\d+$", 3, "content_<n> without extension"),),
    "hanweb_dataproxy": (_HANWEB_ARTICLE,),
    "hanweb_nextgroup": (_HANWEB_ARTICLE,),
    "hanweb_xxgk": (_HANWEB_ARTICLE,),
    "hanweb_querylist": (Shape(r"/content/content_\d{15,}\.html$", 4, "…/content/content_<snowflake>.html"),),
    "jpaas": (
        Shape(rf"/art/\d{{4}}/art_{_HEX}\.html$", 4, "/art/YYYY/art_<32 hex>.html"),
        Shape(_HANWEB_ARTICLE.pattern, 1, _HANWEB_ARTICLE.words),
    ),
    "ucap": (
        Shape(rf"/c\d{{3,}}/\d{{6}}/(?:{_HEX}|\d{{7,}})\.s?html$", 4, "/c<NNN>/YYYYMM/<hex>.shtml"),
        Shape(rf"/\d{{6}}/{_HEX}\.s?html$", 3, "YYYYMM/<32 hex>.shtml"),
        Shape(r"/c\d+[a-z]?/(?:c\d+/)?content\.s?html$", 3, "/c<id>/content.html"),
    ),
    "gkmlpt": (Shape(r"/gkmlpt/content/\d+/\d+/m?post_\d+\.html$", 4, "/gkmlpt/content/<a>/<b>/post_<id>.html"),),
    "nfcms": (Shape(r"/content/m?post_\d+\.html$", 4, "content/post_<id>.html"),),
    "henan": (Shape(r"/\d{4}/\d{2}-\d{2}/\d+\.html$", 4, "/YYYY/MM-DD/<id>.html"),),
    "fujian": (Shape(r"/\d{6}/t\d{8}_\d+\.htm$", 2, "YYYYMM/tYYYYMMDD_<id>.htm"),),
    "hebei": (
        Shape(r"/col/\d{13}/\d{4}/\d{2}/\d{2}/\d{13}\.html$", 4, "/col/<id>/YYYY/MM/DD/<ms>.html"),
        Shape(rf"/columns/{_UUID}/\d{{6}}/\d{{2}}/{_UUID}\.html$", 4, "/columns/<uuid>/YYYYMM/DD/<uuid>.html"),
        Shape(r"/www/\w+/\d+/\d+/index\.html$", 3, "/www/<tree>/<col>/<id>/index.html (河北省科技厅)"),
        Shape(_ID_FOLDER, 1, "<id>/index.html"),
    ),
    "anhui": (
        Shape(r"/openness/detail/\w+/[0-9a-f]{24}\.html$", 4, "openness/detail/annual_report/<24 hex>.html"),
        Shape(r"/(?:Xxgk\w+|\w*OpennessContent)/show/\d+\.html$", 4, "XxgkAnnualReport/show/<id>.html"),
        Shape(r"/public/\d+/\d+\.html$", 3, "/public/<organ>/<id>.html"),
    ),
    "eportal": (
        Shape(r"/\d{19,23}/index\.s?html$", 4, "<19 digits>/index.shtml"),
        Shape(r"/[0-9A-F]{32}/index\.s?html$", 3, "<32 hex>/index.shtml"),
        Shape(_ID_FOLDER, 2, "<id>/index.html"),
    ),
    "other": (
        Shape(rf"/nw\d+/\d{{8}}/{_HEX}\.html$", 3, "/nw<n>/YYYYMMDD/<32 hex>.html (Shanghai)"),
        Shape(r"/contents/\d+/\d+\.html$", 3, "/contents/<col>/<id>.html (昭通)"),
        Shape(r"/\d{4}-\d{2}/\d{2}/article_\d{19}\.html$", 3, "YYYY-MM/DD/article_<19 digits>.html (Founder)"),
        Shape(r"/channel_[0-9a-f]{24}/doc_[0-9a-f]{24}\.html$", 3, "channel_<24 hex>/doc_<24 hex>.html (济南历城)"),
        Shape(r"/doc/\d{4}/\d{2}/\d{2}/\d+\.s?html$", 3, "doc/YYYY/MM/DD/<id>.shtml (无锡)"),
        Shape(r"/cms/html/\w+/\d{4}-\d{2}-\d{2}/\d+\.html$", 3, "cms/html/<site>/YYYY-MM-DD/<id>.html (南平)"),
        Shape(r"/t\d{4,}\.s?html$", 2, "t<id>.shtml (景德镇)"),
        Shape(r"/\d{19}\.s?html$", 2, "<19 digits>.html (渭南)"),
    ),
}
"""Family → the shapes of its articles' addresses."""

_HANWEB = ("hanweb_dataproxy", "hanweb_nextgroup", "hanweb_xxgk", "hanweb_querylist", "jpaas")
_HANWEB_CLASSIC = _HANWEB[:3]

_FOUND: tuple[tuple[str | tuple[str, ...], Place, str, int, Kind, str], ...] = (
    ("trs", "source", r"TRS_U?E(?:ditor|DITOR)", 3, "unknown", "TRS_Editor"),
    ("trs", "source", r"trs_editor_view", 3, "article", "trs_editor_view"),
    # The same script pages long articles; there it names the article's own file.
    (
        "trs",
        "source",
        r"createPageHTML\(\s*['\"]?\d+['\"]?\s*,[^,]{1,20},\s*['\"](?!t\d{8})",
        2,
        "list",
        'createPageHTML(n,cur,"index","html")',
    ),
    (
        "trs",
        "source",
        r"createPageHTML\(\s*\d+\s*,[^,]{1,20},\s*['\"]t\d{8}",
        2,
        "article",
        'createPageHTML(n,cur,"tYYYYMMDD_<id>",…)',
    ),
    ("trs", "source", r"var\s+countPage\s*=", 2, "unknown", "var countPage=N"),
    ("trs", "address", r"_5\d{5}/", 1, "unknown", "a column's path that ends in _5NNNNN (Guizhou)"),
    ("vsb", "source", r"_showDynClicks\(\s*[\"']wbnews", 4, "article", '_showDynClicks("wbnews"'),
    ("vsb", "source", r"vsb_content", 3, "article", "vsb_content"),
    ("vsb", "source", r"v_news_content", 3, "article", "v_news_content"),
    ("vsb", "source", r"id=[\"']?line_u\d+_\d+", 3, "list", "rows with id line_u<n>_<m>"),
    ("vsb", "source", r"/system/resource/(?:js|style|code)/", 3, "unknown", "/system/resource/"),
    ("kunming", "source", r"ele\.value\s*>\s*\d+", 4, "list", "ele.value>N"),
    ("kunming", "source", r"class=[\"'][^\"']*\bcontent-table\b", 3, "article", ".content-table"),
    ("kunming", "source", r"class=[\"'][^\"']*\bactivity\b", 2, "article", ".activity"),
    ("yunnan", "source", r"生效日期(?s:.){0,600}?废止日期", 3, "article", "a head with 生效日期 and 废止日期"),
    (_HANWEB, "address", r"/col/col\d+/", 1, "list", "/col/col<N>/"),
    (_HANWEB_CLASSIC, "source", r"ZJEG_RSS\.content\.begin", 3, "article", "ZJEG_RSS.content.begin"),
    (_HANWEB_CLASSIC, "source", r"\bbt[-_](?:article-y|content)\b", 2, "article", ".bt_content, .bt-article-y"),
    ("hanweb_dataproxy", "source", r"dataproxy\.jsp", 4, "list", "dataproxy.jsp"),
    ("hanweb_dataproxy", "source", r"\.\s*jpage\s*\(", 2, "list", ".jpage("),
    ("hanweb_dataproxy", "source", r"\bInitData\w*\s*[:=]|dataStore\s*:\s*InitData", 2, "list", "InitData<unitid>"),
    ("hanweb_nextgroup", "source", r"<nextgroup\b", 9, "list", "<nextgroup> with the recordset in the page"),
    ("hanweb_nextgroup", "source", r"\.\s*jpage\s*\(", 1, "list", ".jpage("),
    ("hanweb_xxgk", "source", r"/module/xxgk/", 4, "list", "/module/xxgk/"),
    ("hanweb_xxgk", "source", r"\bloadDynamic\s*\(", 3, "list", "loadDynamic("),
    ("hanweb_xxgk", "source", r"\btr_main_value_(?:odd|even)", 3, "list", "tr_main_value_odd"),
    ("hanweb_xxgk", "address", r"[?&](?:vc_xxgkarea|infotypeId)=", 3, "unknown", "?vc_xxgkarea="),
    ("hanweb_querylist", "source", r"/queryList\b", 4, "list", "/queryList"),
    (
        "hanweb_querylist",
        "source",
        r"listData\.articleList|[\"']?articleList[\"']?\s*:",
        4,
        "list",
        "listData.articleList",
    ),
    ("hanweb_querylist", "source", r"codeName\s*[=:]\s*[\"'](?:col\d|\w)", 4, "list", "codeName = 'colN'"),
    ("hanweb_querylist", "source", r"\bwebsiteId\s*[=:]\s*[\"']\d{15,}", 2, "unknown", "websiteId = a snowflake"),
    ("hanweb_querylist", "host", r"\.jiangxi\.gov\.cn$", 1, "unknown", "*.jiangxi.gov.cn"),
    ("jpaas", "source", r"\bqueryData\s*=\s*[\"']\s*\{", 4, "list", "queryData=\"{'…'}\""),
    ("jpaas", "source", r"jpaas-publish-server", 4, "list", "jpaas-publish-server"),
    ("jpaas", "source", r"/unitbuild\.js", 3, "list", "unitbuild.js"),
    ("jpaas", "source", r"wzzw-article", 4, "article", ".wzzw-article"),
    ("ucap", "source", r"<UCAP(?:CONTENT|TITLE)\b", 4, "article", "<UCAPCONTENT>"),
    ("ucap", "source", r"<meta\s[^<>]{0,100}\bname=[\"']channelId[\"']", 4, "unknown", "meta channelId"),
    ("ucap", "source", rf"\bchannelId\s*[=:]\s*[\"']{_HEX}", 3, "unknown", "channelId = 32 hex"),
    ("ucap", "source", rf"/common/search/{_HEX}", 4, "list", "/common/search/<channelId>"),
    ("ucap", "source", r"getFileListByCodeId", 4, "list", "getFileListByCodeId"),
    (
        "ucap",
        "source",
        r"createPageHTML\(\s*['\"][a-zA-Z]",
        4,
        "list",
        "createPageHTML('<div>',n,cur,'<name>','shtml',total)",
    ),
    ("ucap", "address", r"/c\d{4,}(?:[a-z])?/", 2, "unknown", "/c<NNN>/"),
    ("ucap", "address", r"/(?:zwgklist|common_list|[rx]list|zfxxgklby)\w*\.shtml", 3, "list", "zwgklist.shtml"),
    ("gkmlpt", "source", r"window\._CONFIG\s*=", 4, "unknown", "window._CONFIG"),
    ("gkmlpt", "source", r"_CONFIG\s*=\s*\{[^{}\[\]]{0,400}\bDETAIL\s*:", 2, "article", "_CONFIG.DETAIL"),
    (
        "gkmlpt",
        "source",
        r"_CONFIG\s*=\s*\{[^{}\[\]]{0,400}\bTREE\s*:",
        2,
        "list",
        "_CONFIG with TREE alone",
    ),
    ("gkmlpt", "address", r"/gkmlpt/(?:index|annualreport|policy)", 4, "list", "/gkmlpt/index#<cat>"),
    ("nfcms", "source", r"news_cont_d_wrap", 4, "article", ".news_cont_d_wrap"),
    ("nfcms", "source", r"\bmpost_\d+", 3, "article", "mpost_<id>"),
    ("nfcms", "source", r"class=[\"'][^\"']*\bviewList\b", 2, "list", ".viewList"),
    ("henan", "source", r"id=[\"']?pageDec\b", 4, "list", '<div id="pageDec" pagesize pagecount>'),
    ("henan", "source", r"class=[\"'][^\"']*\bnewsList\b", 2, "list", ".newsList"),
    ("henan", "source", r"id=[\"']?pubDate\b", 2, "article", "#pubDate"),
    ("henan", "host", r"\.henan\.gov\.cn$", 1, "unknown", "*.henan.gov.cn"),
    ("fujian", "source", r"/fjdzapp/search", 9, "list", "/fjdzapp/search"),
    ("fujian", "source", r"article_component", 4, "article", ".article_component"),
    ("fujian", "source", r"\bclasssql\b|\bchnlid\b", 2, "list", "chnlid"),
    ("fujian", "host", r"\.fujian\.gov\.cn$", 1, "unknown", "*.fujian.gov.cn"),
    ("hebei", "source", rf"/templates/{_UUID}/blocks/", 9, "list", "/columns/<uuid>/templates/<uuid>/blocks/"),
    ("hebei", "source", r"column\.jsp\?", 4, "list", "column.jsp"),
    ("hebei", "source", r"<font\s[^<>]{0,100}\bid=[\"']?[zZ]oom", 4, "article", "font#Zoom"),
    (("hebei", "eportal"), "source", r"\bxxgk-comm-line\b", 2, "list", ".xxgk-comm-line (河北省科技厅)"),
    (("hebei", "eportal"), "source", r"\bxiangqnr\b", 2, "article", ".xiangqnr (河北省科技厅)"),
    ("hebei", "address", r"/www/\w+/\d+/index\.html$", 3, "list", "/www/<tree>/<col>/index.html (河北省科技厅)"),
    ("hebei", "address", r"/column\.jsp\?(?:.*&)?id=", 4, "list", "column.jsp?id="),
    ("hebei", "address", rf"/columns/{_UUID}/", 3, "unknown", "/columns/<uuid>/"),
    ("hebei", "host", r"\.hebei\.gov\.cn$", 1, "unknown", "*.hebei.gov.cn"),
    (
        "anhui",
        "source",
        r"XxgkAnnualReport/|OpennessContent/show|opennessAnnualReport|openness/detail/",
        3,
        "unknown",
        "XxgkAnnualReport, openness/detail",
    ),
    ("anhui", "source", r"labelName=publicInfoList|/site/label/8888", 4, "list", "publicInfoList"),
    ("anhui", "source", r"\bbranch_id=[0-9a-f]{24}", 3, "list", "branch_id=<24 hex>"),
    (
        "anhui",
        "address",
        r"/opennessAnnualReport/|/(?:Xxgk\w+|\w*OpennessContent)/showList/|/public/column/\d+",
        4,
        "list",
        "opennessAnnualReport, XxgkAnnualReport/showList, /public/column/<organ>",
    ),
    ("eportal", "source", r"article_paging_list_hidden", 4, "list", "article_paging_list_hidden"),
    ("eportal", "source", r"eprotalCurrentPageId", 4, "unknown", "eprotalCurrentPageId"),
    ("eportal", "source", r"queryArticleByCondition", 4, "list", "queryArticleByCondition("),
    ("eportal", "source", r"/eportal/ui", 4, "unknown", "/eportal/ui"),
    ("eportal", "source", r"\btagname=[\"'][^\"']+-\d+\.s?html", 3, "list", 'tagname="…-2.html"'),
    ("eportal", "source", r"easysite", 2, "unknown", "easysite"),
    ("other", "source", r"\btadaty-list\b", 3, "list", ".tadaty-list (Shanghai)"),
    ("other", "source", r"\bivs_content\b", 2, "article", "#ivs_content (Shanghai)"),
    ("other", "source", r"\bpublic_web_con\b", 2, "article", ".public_web_con (曲靖)"),
    ("other", "source", r"/searchApi/search", 3, "list", "/searchApi/search (昭通)"),
    ("other", "address", r"/nw\d+/(?:index\w*\.html)?$", 2, "list", "/nw<n>/ (Shanghai)"),
    ("other", "address", r"/list/[^/]+/(?:auto|\d+)/\d+\.html", 3, "list", "/list/<slug>/auto/<id>.html (曲靖)"),
)


def _marks() -> Iterator[Mark]:
    for family, shapes in ARTICLES.items():
        for shape in shapes:
            pattern = re.compile(shape.pattern)
            yield Mark(family, "address", pattern, shape.weight, "article", shape.words)
            yield Mark(family, "links", pattern, shape.weight, "list", shape.words)
    for families, place, text, weight, kind, words in _FOUND:
        # Tags are written in any case; addresses are not.
        pattern = re.compile(text, re.IGNORECASE if place == "source" and text.startswith("<") else 0)
        for family in (families,) if isinstance(families, str) else families:
            yield Mark(family, place, pattern, weight, kind, words)


MARKS: tuple[Mark, ...] = tuple(_marks())

KINDS: tuple[Mark, ...] = (
    Mark(
        "",
        "source",
        re.compile(r"<meta\s[^<>]{0,100}\bname=[\"']ArticleTitle[\"']", re.I),
        5,
        "article",
        "ArticleTitle",
    ),
    Mark("", "source", re.compile(r"<meta\s[^<>]{0,100}\bname=[\"']PubDate[\"']", re.I), 1, "article", "PubDate"),
    Mark("", "source", re.compile(r"[>\s]下一?页\s*<|[>\s](?:尾|末)页\s*<"), 2, "list", "下一页, 尾页"),
    Mark("", "source", re.compile(r"id=[\"']?zoom\b", re.I), 1, "article", "#zoom"),
)
"""Marks of a list or of an article on any family's site."""


def looked_for(family: str) -> tuple[str, ...]:
    """The marks of a family in words, strongest first, each once."""
    held = sorted((mark for mark in MARKS if mark.family == family), key=lambda mark: -mark.weight)
    return tuple(dict.fromkeys(mark.words for mark in held))
