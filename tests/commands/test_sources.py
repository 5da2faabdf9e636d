"""`nianbao sources list|show|enable|disable`: the registry looked at, and one row of it switched."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.commands.sources import sources
from crawler.sources import COLUMNS, Source, load_sources

PROJECT = Path(__file__).resolve().parents[2]
REGISTRY = PROJECT / "data" / "sources.csv"
ROWS = load_sources(REGISTRY)


def run(*words: str | Path) -> Result:
    answer = CliRunner().invoke(sources, [str(word) for word in words])
    assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.output
    return answer


def listed(*options: str) -> list[str]:
    """The ids that a list shows."""
    answer = run("list", *options)
    assert answer.exit_code == 0, answer.output
    header, *lines = answer.stdout.splitlines()
    assert header.split() == ["id", "state", "family", "division", "body"]
    return [line.split()[0] for line in lines[: lines.index("")]]


def ids(wanted: Callable[[Source], bool]) -> list[str]:
    return [source.id for source in ROWS if wanted(source)]


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    path = tmp_path / "sources.csv"
    path.write_bytes(REGISTRY.read_bytes())
    return path


def row(path: Path, source_id: str) -> Source:
    return next(source for source in load_sources(path) if source.id == source_id)


def changed_lines(path: Path) -> list[tuple[bytes, bytes]]:
    """The lines that differ from the shipped registry: (as it was, as it is)."""
    pairs = zip(REGISTRY.read_bytes().splitlines(True), path.read_bytes().splitlines(True), strict=True)
    return [(before, after) for before, after in pairs if before != after]


def test_the_list_shows_every_row_on_a_line_of_its_own_and_counts_them() -> None:
    assert listed() == [source.id for source in ROWS]
    assert run("list").stdout.splitlines()[-1].startswith(f"{len(ROWS)} sources (")


def test_looking_at_the_registry_loads_no_crawler() -> None:
    """`list`, `show`, `enable` and `disable` answer in a moment; the others load what they need when asked."""
    script = (
        "import sys, crawler.commands.sources; print(sorted({'scrapy', 'lxml', 'sqlite_utils'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert loaded.stdout == "[]\n"
    assert set(run("--help").stdout.split()) >= {"list", "show", "enable", "disable", "check", "identify"}


def test_lists_are_narrowed_by_state_family_and_division() -> None:
    assert listed("--state", "unlisted") == ids(lambda source: source.state == "unlisted")
    assert listed("--family", "vsb", "--family", "ucap") == ids(lambda source: source.family in ("vsb", "ucap"))
    assert listed("--division", "530000") == ids(lambda source: source.division.startswith("53"))
    assert listed("--division", "513400", "--state", "active", "--family", "trs") == [
        "liangshan-jxj",
        "liangshan-bumen-2021",
        "liangshan-sjj",
        "liangshan-mzj",
        "yuexi-qxj",
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--state", "sleeping"), "'sleeping' is not one of 'active'"),
        (("--family", "wordpress"), "'wordpress' is not one of 'trs'"),
        (("--division", "820000"), "no source matches the selection"),
        (("--division", "53"), "'53': expected six digits of GB/T 2260"),
    ],
)
def test_a_list_of_nothing_is_a_usage_error(options: tuple[str, ...], message: str) -> None:
    answer = run("list", *options)
    assert answer.exit_code == 2
    assert message in answer.stderr


def test_a_row_is_shown_a_field_a_line_with_its_divisions_by_name() -> None:
    answer = run("show", "linyi-hedong-gxj")
    assert answer.exit_code == 0
    fields = dict(line.split(maxsplit=1) for line in answer.stdout.splitlines())
    assert tuple(fields) == COLUMNS
    assert fields["division"] == "371312 山东省 临沂市 河东区"
    assert fields["aliases"] == "河东区工业和信息化局; 河东区工信局"
    assert fields["article_pattern"] == r"/info/2821/\d+\.htm$"
    assert fields["branch_pattern"] == "-"
    assert fields["first_year"] == "2016"


def test_an_abolished_division_is_shown_as_such(registry: Path) -> None:
    text = registry.read_text(encoding="utf-8").replace("左贡县,,540327,", "左贡县,,542128,")
    registry.write_text(text, encoding="utf-8")
    assert "542128 西藏自治区 昌都地区 (abolished in 2014) 左贡县 (abolished in 2014)" in (
        run("show", "zuogong", "--registry", registry).stdout
    )


@pytest.mark.parametrize("command", [("show",), ("enable",), ("disable", "--reason", "gone")])
def test_an_unknown_source_is_one_line(command: tuple[str, ...], registry: Path) -> None:
    answer = run(*command, "kunming", "--registry", registry)
    assert answer.exit_code == 2
    assert answer.stderr == "nianbao: kunming: no such source; `nianbao sources list` shows them\n"
    assert changed_lines(registry) == []


def test_a_source_is_disabled_with_its_reason_and_no_other_byte_changes(registry: Path) -> None:
    answer = run("disable", "gansu-jyt-2019", "--registry", registry, "--reason", ' gone, says\n"404" ')
    assert (answer.exit_code, answer.stdout) == (0, "gansu-jyt-2019: active -> disabled\n")
    assert row(registry, "gansu-jyt-2019").state == "disabled"
    ((before, after),) = changed_lines(registry)
    today = datetime.now(UTC).date()
    assert row(registry, "gansu-jyt-2019").note.endswith(f'; disabled {today}: gone, says "404"')
    assert after.startswith(before[: before.index(b",active,")])


def test_a_disabled_source_is_enabled_again_and_its_note_keeps_both(registry: Path) -> None:
    run("disable", "kunming-rsj", "--registry", registry, "--reason", "moved")
    answer = run("enable", "kunming-rsj", "--registry", registry)
    assert (answer.exit_code, answer.stdout) == (0, "kunming-rsj: disabled -> active\n")
    today = datetime.now(UTC).date()
    assert row(registry, "kunming-rsj").state == "active"
    assert row(registry, "kunming-rsj").note == f"disabled {today}: moved; enabled {today}"


def test_an_assumed_address_is_enabled_once_somebody_has_seen_it(registry: Path) -> None:
    assert run("enable", "zhaotong", "--registry", registry).exit_code == 0
    assert row(registry, "zhaotong").state == "active"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("enable", "kunming-zwfw"), "kunming-zwfw is active already"),
        (("disable", "central-mct-gknb", "--reason", "again"), "central-mct-gknb is disabled already"),
    ],
)
def test_what_is_so_already_is_said_and_left(words: tuple[str, ...], said: str, registry: Path) -> None:
    answer = run(*words, "--registry", registry)
    assert answer.exit_code == 0
    assert said in answer.stdout
    assert changed_lines(registry) == []


@pytest.mark.parametrize("command", [("enable",), ("disable", "--reason", "gone")])
def test_a_source_without_a_list_is_neither_enabled_nor_disabled(command: tuple[str, ...], registry: Path) -> None:
    answer = run(*command, "henan-fgw", "--registry", registry)
    assert answer.exit_code == 1
    assert answer.stderr.startswith("nianbao: henan-fgw: the registry knows no list address")
    assert len(answer.stderr.splitlines()) == 1
    assert changed_lines(registry) == []


def test_a_reason_is_needed(registry: Path) -> None:
    for options in ((), ("--reason", " \n ")):
        answer = run("disable", "kunming-rsj", "--registry", registry, *options)
        assert answer.exit_code == 2
        assert "--reason" in answer.stderr
    assert changed_lines(registry) == []


def test_a_registry_that_cannot_be_used_is_named_line_by_line(registry: Path) -> None:
    registry.write_text(registry.read_text(encoding="utf-8").replace(",530129,", ",530199,"), encoding="utf-8")
    answer = run("enable", "kunming-rsj", "--registry", registry)
    assert answer.exit_code == 1
    assert answer.stderr.startswith("nianbao: sources.csv: line 9, column division: expected a code of GB/T 2260")
    assert run("list", "--registry", registry.parent / "absent.csv").stderr == (
        "nianbao: absent.csv: cannot be read: No such file or directory\n"
    )
