"""The command line, `nianbao`. Each verb stands in its own module of `crawler.commands`."""

from __future__ import annotations

import click

from crawler.commands.verbs import Verb, Verbs

_HARVEST = "Harvest"
_LOOK = "Find and look"
_TAKE = "Take along"
_IMPROVE = "Put right"
_KEEP = "Look after a database"

VERBS = {
    "crawl": Verb(
        "crawler.commands.crawl", "crawl", "Walk the registered columns, archive and read what is new.", _HARVEST
    ),
    "import": Verb(
        "crawler.commands.import_files", "import_command", "Archive and read files that you have.", _HARVEST
    ),
    "sources": Verb("crawler.commands.sources", "sources", "The registry of columns, data/sources.csv.", _HARVEST),
    "schedule": Verb("crawler.commands.schedule", "schedule", "What to install for a nightly run.", _HARVEST),
    "status": Verb("crawler.commands.status", "status", "What a database holds, how the last run went.", _LOOK),
    "search": Verb("crawler.commands.search", "search_command", "Find reports that hold all of the words.", _LOOK),
    "show": Verb("crawler.commands.show", "show", "A stored report: text, tables, what is in doubt.", _LOOK),
    "why": Verb("crawler.commands.why", "why", "Why its pages and files are one report.", _LOOK),
    "diff": Verb("crawler.commands.diff", "diff", "What changed between two versions of a report.", _LOOK),
    "browse": Verb("crawler.commands.browse", "browse", "Serve a database with Datasette on 127.0.0.1.", _LOOK),
    "parse": Verb("crawler.commands.parse", "parse", "Read one file without a database.", _LOOK),
    "cite": Verb("crawler.commands.cite", "cite", "A citation of a report: text, BibTeX, JSON.", _TAKE),
    "export": Verb("crawler.commands.export", "export_command", "Parquet, CSV, JSON lines, SQLite or WARC.", _TAKE),
    "reparse": Verb(
        "crawler.commands.reparse", "reparse", "Read the archived bytes again with today's parser.", _IMPROVE
    ),
    "overrides": Verb("crawler.commands.overrides", "overrides", "Corrections of data/overrides.csv.", _IMPROVE),
    "withhold": Verb("crawler.commands.withhold", "withhold", "Reports and contact data kept out of sight.", _IMPROVE),
    "verify": Verb("crawler.commands.verify", "verify", "Prove that the rows are what the bytes say.", _KEEP),
    "fingerprint": Verb("crawler.commands.fingerprint", "fingerprint", "One hash over all that it says.", _KEEP),
    "backup": Verb("crawler.commands.backup", "backup", "Copy it, also while a crawl writes.", _KEEP),
    "merge": Verb("crawler.commands.merge", "merge", "Bring other databases into it.", _KEEP),
    "compact": Verb("crawler.commands.compact", "compact", "Make both of its files small.", _KEEP),
    "reindex": Verb("crawler.commands.reindex", "reindex", "Make its search index anew.", _KEEP),
}


@click.command(
    cls=Verbs,
    verbs=VERBS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog='REPORT is a report\'s id, an address, the SHA-256 of a page or file, an 索引号, or "body year". '
    "Exit codes: 0 done; 1 could not run; 2 bad usage; 3 ran, and something did not hold. "
    "`nianbao COMMAND --help` says more.",
)
@click.version_option(package_name="nianbao")
def main() -> None:
    """Nianbao (年报): harvest, read and browse the yearly open-government reports of Chinese administrative bodies."""
