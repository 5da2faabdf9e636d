"""`nianbao sources identify`: what it prints of a page, what it refuses, and that a URL is asked politely."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.commands.sources import sources
from crawler.sources import COLUMNS, RegistryError, parse_sources
from tests.road.command_line import Answer, nianbao

LIST = """<html><head><meta name="SiteName" content="某市财政局"><meta name="SiteIDCode" content="5301000033"></head>
<body><ul><li><a href="./202401/t20240131_1.html">2023年政府信息公开年报</a></li>
<li><a href="./202301/t20230131_2.html">2022年政府信息公开年报</a></li></ul>
<script>createPageHTML(2,0,"index","html")</script></body></html>"""
ADDRESS = "https://czj.somewhere.gov.cn/zfxxgk/zfxxgknb/"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    page = tmp_path / "list.html"
    page.write_bytes(LIST.encode("gb18030"))
    return page


def _run(*words: object) -> Result:
    return CliRunner().invoke(sources, ["identify", *map(str, words)])


def _draft(out: str) -> dict[str, str]:
    lines = out.splitlines()
    start = lines.index(",".join(COLUMNS))
    (row,) = csv.DictReader(lines[start : start + 2])
    return row


def test_a_saved_list_with_its_address(saved: Path) -> None:
    result = _run(saved, "--url", ADDRESS)
    assert result.exit_code == 0, result.output
    assert "a list of the family trs" in result.output
    assert 'createPageHTML(n,cur,"index","html")' in " ".join(result.output.split())
    row = _draft(result.output)
    assert (row["family"], row["list_url"], row["division"], row["body"]) == ("trs", ADDRESS, "530100", "")
    assert (row["state"], row["evidence"]) == ("active", "observed")
    assert re.match(row["article_pattern"], "/zfxxgk/zfxxgknb/202501/t20250131_3.html")
    assert not re.match(row["article_pattern"], "/zfxxgk/other/202501/t20250131_3.html")
    assert "2 links of this page match it" in result.output
    assert "某市财政局" in result.output  # as a hint: whose column it is, a person decides


def test_the_draft_is_a_registry_row_once_it_is_completed(saved: Path) -> None:
    row = _draft(_run(saved, "--url", ADDRESS).output)

    def registry(**filled: str) -> str:
        return ",".join(COLUMNS) + "\n" + ",".join((row | filled)[column] for column in COLUMNS) + "\n"

    with pytest.raises(RegistryError, match="column body"):
        parse_sources(registry())
    (source,) = parse_sources(registry(body="昆明市财政局", level="prefecture-dept"))
    assert (source.id, source.family) == ("somewhere-czj", "trs")


def test_an_article_says_that_its_list_is_another_page(tmp_path: Path) -> None:
    page = tmp_path / "article.html"
    page.write_text('<html><body><div class="TRS_Editor"><p>一、总体情况</p></div></body></html>')
    result = _run(page, "--url", ADDRESS + "202401/t20240131_1.html")
    assert result.exit_code == 0
    assert "an article of the family trs" in result.output
    row = _draft(result.output)
    assert (row["list_url"], row["state"], row["evidence"]) == ("", "unlisted", "article-only")
    assert "the list that shows it has an address of its own" in result.output


def test_families_that_look_alike_are_all_named(tmp_path: Path) -> None:
    page = tmp_path / "article.html"
    page.write_text("<html><body><!--ZJEG_RSS.content.begin--><p>一、总体情况</p></body></html>")
    result = _run(page, "--url", "https://www.somewhere.gov.cn/art/2023/1/19/art_1229709995_71194.html")
    assert "one of the families hanweb_dataproxy, hanweb_nextgroup, hanweb_xxgk" in result.output


def test_an_unknown_page_says_what_was_looked_for(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>政府信息公开年报</p></body></html>")
    result = _run(page)
    assert result.exit_code == 3
    assert "no family recognised" in result.output
    for mark in ("TRS_Editor", "<UCAPCONTENT>", "/fjdzapp/search", "/queryList"):
        assert mark in result.output
    assert "--url" in result.output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nosuch.html"], 2, "nosuch.html: no such file; an address begins with http:// or https://"),
        (["nosuch"], 1, "nosuch: No such file or directory"),
        (["ftp://www.somewhere.gov.cn/"], 2, "expected an http or https address with a host"),
        (["http://"], 2, "expected an http or https address with a host"),
        (["http://[年报"], 2, "expected an http or https address with a host"),
        (["https://www.somewhere.gov.cn/", "--url", ADDRESS], 2, "--url goes with a FILE"),
        ([__file__, "--replica"], 2, "--replica goes with a URL"),
        ([__file__, "--url", "no-address"], 2, "expected an http or https address with a host"),
        (["https://www.somewhere.gov.cn/"], 1, "NIANBAO_CONTACT is not set"),
    ],
)
def test_what_cannot_be_used_is_one_line(
    monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, said: str
) -> None:
    monkeypatch.delenv("NIANBAO_CONTACT", raising=False)
    result = _run(*words)
    assert result.exit_code == code, result.output
    assert said in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("body", [b"%PDF-1.4 <html>", b"PK\x03\x04<html>", b"", b"1,2,3", b"\x00\x01\x02"])
def test_a_file_that_is_no_web_page(tmp_path: Path, body: bytes) -> None:
    page = tmp_path / "file"
    page.write_bytes(body)
    result = _run(page)
    assert result.exit_code == 1
    assert "no web page" in result.output


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder of its own; whatever was asked, nothing is written there."""
    folder = tmp_path_factory.mktemp("data")
    yield folder
    assert list(folder.iterdir()) == []


def _ask(data: Path, *words: str) -> Answer:
    return nianbao("sources", "identify", "--replica", *words, environment={"NIANBAO_DATA": str(data)})


def test_a_page_of_the_replica_is_asked_once(data: Path) -> None:
    answer = _ask(data, "https://zwfw.km.gov.cn/zfxxgk/zfxxgknb/")
    assert answer.code == 0, answer.err
    assert "a list of the family kunming" in answer.out
    assert _draft(answer.out)["list_url"] == "https://zwfw.km.gov.cn/zfxxgk/zfxxgknb/"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["https://gxt.yn.gov.cn/files/internal/1.html"], 3, "disallowed: robots.txt of gxt.yn.gov.cn forbids"),
        (
            ["--replica-with", "ruishu-412", "https://trap-ruishu-412.gov.test/zfxxgk/901/zfxxgknb/"],
            3,
            "blocked: ",
        ),
    ],
    ids=["disallowed", "blocked"],
)
def test_what_stands_in_the_way_is_said_in_one_line(data: Path, words: list[str], code: int, said: str) -> None:
    answer = _ask(data, *words)
    assert answer.code == code
    assert answer.out == ""
    (line,) = [line for line in answer.err.splitlines() if not line.startswith("replica: ")]
    assert line.startswith("nianbao: ") and said in line
