"""Boxes of other articles that stand before a page's own head (相关文章, 推荐阅读 …).

Their entries print 索引号 and 发布日期 as the page's own head does, and these would be taken for the page's.
"""

from __future__ import annotations

import re

from crawler.documents.html.serialised import VOID, pieces, plain, tag_name

_KINDS = "文章|信息|链接|报道|报导|政策|文件|内容|新闻|阅读|推荐|公文|资讯|文档|动态|公开|发布|通知|公告"
_HEADING = re.compile(
    rf"[\s【\[|·●■▪◆>-]*(?:(?:相关|相關|热门|热点|最新|推荐|同类|类似|延伸|近期)(?:{_KINDS})(?:列表|排行)?"
    r"|猜[你您]喜欢|(?:点击|阅读|信息|文章)排行榜?)[\s】\]|:：<>-]*"
)
_WORDS = ("相关", "相關", "热门", "热点", "最新", "推荐", "同类", "类似", "延伸", "近期", "喜欢", "排行")
"""One of these stands in every such heading: a page without them is not cut."""
_LONGEST_HEADING = 16
_SHORTEST_ARTICLE = 6
"""Characters of a link to an article; 更多 and >> are shorter."""
_MOST_BOXES = 20
_LONGEST_BOX = 4_000
"""Tags and texts. A page with more is none that a person reads, and must not cost the square of its length."""
_OWN_TITLE = re.compile("年度报告|年度工作报告|年报|年度報告|年報")


def without_other_articles(html: str) -> str:
    """Canonical markup with the words of such boxes left out, its tags kept.

    A box goes from its heading to the end of the element that holds the heading and what it lists, and never beyond an
    h1 or a report's title that is no link. A heading with no link to an article below it makes no box.
    """
    if not any(word in html for word in _WORDS):
        return html
    cut = pieces(html)
    headings = [place for place in range(0, len(cut), 2) if _is_heading(cut[place])]
    for place in headings[:_MOST_BOXES]:
        end = _end_of_box(cut, place)
        cut[place:end:2] = [""] * len(range(place, end, 2))
    return "".join(piece if place % 2 == 0 else f"<{piece}>" for place, piece in enumerate(cut))


def _is_heading(text: str) -> bool:
    if not 4 <= len(text) <= 4 * _LONGEST_HEADING:
        return False
    words = plain(text).strip()
    return len(words) <= _LONGEST_HEADING and _HEADING.fullmatch(words) is not None


def _end_of_box(cut: list[str], heading: int) -> int:
    """The place of the tag at which the box ends; that of the heading where it lists no article."""
    depth = lowest = links = 0
    holder: int | None = None
    lists_articles = False
    end = heading + 1
    for end in range(heading + 1, min(len(cut), heading + _LONGEST_BOX)):
        if end % 2 == 0:
            words = plain(cut[end]).strip()
            if len(words) >= _SHORTEST_ARTICLE:
                if not links and _OWN_TITLE.search(words):
                    break
                lists_articles = lists_articles or links > 0
                holder = lowest if holder is None else holder
            continue
        name = tag_name(cut[end])
        if name == "h1":
            break
        if name in VOID:
            continue
        depth += -1 if name.startswith("/") else 1
        links = links + 1 if name == "a" else max(links - (name == "/a"), 0)
        lowest = min(lowest, depth)
        if holder is not None and depth < holder:
            break
    return end if lists_articles else heading
