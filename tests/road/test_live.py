"""A live crawl as far as one machine can show it: whom it speaks to, and whom it believes."""

from __future__ import annotations

import csv
from pathlib import Path

from crawler.replica.process import ReplicaProcess
from tests.road.command_line import PROJECT, closing_lines, nianbao
from tests.road.test_refusals import CONTACT, closed_port

ENVIRONMENT = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


def test_the_operators_proxy_is_used_and_one_with_certificates_of_its_own_is_not_believed(tmp_path: Path) -> None:
    """The replica stands for a proxy that looks into TLS: the system's roots know nothing of its authority.

    The environment's proxies are a closed port: had they been asked, the reason would be another.
    """
    secure = ("yunnan-gxt", "liangshan-jxj", "kunming-zwfw")
    proxies = dict.fromkeys(ENVIRONMENT, f"http://127.0.0.1:{closed_port()}")
    with ReplicaProcess() as replica:
        answer = nianbao(
            "crawl",
            *(word for source in secure for word in ("--source", source)),
            "--database",
            tmp_path / "live.db",
            environment=CONTACT | proxies | {"NIANBAO_PROXY": replica.proxy},
        )
    assert answer.code == 4, answer.out + answer.err
    assert "Traceback" not in answer.err
    lines = closing_lines(answer)
    for source in secure:
        assert "down" in lines[source]
        assert f"{source}: TLS: certificate verify failed" in answer.out.splitlines()


def test_localhost_is_not_public_and_the_environments_proxy_is_not_asked_instead(tmp_path: Path) -> None:
    with (PROJECT / "data" / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(row for row in rows if row["id"] == "kunming-zwfw") | {"list_url": "http://localhost/zfxxgk/zfxxgknb/"}
    registry = tmp_path / "sources.csv"
    with registry.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    log = tmp_path / "requests.jsonl"
    with ReplicaProcess(log=log) as replica:
        answer = nianbao(
            "crawl",
            "--registry",
            registry,
            "--database",
            tmp_path / "live.db",
            environment=CONTACT | dict.fromkeys(ENVIRONMENT, replica.proxy),
        )
    assert answer.code == 4, answer.out + answer.err
    assert "localhost resolves to 127.0.0.1, which is not a public address" in answer.out
    assert "Traceback" not in answer.err
    assert not log.read_text()
