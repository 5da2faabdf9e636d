"""The generated documents: what they cover, that their answers hold together, and that no reader had a part in them."""

from __future__ import annotations

import ast
import itertools
import json
import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from accuracy.generator import generated_cases, html_tables, trap_cases
from accuracy.generator.axes import AXES, EXCLUSIONS
from accuracy.generator.cases import each_case
from accuracy.generator.facts import facts
from accuracy.generator.misprints import core, distance, misprint

GENERATOR = Path(__file__).resolve().parents[2] / "accuracy" / "generator"
SHARED = Path(__file__).resolve().parents[3] / "shared"
PAIRWISE = ("form", "format", "layout", "damage")
TRAPS_OF_FORMATS = {
    "labels": """carried_in_exchanged unclear_misprinted law_forbids_cut total_with_inner_blank
        applicant_with_inner_blank normative_prefix_exchanged enumeration_comma half_width_brackets straight_quotes
        header_broken_over_cells review_headers_truncated group_label_torn other_handling_shortened
        agency_name_misread""",
    "values": """cells_blank total_column_blank one_value_in_blank_row natural_person_and_total_only zero_with_unit
        amount_in_yuan amount_in_wanyuan number_with_note mark_slash mark_hyphen mark_dash mark_two_hyphens
        mark_two_full_width_hyphens mark_wu mark_not_applicable mark_empty_word thousands_separator signed_change
        decimals full_width_digits""",
    "text": """swallowed_document_number swallowed_period swallowed_date values_detached_from_labels
        page_number_in_table footnote tables_as_images only_attachment""",
    "forms and headings": """mixed_forms five_column_grid short_rows rows_like_headings headings_restarted
        headings_shifted headings_of_seed_003 statistics_misprint""",
}
"""Read from FORMATS.md §0, §1, §2, §5, §7 and §8 by eye."""


@pytest.fixture(scope="module")
def cases():
    return generated_cases()


@pytest.fixture(scope="module")
def traps():
    return trap_cases()


def names(groups):
    return {name for words in groups.values() for name in words.split()}


def sums_that_fail(answer):
    """The form's own sums over an answer, blanks leaving a sum out: (rule, where) of those that do not hold."""
    failed = []

    def check(rule, parts, total):
        if None not in (*parts, total) and sum(parts) != total:
            failed.append(rule)

    rows = answer.get("applications") or {}
    for row, numbers in rows.items():
        check(f"A3 {row}", numbers[:6], numbers[6])
    if rows:
        results = [row for row in rows if row not in ("new_received", "carried_in", "result_total", "carried_out")]
        for column in range(7):
            check(f"A2 {column}", [rows[row][column] for row in results], rows["result_total"][column])
            received = [rows["new_received"][column], rows["carried_in"][column]]
            ended = [rows["result_total"][column], rows["carried_out"][column]]
            if None not in (*received, *ended):
                check(f"A1 {column}", received, sum(ended))
    for channel, numbers in (answer.get("review") or {}).items():
        *parts, total = numbers.values()
        check(f"R1 {channel}", parts, total)
    figures = answer.get("statistics") or {}
    for total, parts in facts("statistics")["sums"].items():
        if figures:
            check(f"S {total}", [figures[part] for part in parts], figures[total])
    return failed


def test_every_pair_that_can_meet_is_met(cases):
    """Counted anew: two values of two axes share a document, or an exclusion with a reason names the two."""
    met = {
        frozenset(pair) for case in cases for pair in itertools.combinations(((a, case.facets[a]) for a in PAIRWISE), 2)
    }
    excluded = {
        frozenset(((exclusion.left[0], left), (exclusion.right[0], right)))
        for exclusion in EXCLUSIONS
        for left in exclusion.left[1]
        for right in exclusion.right[1]
    }
    wanted = {
        frozenset(((one, left), (other, right)))
        for one, other in itertools.combinations(PAIRWISE, 2)
        for left in AXES[one]
        for right in AXES[other]
    }
    assert wanted - met == excluded & wanted
    assert all(exclusion.reason for exclusion in EXCLUSIONS)
    assert len(wanted - excluded) > 1000


