"""Imported in the fork server alone: one small report is read there, and every reading process begins where that ended.

A reader's first document costs 0.26 s (expressions are compiled, tables are loaded, as measured), the next ones 0.01 s;
each process that is forked after it has them for nothing.
"""

from __future__ import annotations

from crawler.reports.candidate import Part, read_candidate

_TITLE = "某县某局2022年政府信息公开工作年度报告"
_CELLS = "".join(f"<td>{word}</td>" for word in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3)
_PAGE = (
    f"<html><head><title>{_TITLE}</title></head><body><h1>{_TITLE}</h1><p>一、总体情况</p>"
    f"<p>本机关依法公开政府信息。</p><table><tr>{_CELLS}</tr></table></body></html>"
)

read_candidate([Part(_PAGE.encode(), "warm.html", None)])
