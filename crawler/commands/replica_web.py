"""Where a command's requests go: to the live sites, or to the embedded replica on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from crawler.commands.console import fail, notices
from crawler.configuration import Configuration
from crawler.replica.corpus import SEED_NUMBERS
from crawler.replica.extra import WORDS_MEAN
from crawler.replica.process import ReplicaProcess
from crawler.replica.truth import registry_csv
from crawler.replica.values import ReplicaError
from crawler.settings import LiveMode, ReplicaMode
from crawler.sources import Source, parse_sources

NO_CONTACT = (
    "NIANBAO_CONTACT is not set: give an e-mail or web address at which the crawled sites can reach you, "
    "for example `export NIANBAO_CONTACT=you@example.org`"
)
Command = TypeVar("Command", bound=Callable[..., object])


def replica_options(command: Command) -> Command:
    """--replica and --replica-with."""
    command = click.option(
        "--replica-with",
        multiple=True,
        metavar="WORD",
        help=f"With --replica: more of its sites (repeatable): {WORDS_MEAN}.",
    )(command)
    return click.option(
        "--replica", is_flag=True, help="Ask the embedded replica on loopback instead of the live sites."
    )(command)


def replica_sources(
    registered: Sequence[Source], words: Sequence[str], sites: int = 0, reports: int = 0
) -> tuple[Source, ...]:
    """The sources that the replica serves: its five of the registry, and its own. Ends the command on a bad word."""
    try:
        own = parse_sources(registry_csv(sites, reports, tuple(words)), "the replica's own sites")
    except ReplicaError as error:
        # The replica's own command calls the option --with.
        raise click.BadParameter(str(error).removeprefix("--with "), param_hint="--replica-with") from error
    return (*(source for source in registered if source.id in SEED_NUMBERS), *own)


@contextmanager
def web_mode(
    replica: bool,
    configuration: Configuration,
    words: Sequence[str] = (),
    *,
    sites: int = 0,
    reports: int = 0,
    log: Path | None = None,
    faults: Sequence[str] = (),
) -> Iterator[LiveMode | ReplicaMode]:
    """Live needs the operator's contact; the replica runs as long as the context."""
    if not replica:
        if words:
            raise click.UsageError("--replica-with goes with --replica")
        if not configuration.contact:
            fail(NO_CONTACT)
        yield LiveMode(proxy=configuration.proxy or None)
        return
    with ReplicaProcess(sites=sites, reports=reports, log=log, faults=faults, extra=words) as process:
        notices.print("replica: a small government web on loopback; no pauses, still one request at a time per host")
        yield ReplicaMode(proxy=process.proxy, certificate_authority=str(process.certificate_authority))