def test_the_whole_set_is_of_a_size_that_is_read_in_minutes(cases, traps):
    assert 150 <= len(cases) <= 400
    formats = Counter(case.facets["format"] for case in (*cases, *traps))
    assert sum(formats[name] for name in formats if name.startswith("pdf_") and name != "pdf_dump") <= 110


def test_each_trap_of_the_formats_page_has_three_documents(traps):
    documents = defaultdict(set)
    for case in traps:
        for trap in case.traps:
            documents[trap].add(case.data)
    assert set(documents) == names(TRAPS_OF_FORMATS)
    assert {trap: len(found) for trap, found in documents.items() if len(found) < 3} == {}


def test_names_are_unique_and_fit_to_be_file_names(cases, traps):
    found = [case.name for case in (*cases, *traps)]
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"[\w+-]+", name) for name in found)
    assert all(case.file_name.startswith(case.name) for case in (*cases, *traps))


def test_the_same_seed_gives_the_same_documents(cases):
    assert tuple(itertools.islice(each_case(1), 40)) == cases[:40]
    assert html_tables("2019", 4) == html_tables("2019", 4)
    assert html_tables("2019", 4) != html_tables("2019", 5)


def test_another_seed_gives_other_documents(cases):
    other = itertools.islice(each_case(2), 30)
    assert {case.data for case in other}.isdisjoint(case.data for case in cases)


def test_sums_hold_where_nothing_broke_them(cases, traps):
    broken_on_purpose = {"failed_sums", "natural_person_and_total_only"}
    for case in (*cases, *traps):
        if case.facets["damage"] not in broken_on_purpose:
            assert sums_that_fail(case.answer) == [], case.name


def test_failed_sums_fail(cases):
    for case in cases:
        if case.facets["damage"] == "failed_sums":
            assert sums_that_fail(case.answer), case.name


@pytest.mark.parametrize("form", ["2021", "2019", "mixed"])
def test_plain_tables_balance_and_differ(form):
    for seed in range(20):
        markup, answer = html_tables(form, seed)
        assert sums_that_fail(answer) == []
        numbers = [number for row in answer["applications"].values() for number in row]
        assert len(numbers) == 7 * (25 if form == "2021" else 23)
        assert sum(number != 0 for number in numbers) > len(numbers) / 2
        assert markup.count("<table") == 3
        assert markup.count("行政诉讼") > 1


def test_plain_tables_know_their_forms():
    with pytest.raises(ValueError, match="no form '2020'"):
        html_tables("2020", 1)


def test_a_stated_number_is_printed_and_a_blank_is_not(cases):
    """HTML of plain numbers: every cell of the answer stands between tags, as often as the answer states it."""
    tried = 0
    for case in cases:
        facets = case.facets
        if facets["format"] != "html" or facets["damage"] not in ("none", "blank_cells", "blank_totals"):
            continue
        if facets["layout"] not in ("plain", "no_tbody", "th_cells", "five_columns", "four_tables"):
            continue
        text = case.data.decode()
        stated = Counter(
            number
            for name in ("proactive", "applications", "review")
            for row in (case.answer[name] or {}).values()
            for number in (row if isinstance(row, list) else row.values())
            if isinstance(number, int)
        )
        printed = Counter(int(number) for number in re.findall(r">(-?\d+)元?\s*<", text))
        assert not stated - printed, case.name
        tried += 1
    assert tried >= 3


def test_what_nobody_can_place_is_null(cases):
    unknowable = [case for case in cases if case.unknowable]
    assert {case.facets["format"] for case in unknowable} == {
        "text_rows_old",
        "text_cells_piped",
        "text_cells_lines",
        "pdf_dump",
    }
    for case in unknowable:
        for prefix in case.unknowable:
            table, *row = prefix.split(".")
            part = case.answer[table][row[0]] if row else case.answer[table]
            values = part if isinstance(part, list) else json.dumps(part).replace("}", "").split(", ")
            assert all(value is None or str(value).endswith("null") for value in values), (case.name, prefix)


