"""A group of verbs whose modules are imported when a verb is asked for: a light one never waits for Scrapy to load."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class Verbs(click.Group):
    """verbs: a verb → (its module, the name of its command there). Verbs that the group holds already come first."""

    def __init__(self, *args: Any, verbs: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands, *self._verbs]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._verbs:
            return super().get_command(ctx, cmd_name)
        module, name = self._verbs[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command
