"""Which candidates a re-parse takes: what the command line says, looked up in the store."""

from __future__ import annotations

from crawler.commands.console import USAGE, fail
from crawler.commands.named_report import the_report
from crawler.reports.model import PARSER_VERSION
from crawler.store.archive.queue import Selection
from crawler.store.bodies.registry import name_key
from crawler.store.database import Pair


def chosen_candidates(
    pair: Pair,
    *,
    sources: tuple[str, ...],
    families: tuple[str, ...],
    divisions: tuple[str, ...],
    bodies: tuple[str, ...],
    years: tuple[int, ...],
    reports: tuple[str, ...],
    states: tuple[str, ...],
    stale: bool,
) -> Selection:
    """Ends the command where a name stands for nothing in this store: a typo must not pass for "nothing to do"."""
    for source in sources:
        if pair.browse.execute("SELECT 1 FROM sources WHERE id = ?", [source]).fetchone() is None:
            fail(f"--source {source}: no such source in {pair.path.name}; `nianbao status` shows them", USAGE)
    for family in families:
        if pair.browse.execute("SELECT 1 FROM sources WHERE family = ?", [family]).fetchone() is None:
            fail(f"--family {family}: no source of it in {pair.path.name}; `nianbao sources list` shows them", USAGE)
    return Selection(
        sources=sources,
        families=families,
        divisions=divisions,
        bodies=tuple(body for name in bodies for body in _bodies(pair, name)),
        years=years,
        reports=tuple(the_report(pair, report).report_id for report in reports),
        states=states,
        not_parsed_by=PARSER_VERSION if stale else None,
    )


def _bodies(pair: Pair, asked: str) -> list[str]:
    rows = pair.browse.execute(
        "SELECT id FROM bodies WHERE id = :asked UNION SELECT body FROM body_names WHERE name = :name ORDER BY 1",
        {"asked": asked, "name": name_key(asked)},
    ).fetchall()
    if not rows:
        fail(f"--body {asked}: no such body in {pair.path.name}; give its id, or a name in full", USAGE)
    return [row[0] for row in rows]
