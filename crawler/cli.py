"""The command line, `nianbao`. Each verb stands in its own module of `crawler.commands`."""

from __future__ import annotations

from importlib import import_module

import click

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


class Verbs(click.Group):
    """A verb's module is imported when the verb is asked for: `--help` need not load Scrapy."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module, name = VERBS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="nianbao")
def main() -> None:
    """Nianbao (年报): harvest, read and browse the yearly open-government reports of Chinese administrative bodies."""
