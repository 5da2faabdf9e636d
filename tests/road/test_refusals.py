"""What the command line refuses, in one line, before it asks or writes anything."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.road.command_line import PROJECT, closing_lines, nianbao


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


CONTACT = {"NIANBAO_CONTACT": "test@example.org"}


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "says"),
    [
        (["crawl"], {}, 1, "NIANBAO_CONTACT is not set"),
        (["crawl", "--replica", "--database", "{tmp}/reports.db"], {}, 1, "reports.db"),
        (["crawl", "--database", "{tmp}/demo.db"], CONTACT, 1, "demo.db"),
        (["crawl", "--replica", "--source", "nowhere"], {}, 2, "--source nowhere: no such source"),
        (["crawl", "--replica", "--registry", "{tmp}/absent.csv"], {}, 1, "absent.csv: cannot be read"),
        (["crawl", "--source", "linyi-hedong-gxj", "--database", "{tmp}/x.db"], CONTACT, 1, "can be walked"),
        (["crawl", "--replica", "--database", "{tmp}/a.db"], {"NIANBAO_WORKERS": "many"}, 1, "NIANBAO_WORKERS"),
        (["crawl"], {"NIANBAO_CONTACT": "nobody"}, 1, "NIANBAO_CONTACT: expected an e-mail or web address"),
        (["crawl"], CONTACT | {"NIANBAO_PROXY": "proxy"}, 1, "NIANBAO_PROXY: expected a proxy's address"),
        (["reparse", "--database", "{tmp}/empty.html"], {}, 1, "not a database of Nianbao's"),
        (["parse", "{tmp}/some.txt", "--explain", "nowhere"], {}, 2, "--explain nowhere: a place begins with one of"),
        (["show", "x", "--database", "{tmp}/none.db"], {}, 1, "no such database"),
        (["fingerprint"], {"NIANBAO_DATA": "{tmp}"}, 1, "no database yet; run `make demo`"),
        (["schedule", "--at", "26:00"], {}, 2, "expected a time of day"),
        (["import", "{tmp}"], {}, 1, "nothing to import"),
        (["parse", "{tmp}/empty.html"], {}, 1, "empty"),
    ],
)
def test_one_line_and_an_exit_code(
    arguments: list[str], environment: Mapping[str, str], code: int, says: str, tmp_path: Path
) -> None:
    if arguments[0] != "import":
        (tmp_path / "empty.html").touch()
        (tmp_path / "some.txt").write_text("一、总体情况", encoding="utf-8")
    before = set(tmp_path.iterdir())
    answer = nianbao(
        *(argument.replace("{tmp}", str(tmp_path)) for argument in arguments),
        environment={name: value.replace("{tmp}", str(tmp_path)) for name, value in environment.items()},
    )
    assert answer.code == code, answer.err
    assert says in answer.err
    assert "Traceback" not in answer.err
    assert len([line for line in answer.err.splitlines() if line.startswith("nianbao:")]) == 1
    assert set(tmp_path.iterdir()) == before, "a refused command leaves nothing behind"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--replica-fault", "nope"], "--replica-fault and --replica-log go with --replica"),
        (["--replica", "--replica-fault", "nope"], "unknown fault, expected one of"),
        (["--replica", "--replica-fault", "gone@example.org"], "the replica has no host"),
        (["--replica", "--replica-sites", "-1"], "-1 is not in the range"),
        (["--replica", "--replica-reports", "5"], "--replica-reports goes with --replica-sites"),
    ],
)
def test_bad_usage_of_the_replica(arguments: list[str], says: str) -> None:
    answer = nianbao("crawl", *arguments)
    assert answer.code == 2
    assert "Traceback" not in answer.err
    assert says in " ".join(answer.err.split())


def test_without_a_network_each_source_is_down_with_its_reason(tmp_path: Path) -> None:
    """A closed port stands for the network: the operator's proxy is the only thing that this run may ask."""
    walked = {"yunnan-gxt", "liangshan-jxj", "diqing-gxj", "kunming-zwfw"}
    answer = nianbao(
        "crawl",
        *(word for source in (*walked, "linyi-hedong-gxj") for word in ("--source", source)),
        "--database",
        tmp_path / "live.db",
        environment=CONTACT | {"NIANBAO_PROXY": f"http://127.0.0.1:{closed_port()}"},
    )
    assert answer.code == 4, answer.out + answer.err
    lines = closing_lines(answer)
    assert {source for source, cells in lines.items() if "down" in cells} == walked
    assert "skipped" in lines["linyi-hedong-gxj"]
    reasons = [line for line in answer.out.splitlines() if ": robots.txt of " in line]
    assert len(reasons) == 4
    assert "Traceback" not in answer.err


def test_a_store_of_one_origin_is_refused_by_the_other(tmp_path: Path) -> None:
    """Made in a data folder that has neither of the databases that the commands look for: none of them is missed."""
    folder = {"NIANBAO_DATA": str(tmp_path)}
    registry = ("--registry", PROJECT / "data" / "sources.csv")
    chosen = ("--source", "kunming-zwfw", "--database", tmp_path / "mine.db")
    made = nianbao("crawl", "--replica", *registry, *chosen, environment=folder)
    assert made.code == 0, made.err
    assert f"Look at it with: nianbao browse --database {tmp_path}/mine.db" in made.out
    environment = CONTACT | {"NIANBAO_PROXY": f"http://127.0.0.1:{closed_port()}"}
    answer = nianbao("crawl", "--database", tmp_path / "mine.db", environment=environment)
    assert answer.code == 1
    assert "replica" in answer.err
    assert "Traceback" not in answer.err
