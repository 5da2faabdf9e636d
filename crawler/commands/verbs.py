"""A group of verbs whose modules are imported when a verb is asked for: a light one never waits for Scrapy to load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class Verb:
    """Where a verb stands, and its line in the list of verbs, which is printed without importing its module."""

    module: str
    name: str
    """Of the command in that module."""
    line: str
    heading: str = "Commands"


class Verbs(click.Group):
    """verbs: a verb → its Verb, in the order of the list. Verbs that the group holds already come first."""

    def __init__(self, *args: Any, verbs: Mapping[str, Verb], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands, *self._verbs]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._verbs:
            return super().get_command(ctx, cmd_name)
        verb = self._verbs[cmd_name]
        command: click.Command = getattr(import_module(verb.module), verb.name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Heading by heading, with the lines of all of them in one column."""
        widest = max(len(name) for name in self.list_commands(ctx))
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, command in self.commands.items():
            line = command.get_short_help_str(formatter.width - widest - 4)
            sections.setdefault("Commands", []).append((name.ljust(widest), line))
        for name, verb in self._verbs.items():
            sections.setdefault(verb.heading, []).append((name.ljust(widest), verb.line))
        for heading, lines in sections.items():
            with formatter.section(heading):
                formatter.write_dl(lines)
