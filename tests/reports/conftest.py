"""The official forms drawn as HTML, with real rowspan and colspan, from labels that are this suite's own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared"


class Forms:
    """Draws the tables of both forms. A value is a string, printed as it is; a missing one is a blank cell."""

    def __init__(self, labels: Mapping[str, Any]) -> None:
        self.labels = labels
        self.applicants = [key for _, key in labels["applicants"]]
        self.outcomes = [key for _, key in labels["review_outcomes"]]
        self.channels = [key for _, key in labels["review_channels"]]

    def application_rows(self, form: str) -> list[list[str]]:
        labels = self.labels
        return [
            *labels["application_rows_shared"],
            *labels[f"application_rows_{form}"],
            *labels["application_rows_end"],
        ]

    def application_keys(self, form: str) -> list[str]:
        return [row[3] for row in self.application_rows(form)]

    def proactive_cells(self, form: str) -> list[tuple[str, str]]:
        return [
            (key, column)
            for block in self.labels[f"proactive_{form}"]
            for _, key in block["rows"]
            for column in block["columns"]
        ]

    def proactive(self, form: str, values: Mapping[tuple[str, str], str], separate: bool = False) -> str:
        """The 第二十条 table as one table or as one a block; the grid has four columns."""
        blocks = [self._block(block, values) for block in self.labels[f"proactive_{form}"]]
        return "".join(f"<table>{rows}</table>" for rows in (blocks if separate else ["".join(blocks)]))

    def _block(self, block: Mapping[str, Any], values: Mapping[tuple[str, str], str]) -> str:
        columns = block["columns"]
        spans = {1: [3], 2: [1, 2], 3: [1, 1, 1]}[len(columns)]
        rows = [f"<tr><td colspan=4>{block['block']}</td></tr>"]
        for printed in [(block["header"][0], block["header"][1:])] + [
            (label, [values.get((key, column), "&nbsp;") for column in columns]) for label, key in block["rows"]
        ]:
            cells = "".join(f"<td colspan={span}>{text}</td>" for span, text in zip(spans, printed[1], strict=True))
            rows.append(f"<tr><td>{printed[0]}</td>{cells}</tr>")
        return "".join(rows)

    def application_header(self) -> str:
        names = [label for label, _ in self.labels["applicants"]]
        return (
            f"<tr><td rowspan=3 colspan=3>{self.labels['identity']}</td><td colspan=7>申请人情况</td></tr>"
            f"<tr><td rowspan=2>{names[0]}</td><td colspan=5>法人或其他组织</td><td rowspan=2>{names[6]}</td></tr>"
            "<tr>" + "".join(f"<td>{name}</td>" for name in names[1:6]) + "</tr>"
        )

    def applications(
        self,
        form: str,
        values: Mapping[tuple[str, str], str],
        relabelled: Mapping[str, str] | None = None,
        split_after: str | None = None,
        repeat_header: bool = False,
    ) -> str:
        """The applications table; `split_after` a row key breaks it into two tables there, with or without a header."""
        rows = self.application_rows(form)
        parts = [rows]
        if split_after is not None:
            cut = self.application_keys(form).index(split_after) + 1
            parts = [rows[:cut], rows[cut:]]
        tables = []
        for number, part in enumerate(parts):
            header = self.application_header() if number == 0 or repeat_header else ""
            tables.append(f"<table>{header}{self._application_body(part, values, relabelled or {})}</table>")
        return "".join(tables)

    def _application_body(
        self, rows: Sequence[Sequence[str]], values: Mapping[tuple[str, str], str], relabelled: Mapping[str, str]
    ) -> str:
        drawn = []
        for index, (top, group, label, key) in enumerate(rows):
            cells = []
            if top and (index == 0 or rows[index - 1][0] != top):
                cells.append(f"<td rowspan={sum(row[0] == top for row in rows)}>{top}</td>")
            if group and (index == 0 or rows[index - 1][1] != group):
                cells.append(f"<td rowspan={sum(row[1] == group for row in rows)}>{group}</td>")
            span = 3 - bool(top) - bool(group)
            cells.append(f"<td colspan={span}>{relabelled.get(key, label)}</td>")
            cells += [f"<td>{values.get((key, applicant), '')}</td>" for applicant in self.applicants]
            drawn.append(f"<tr>{''.join(cells)}</tr>")
        return "".join(drawn)

    def review(self, values: Mapping[tuple[str, str], str], outcomes: Sequence[str] | None = None) -> str:
        """The review table; `outcomes` are the five header cells as printed, where they are not the form's."""
        printed = outcomes or [label for label, _ in self.labels["review_outcomes"]]
        channels = [label for label, _ in self.labels["review_channels"]]
        return (
            f"<table><tr><td colspan=5>{channels[0]}</td><td colspan=10>{self.labels['review_litigation']}</td></tr>"
            "<tr>"
            + "".join(f"<td rowspan=2>{label}</td>" for label in printed)
            + f"<td colspan=5>{channels[1]}</td><td colspan=5>{channels[2]}</td></tr>"
            + "<tr>"
            + "".join(f"<td>{label}</td>" for label in [*printed, *printed])
            + "</tr><tr>"
            + "".join(
                f"<td>{values.get((channel, outcome), '')}</td>"
                for channel in self.channels
                for outcome in self.outcomes
            )
            + "</tr></table>"
        )

    def page(self, *tables: str, title: str = "示范县档案局2023年政府信息公开工作年度报告") -> bytes:
        """A report page: title, six headings, the tables in sections 2 to 4."""
        filled = [*tables, "", "", ""][:3]
        headings = (
            "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
            "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
        )  # fmt: skip
        bodies = [
            "<p>本机关依法公开政府信息，全年工作平稳有序，现将有关情况报告如下，供公众查阅。</p>",
            *filled,
            "<p>公开不够及时。</p>",
            "<p>本年度没有收取信息处理费。</p>",
        ]
        parts = "".join(f"<p>{heading}</p>{body}" for heading, body in zip(headings, bodies, strict=True))
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
            f'<body><div id="zoom"><h1>{escape(title)}</h1>{parts}</div></body></html>'
        ).encode()


@pytest.fixture(scope="session")
def forms() -> Forms:
    return Forms(json.loads((HERE / "words" / "form_labels.json").read_text("utf-8")))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The project's shared folder with the seeds; absent for users."""
    if not SHARED.is_dir():
        pytest.skip("the folder `shared` with the seeds is not beside the repository")
    return SHARED
