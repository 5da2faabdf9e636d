"""The registry says what is wrong with it: line, column, what was expected. Half a registry is never used."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.sources import COLUMNS, RegistryError, load_sources, parse_sources

REGISTRY = Path(__file__).resolve().parent.parent / "data" / "sources.csv"
HEADER = ",".join(COLUMNS)
GOOD = {
    "id": "kunming-zwfw",
    "body": "昆明市政务服务管理局",
    "aliases": "昆明市政务服务局; 市政务服务局",
    "division": "530100",
    "level": "prefecture-dept",
    "scope": "own",
    "family": "kunming",
    "list_url": "https://zwfw.km.gov.cn/zfxxgk/zfxxgknb/",
    "article_pattern": r"/c/\d{4}-\d{2}-\d{2}/\d+\.shtml$",
    "branch_pattern": "",
    "report_titles": "",
    "rendering": "plain",
    "first_year": "2016",
    "state": "active",
    "evidence": "inferred",
    "note": "",
}


def registry(*rows: dict[str, str]) -> str:
    return "\n".join([HEADER, *(",".join(row[column] for column in COLUMNS) for row in rows)])


def test_a_row_becomes_a_source() -> None:
    (source,) = parse_sources(registry(GOOD))
    assert source.body_id == "530100-昆明市政务服务管理局"
    assert source.host == "zwfw.km.gov.cn"
    assert source.aliases == ("昆明市政务服务局", "市政务服务局")
    assert source.first_year == 2016


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("id", "Kunming ZWFW", "lower-case words"),
        ("body", "", "the body's full name"),
        ("division", "5301", "six digits of GB/T 2260"),
        ("division", "", "only a central body has none"),
        ("level", "city", "one of central, province"),
        ("scope", "mine", "one of own, shared"),
        ("family", "wordpress", "one of trs, vsb, kunming"),
        ("list_url", "zwfw.km.gov.cn", "an http or https address"),
        ("list_url", "ftp://zwfw.km.gov.cn/", "an http or https address"),
        ("article_pattern", "/c/(", "a regular expression"),
        ("branch_pattern", "/nb/[", "a regular expression"),
        ("report_titles", "年报)", "a regular expression"),
        ("rendering", "js", "one of plain, browser"),
        ("first_year", "16", "a year, or empty"),
        ("state", "on", "one of active, disabled"),
        ("evidence", "guess", "one of observed"),
    ],
)
def test_a_bad_cell_is_named_by_line_column_and_what_was_expected(column: str, value: str, expected: str) -> None:
    text = registry(GOOD, GOOD | {"id": "second", column: value})
    with pytest.raises(RegistryError) as caught:
        parse_sources(text, "sources.csv")
    (problem,) = caught.value.problems
    assert problem.startswith(f"line 3, column {column}: expected ")
    assert expected in problem
    assert repr(value) in problem


def test_every_bad_cell_is_reported_at_once() -> None:
    with pytest.raises(RegistryError) as caught:
        parse_sources(registry(GOOD | {"state": "on"}, GOOD | {"id": "b", "family": "x", "level": "y"}))
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "line 2, column state",
        "line 3, column level",
        "line 3, column family",
    ]


def test_an_id_stands_once() -> None:
    with pytest.raises(RegistryError, match=r"column id: expected an id that no other row has \(line 2 has it\)"):
        parse_sources(registry(GOOD, GOOD))


def test_an_unlisted_source_has_no_address_and_the_others_have_one() -> None:
    (source,) = parse_sources(registry(GOOD | {"state": "unlisted", "list_url": ""}))
    assert source.host == ""
    with pytest.raises(RegistryError, match="column list_url: expected nothing"):
        parse_sources(registry(GOOD | {"state": "unlisted"}))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1: expected the header"),
        ("id,body\nx,y", "line 1: expected the header"),
        (HEADER + "\na,b,c", "line 2: expected 16 columns, found 3"),
        (HEADER + '\n"a', "line 2: not readable as CSV"),
    ],
)
def test_a_file_that_is_no_registry_is_refused(text: str, problem: str) -> None:
    with pytest.raises(RegistryError, match=problem):
        parse_sources(text)


def test_a_file_in_another_encoding_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_bytes(registry(GOOD).encode("gb18030"))
    with pytest.raises(RegistryError, match=r"sources\.csv: byte \d+: expected UTF-8"):
        load_sources(path)
    with pytest.raises(RegistryError, match="cannot be read"):
        load_sources(tmp_path / "absent.csv")


def test_the_registry_holds_the_five_bodies_and_says_which_list_is_assumed() -> None:
    sources = {source.id: source for source in load_sources(REGISTRY)}
    assert {source.division for source in sources.values()} == {"530000", "371312", "513400", "533400", "530100"}
    assert [source.id for source in sources.values() if source.state == "assumed"] == ["linyi-hedong-gxj"]
    assert sources["diqing-gxj"].scope == "shared"
