"""`nianbao search`: the reports that hold some words, with the passages where they stand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click
from rich.text import Text

from crawler.commands.console import fail, notices, one_line_errors, output
from crawler.commands.databases import open_for_reading
from crawler.commands.division_code import division_code
from crawler.configuration import load_configuration
from crawler.store.database import close_pair
from crawler.store.search.passages import Passage
from crawler.store.search.run import Found, Hit, count_hits, search
from crawler.store.search.selection import SearchSelection
from crawler.store.withheld.redaction import WITHHELD

NOTHING_FOUND = 3
"""As of every verb that ran, and of which something did not hold; 1 (grep's) is a search that could not be made."""
SECTIONS = ("1", "2", "3", "4", "5", "6")


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--body", metavar="BODY", help="Only reports of this body: its name, an alias or its id.")
@click.option(
    "--division", metavar="CODE", callback=division_code, help="Only bodies of this division (530000 = all of Yunnan)."
)
@click.option("--year", metavar="YEAR", type=int, help="Only reports about this year.")
@click.option("--section", type=click.Choice(SECTIONS), help="All words must stand in this section of the report.")
@click.option("--rank", is_flag=True, help="Most occurrences a 1,000 characters first, of the 2,000 newest that match.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many reports to show.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--count", "only_count", is_flag=True, help="Print the number of reports that hold the words, only.")
@click.option("--database", type=click.Path(path_type=Path), help="The database to search [reports.db, else demo.db].")
@one_line_errors
def search_command(
    words: tuple[str, ...],
    body: str | None,
    division: str | None,
    year: int | None,
    section: str | None,
    rank: bool,
    limit: int,
    as_json: bool,
    only_count: bool,
    database: Path | None,
) -> None:
    """Find the reports whose newest version holds all of the WORDS, newest first.

    A word may be one character or many, with digits, Latin letters or punctuation, in Simplified or Traditional
    characters. "Words in double quotes" are one phrase; the shell needs a second pair of quotes around them. Exit code:
    0 found; 1 could not run; 2 bad usage; 3 no report holds the words.
    """
    asked = " ".join(words)
    selection = SearchSelection(body, division, year, section)
    pair = open_for_reading(load_configuration().data, database)
    try:
        demonstration = pair.origin == "replica"
        if only_count:
            total = count_hits(pair.browse, asked, selection=selection)
            click.echo(total)
            found = None
        else:
            found = search(pair.browse, asked, selection=selection, rank=rank, limit=limit)
            total = found.total
    finally:
        close_pair(pair)
    if found is not None and as_json:
        click.echo(json.dumps(_as_json(asked, found, demonstration), ensure_ascii=False, indent=2))
    elif found is not None:
        if demonstration and found.hits:
            notices.print("演示数据 (demonstration data): not to be cited", markup=False)
        for hit in found.hits:
            _print_hit(hit)
    if not total:
        fail(f"no report holds {asked}", NOTHING_FOUND)
    if found is not None:
        notices.print(_summary(asked, found), markup=False)


def _the(shown: int, which: str) -> str:
    return f"the {which} one is" if shown == 1 else f"the {shown} {which} are"


def _summary(asked: str, found: Found) -> str:
    held = f"{found.total:,} report{' holds' if found.total == 1 else 's hold'} {asked}"
    shown = len(found.hits)
    if found.ranked is None:
        return held if shown == found.total else f"{held}; {_the(shown, 'newest')} shown (--limit)"
    if found.ranked < found.total:
        held += f", of which only the {found.ranked:,} newest were ranked"
    return held if shown == found.ranked else f"{held}; {_the(shown, 'first')} shown (--limit)"


def _print_hit(hit: Hit) -> None:
    match = hit.match
    rate = "" if hit.rate is None else f"  {hit.rate:.2f} a 1,000 characters"
    output.print(Text.assemble((match.report, "bold"), f"  {match.body}  {match.year}{rate}"))
    title = WITHHELD if match.withheld == "report" else match.title
    for line in (title, match.url):
        if line:
            output.print(f"  {line}", markup=False)
    for passage in hit.passages:
        place = passage.heading or passage.where
        output.print(Text.assemble("  ", (place, "dim"), ": ", _marked(passage)))


def _marked(passage: Passage) -> Text:
    """The words in bold on a terminal; in a file or a pipe, which has no bold, between 【 and 】."""
    left, right = ("", "") if output.is_terminal else ("【", "】")
    text, end = Text(), 0
    for start, stop in passage.marks:
        text.append(passage.text[end:start])
        text.append(f"{left}{passage.text[start:stop]}{right}", style="bold")
        end = stop
    return text.append(passage.text[end:])


def _as_json(asked: str, found: Found, demonstration: bool) -> dict[str, object]:
    return {
        "words": asked,
        "demonstration": demonstration,
        "total": found.total,
        "ranked": found.ranked,
        "hits": [
            {
                "report": hit.match.report,
                "body": hit.match.body,
                "year": hit.match.year,
                "title": hit.match.title,
                "withheld": hit.match.withheld,
                "url": hit.match.url,
                "published": hit.match.published,
                "rate": hit.rate,
                "passages": _passages_as_json(hit.passages),
            }
            for hit in found.hits
        ],
    }


def _passages_as_json(shown: Sequence[Passage]) -> list[dict[str, object]]:
    return [
        {"where": one.where, "heading": one.heading, "text": one.text, "marks": [list(mark) for mark in one.marks]}
        for one in shown
    ]
