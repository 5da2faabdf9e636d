"""What a walk costs: requests for a whole list and for an unchanged one, a family; processor time a list page."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import zstandard

from crawler.documents.encoding import decode
from crawler.replica.process import ReplicaProcess
from crawler.replica.truth import registry_csv
from crawler.sources import Source, parse_sources
from spiders.entries import Line, decide_all
from spiders.lists.model import Answer, Ask
from spiders.lists.readers import READERS

EXTRA = ("families",)
ROUNDS = 20


def measure_walking() -> None:
    """A replica with a site of each family, crawled twice: the second time nothing has changed."""
    sources = [source for source in parse_sources(registry_csv(0, 0, EXTRA)) if source.rendering == "plain"]
    with tempfile.TemporaryDirectory() as folder, ReplicaProcess(extra=EXTRA) as replica:
        database = Path(folder) / "walking.db"
        arguments = (replica.proxy, str(replica.certificate_authority), str(database), json.dumps(EXTRA))
        robots: list[Counter[str]] = []
        for _ in range(2):
            before = len(replica.log)
            subprocess.run([sys.executable, "-m", "bench.walk", *arguments], check=True, timeout=600)
            asked = replica.log[before:]
            robots.append(Counter(one.host for one in asked if one.path == "/robots.txt"))
        requests = _requests(database)
        costs = _processor_time(database, sources)
    print("walking: list pages + report pages of a whole walk, and of the next night, when nothing has changed")
    print(f"  {'source':34} {'whole walk':>12} {'unchanged':>12} {'robots':>8} {'ms a list page':>16}")
    for source in sources:
        whole, quiet = (f"{lists} + {pages}" for lists, pages in requests[source.id])
        asked_robots = " / ".join(str(counted[source.host]) for counted in robots)
        print(f"  {source.id:34} {whole:>12} {quiet:>12} {asked_robots:>8} {costs[source.id]:>16.2f}")


def _requests(database: Path) -> dict[str, list[tuple[int, int]]]:
    """Source → list pages and report pages of its visits, in order."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    with sqlite3.connect(database) as connection:
        for source, lists, pages in connection.execute(
            "SELECT source, list_pages, report_pages FROM visits ORDER BY ended_at"
        ):
            found[source].append((lists, pages))
    return found


def _processor_time(database: Path, sources: list[Source]) -> dict[str, float]:
    """Milliseconds of processor time for a list page, from its bytes to its decided lines; the archived pages again."""
    raw = database.with_name(f"{database.stem}-raw.db")
    by_id = {source.id: source for source in sources}
    answers: dict[str, list[tuple[Ask, str, bytes, str]]] = defaultdict(list)
    with sqlite3.connect(database) as connection:
        connection.execute("ATTACH ? AS raw", [str(raw)])
        rows = connection.execute(
            "SELECT source, url, final_url, bytes, headers FROM captures JOIN raw.blobs USING (sha256) "
            "WHERE kind = 'list' AND crawl = (SELECT id FROM crawls ORDER BY started_at LIMIT 1)"
        ).fetchall()
    for source_id, url, final_url, packed, headers in rows:
        if source_id in by_id:
            body = zstandard.ZstdDecompressor().decompress(packed, max_output_size=1 << 26)
            kind = json.loads(headers).get("content-type", "")
            answers[source_id].append((_ask(url), final_url, body, kind))
    return {source_id: _milliseconds(by_id[source_id], pages) for source_id, pages in answers.items()}


def _milliseconds(source: Source, pages: list[tuple[Ask, str, bytes, str]]) -> float:
    started = time.process_time()
    for _ in range(ROUNDS):
        for ask, final_url, body, kind in pages:
            page = READERS[source.family](source, ask, Answer(final_url, decode(body, kind).text))
            decide_all([Line(row, source.list_url, ()) for row in page.rows], source, frozenset({source.host}))
    return (time.process_time() - started) * 1000 / (ROUNDS * len(pages))


def _ask(kept_under: str) -> Ask:
    """What was asked, out of the address that its answer is kept under."""
    address = urlsplit(kept_under)
    pairs = parse_qsl(address.query, keep_blank_values=True)
    names = [name for name, _ in pairs]
    if "__wb_method" not in names:
        return Ask(kept_under)
    place = names.index("__wb_method")
    bare = kept_under[: kept_under.index("__wb_method")].rstrip("?&")
    return Ask(bare, tuple(pairs[place + 1 :]))
