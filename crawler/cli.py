"""The command line, `nianbao`. Each verb stands in its own module of `crawler.commands`."""

from __future__ import annotations

import click

from crawler.commands.verbs import Verbs

VERBS = {
    "crawl": ("crawler.commands.crawl", "crawl"),
    "import": ("crawler.commands.import_files", "import_command"),
    "parse": ("crawler.commands.parse", "parse"),
    "show": ("crawler.commands.show", "show"),
    "status": ("crawler.commands.status", "status"),
    "reparse": ("crawler.commands.reparse", "reparse"),
    "sources": ("crawler.commands.sources", "sources"),
    "schedule": ("crawler.commands.schedule", "schedule"),
    "fingerprint": ("crawler.commands.fingerprint", "fingerprint"),
    "browse": ("crawler.commands.browse", "browse"),
}


@click.command(cls=Verbs, verbs=VERBS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="nianbao")
def main() -> None:
    """Nianbao (年报): harvest, read and browse the yearly open-government reports of Chinese administrative bodies."""