def test_a_flag_is_due_where_a_cell_prints_no_plain_number(cases):
    due = {
        "notes": "note_in_cell",
        "marks": "not_a_number",
        "units": "unit_converted",
        "truncated_headers": "truncated_header",
    }
    for case in cases:
        kind = due.get(case.facets["damage"])
        if kind is not None:
            assert kind in {flag.kind for flag in case.expected_flags}, case.name


def test_misprints_leave_a_label_like_no_other():
    for table in ("applications", "statistics"):
        known = facts("statistics")["rows"] if table == "statistics" else _application_labels()
        labels = [row[0] if table == "statistics" else row for row in known]
        for label in labels:
            changed = misprint(label, labels, random.Random(label))
            if changed is not None:
                near = distance(core(changed), core(label))
                assert 1 <= near <= 2
                assert min(distance(core(changed), core(other)) for other in labels if other != label) > near


def _application_labels():
    labels = facts("labels")["applications"]
    groups = [*labels["groups"], labels["other"]["2021"]]
    return [text for group in groups for _, text in group["rows"]]


@pytest.mark.parametrize(
    "case_format, codec", [("html_gb18030", "gb18030"), ("html_big5", "big5"), ("html_bom", "utf-8-sig")]
)
def test_the_charsets_are_what_they_are_called(cases, case_format, codec):
    written = [case for case in cases if case.facets["format"] == case_format]
    assert len(written) >= 15
    for case in written:
        text = case.data.decode(codec)
        assert case.answer["title"] in text
        assert ("總" in text or "統計" in text) == (case_format == "html_big5")


def test_a_wrong_charset_contradicts_the_bytes(cases):
    for case in cases:
        if case.facets["format"] == "html_wrong_charset":
            said = re.search(rb"charset=([\w-]+)", case.data)[1].decode()
            with pytest.raises((UnicodeDecodeError, AssertionError)):
                assert case.answer["title"] in case.data.decode(said)


def test_labels_are_those_of_the_official_form():
    """Cell by cell against the blank form of 国办公开办函〔2021〕30号."""
    form = SHARED / "real" / "docx" / "official-form-2021-blank.docx"
    if not form.exists():
        pytest.skip("../shared is not here: the official form lies there")
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    body = etree.fromstring(ZipFile(form).read("word/document.xml"))
    official = {"".join(cell.itertext()).strip() for cell in body.iter(f"{word}tc")} - {""}
    labels = facts("labels")
    ours = {text for block in labels["proactive"]["2021"] for text in (block["clause"], *block["header"])}
    ours |= {label for block in labels["proactive"]["2021"] for _, label in block["rows"]}
    applications = labels["applications"]
    ours |= {applications[key] for key in ("note", "situation", "natural_person", "organisations", "total", "results")}
    ours |= {label for _, label in (*applications["organisation_kinds"], *applications["before"])}
    ours |= {group["label"] for group in (*applications["groups"], applications["other"]["2021"]) if group["label"]}
    ours |= set(_application_labels())
    ours |= {applications["result_total"][1], applications["after"][1], labels["review"]["litigation"]}
    ours |= {label for _, label in (*labels["review"]["channels"], *labels["review"]["outcomes"])}
    assert ours == official


def test_statistics_labels_are_those_of_a_real_appendix():
    page = SHARED / "real" / "text" / "hebei-jyt-2018-statistics.txt"
    if not page.exists():
        pytest.skip("../shared is not here: the real appendix lies there")
    printed = "".join(page.read_text("utf-8").split()).replace(")", "）").replace("维护具体", "维持具体")
    for label, unit, _ in facts("statistics")["rows"]:
        assert label + unit in printed, label


def test_the_generator_imports_nothing_of_the_reader():
    """import-linter holds it too; this names the file and the line."""
    files = sorted(GENERATOR.rglob("*.py"))
    assert len(files) > 10
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path.name}:{node.lineno}"
                modules = [node.module]
            assert not [name for name in modules if name.startswith("crawler")], f"{path.name}:{node.lineno}"
    assert not re.findall(
        r"crawler[./](?:documents|reports)", "".join(p.read_text("utf-8") for p in GENERATOR.glob("data/*"))
    )
