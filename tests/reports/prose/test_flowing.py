"""flowing_texts: lines that were broken for want of room are one sentence again."""

from __future__ import annotations

import pytest

from crawler.documents.model import Document, Format, Paragraph
from crawler.reports.prose.flowing import flowing_texts


def flowing(*lines: str, form: Format = "text") -> list[str]:
    return list(flowing_texts(Document(form, "utf-8", tuple(Paragraph(line) for line in lines))))


WRAPPED = (
    "本报告中所列数据的统计期限自2023年1月1日起至2023年12月",
    "31日止。如有疑问，请与某局联系（电话：0100-12",
    "34567）。",
)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (WRAPPED[:2], ["".join(WRAPPED[:2])]),
        (("甲" * 30 + "。", "乙"), ["甲" * 30 + "。", "乙"]),
        (("短行", "另一行"), ["短行", "另一行"]),
        (("甲" * 30, "一、总体情况"), ["甲" * 30, "一、总体情况"]),
        (("甲" * 30 + "（电话：", "0100-1）"), ["甲" * 30 + "（电话：0100-1）"]),
        (("甲" * 30 + "：", "乙"), ["甲" * 30 + "：", "乙"]),
        ((), []),
    ],
)
def test_what_goes_on_below(lines: tuple[str, ...], expected: list[str]) -> None:
    assert flowing(*lines) == expected
    assert flowing(*lines, form="pdf") == expected


def test_a_page_of_html_has_its_paragraphs() -> None:
    assert flowing(*WRAPPED, form="html") == list(WRAPPED)
