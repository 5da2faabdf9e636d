"""A column that is itself the report: its page shows no list, but the report's text (SITES.md, 4)."""

from __future__ import annotations

import re

from spiders.lists.rows import Row, parse_page
from spiders.lists.totals import visible_text

_HEADINGS = (
    re.compile(r"[一1]\s*[、.．]\s*(?:总体情况|概述|基本情况)"),
    re.compile(r"[二2]\s*[、.．]\s*(?:行政机关)?主动公开(?:政府信息)?"),
    re.compile(r"[三3]\s*[、.．]\s*(?:行政机关)?收到和处理政府信息公开申请"),
    re.compile(r"[四4]\s*[、.．]\s*.{0,16}(?:行政复议|行政诉讼)"),
    re.compile(r"[五5]\s*[、.．]\s*.{0,12}存在的?主要问题"),
    re.compile(r"[六6]\s*[、.．]\s*其他需要报告的?事项"),
)
"""The six statutory sections (2019 regulation, art. 50, and the form of 国办公开办函〔2021〕30号)."""
_ENOUGH = 4
"""A notice about reports lists some of the sections as well; a report has them all, give or take one that is worded
otherwise."""


def report_itself(html: str, url: str) -> Row | None:
    """The line that stands for a page which is the report; None for every other page.

    Its title is the page's first h1 that is no mere site name, else its `<title>`.
    """
    text = visible_text(html)
    if sum(pattern.search(text) is not None for pattern in _HEADINGS) < _ENOUGH:
        return None
    root = parse_page(html)
    headings = [" ".join(element.text_content().split()) for element in root.iter("h1", "h2")]
    titles = [" ".join((element.text or "").split()) for element in root.iter("title")]
    named = [words for words in [*headings, *titles] if "公开" in words and re.search("年报|报告", words)]
    title = next(iter([*named, *titles]), "")
    return Row(url, title or "政府信息公开工作年度报告", None)
