"""The registry says what is wrong with it: line, column, what was expected. Half a registry is never used."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.sources import COLUMNS, RegistryError, load_sources, parse_sources

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
        ("division", "530199", "a code of GB/T 2260"),
        ("division", "990100", "a code of GB/T 2260"),
        ("division", "530102", "the code of a prefecture, since the level is prefecture-dept (530102 is 五华区)"),
        ("level", "city", "one of central, province"),
        ("scope", "mine", "one of own, shared"),
        ("family", "wordpress", "one of trs, vsb, kunming"),
        ("list_url", "zwfw.km.gov.cn", "an http or https address"),
        ("list_url", "ftp://zwfw.km.gov.cn/", "an http or https address"),
        ("list_url", "http://[年报", "an http or https address"),
        ("article_pattern", "/c/(", "a regular expression"),
        ("article_pattern", "", "without one every link is an article"),
        ("article_pattern", r"c/\d+\.shtml$", "begins with /"),
        ("article_pattern", "https://zwfw.km.gov.cn/c/", "begins with /"),
        ("article_pattern", r"/zfxxgk/\w+/(?:\d+)?", "does not match the list's own address"),
        ("branch_pattern", r"/zfxxgk/\w+/", "does not match the list's own address"),
        ("branch_pattern", r"20\d{2}n/", "begins with /"),
        ("branch_pattern", "/nb/[", "a regular expression"),
        ("report_titles", "年报)", "a regular expression"),
        ("rendering", "js", "one of plain, browser"),
        ("first_year", "16", "a year, or empty"),
        ("state", "on", "one of active, disabled"),
        ("evidence", "guess", "one of observed"),
    ],
)
def test_a_bad_cell_is_named_by_line_column_and_what_was_expected(column: str, value: str, expected: str) -> None:
    second = GOOD | {"id": "second", "list_url": "https://zwfw.km.gov.cn/zfxxgk/zfxxgknb2/"}
    text = registry(GOOD, second | {column: value})
    with pytest.raises(RegistryError) as caught:
        parse_sources(text, "sources.csv")
    (problem,) = caught.value.problems
    assert problem.startswith(f"line 3, column {column}: expected ")
    assert expected in problem
    assert repr(value) in problem


def test_every_bad_cell_is_reported_at_once() -> None:
    with pytest.raises(RegistryError) as caught:
        parse_sources(registry(GOOD | {"state": "on"}, GOOD | {"id": "b", "body": "b", "family": "x", "level": "y"}))
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "line 2, column state",
        "line 3, column level",
        "line 3, column family",
    ]


def test_an_id_stands_once() -> None:
    with pytest.raises(RegistryError, match=r"column id: expected an id that no other row has \(line 2 has it\)"):
        parse_sources(registry(GOOD, GOOD | {"body": "另一局"}))


def test_a_body_has_a_column_once_and_a_shared_column_stands_for_several_bodies() -> None:
    with pytest.raises(RegistryError, match=r"column list_url: expected an address that no other row of this body has"):
        parse_sources(registry(GOOD, GOOD | {"id": "again"}))
    shared = GOOD | {"scope": "shared"}
    assert len(parse_sources(registry(shared, shared | {"id": "other", "body": "另一局"}))) == 2


@pytest.mark.parametrize(
    ("level", "division", "body"),
    [
        ("central", "", "水利部"),
        ("province", "530000", "云南省"),
        ("prefecture", "533400", "迪庆州"),
        ("prefecture-dept", "441900", "东莞市某局"),
        ("county", "419001", "济源市"),
        ("county-dept", "371312", "临沂市河东区工业和信息化局"),
        ("township", "152530", "正蓝旗扎格斯台苏木"),
        ("county", "520221", "水城县"),
        ("prefecture-dept", "110000", "北京住房公积金管理中心"),
        ("county-dept", "220100", "长春市某区退役军人事务局"),
        ("other", "530000", "云南滇中新区"),
        ("other", "371300", "临沂高新区"),
    ],
)
def test_a_body_stands_under_a_division_of_its_level(level: str, division: str, body: str) -> None:
    (source,) = parse_sources(registry(GOOD | {"level": level, "division": division, "body": body}))
    assert source.division == division


@pytest.mark.parametrize(
    ("level", "division", "body"),
    [
        ("central", "110000", "水利部"),
        ("province", "530100", "云南省"),
        ("prefecture-dept", "530000", "昆明市政务服务管理局"),
        ("county-dept", "220100", "长春市南关区退役军人事务局"),
        ("county-dept", "220000", "吉林省某区退役军人事务局"),
        ("township", "152500", "正蓝旗扎格斯台苏木"),
    ],
)
def test_a_division_of_another_level_is_refused(level: str, division: str, body: str) -> None:
    with pytest.raises(RegistryError, match=r"column division: expected .* since the"):
        parse_sources(registry(GOOD | {"level": level, "division": division, "body": body}))


def test_invented_places_stand_on_the_reserved_domain_only() -> None:
    invented = GOOD | {"division": "990001", "list_url": "http://site0001.gov.test/nb/"}
    assert len(parse_sources(registry(invented))) == 1
    with pytest.raises(RegistryError, match="column division: expected a code of GB/T 2260"):
        parse_sources(registry(invented | {"list_url": "http://site0001.gov.cn/nb/"}))


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
