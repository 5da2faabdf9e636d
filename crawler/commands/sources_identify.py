"""`nianbao sources identify`: which family a page belongs to, and the registry row that it could become."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click
from rich.table import Table

from crawler.commands.console import USAGE, fail, one_line_errors, output
from crawler.commands.registry_draft import Draft, draft_row
from crawler.commands.replica_web import replica_options, web_mode
from crawler.configuration import load_configuration
from crawler.documents.encoding import decode
from crawler.sources import FAMILIES
from spiders.fingerprints import Fingerprint, identify, looked_for

NOT_RECOGNISED = 3
_SHOWN_MARKS = 4
_FILES = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")
_TAG = re.compile(r"<(?:!doctype|html|head|body|meta|script|div|table|ul|li|p|a)\b", re.IGNORECASE)
"""Anywhere: a saved page may begin with a template's own header."""


@click.command("identify")
@click.argument("target", metavar="URL|FILE")
@click.option("--url", "address", metavar="URL", help="With FILE: the address that it was saved from; it tells much.")
@replica_options
@one_line_errors
def identify_page(target: str, address: str | None, replica: bool, replica_with: tuple[str, ...]) -> None:
    """Say which family of sites a page belongs to, list or article, with the marks found.

    A URL is asked once, as a crawl would (robots.txt obeyed, your contact sent), and nothing is stored; a FILE is read
    without a request. Exit code: 0 recognised; 1 could not run; 2 bad usage; 3 no family recognised, or blocked or
    disallowed; 4 down or moved.
    """
    url = address
    if _is_address(target):
        if address is not None:
            raise click.UsageError("--url goes with a FILE")
        text, url = _fetched(target, replica, replica_with)
    else:
        if replica or replica_with:
            raise click.UsageError("--replica goes with a URL")
        if address is not None and not _is_address(address):
            raise click.UsageError(f"--url {address}: expected an http or https address with a host")
        text = _text(Path(target).read_bytes(), None, target)
    found = identify(text, url)
    if not found:
        _say_unrecognised(target, url)
        sys.exit(NOT_RECOGNISED)
    _print_families(target, found)
    _print_draft(draft_row(found[0], text, url), found[0])


def _is_address(target: str) -> bool:
    """Ends the command on an address that cannot be asked."""
    scheme, separator, _ = target.partition("://")
    if not separator:
        if not Path(target).exists() and "." in target.partition("/")[0]:
            fail(f"{target}: no such file; an address begins with http:// or https://", USAGE)
        return False
    try:
        host = urlsplit(target).hostname
    except ValueError:
        host = None
    if scheme not in ("http", "https") or not host:
        fail(f"{target}: expected an http or https address with a host, or a file", USAGE)
    return True


def _fetched(url: str, replica: bool, replica_with: tuple[str, ...]) -> tuple[str, str]:
    from crawler.commands.closing_table import exit_code
    from spiders.completeness import Trouble

    configuration = load_configuration()
    with web_mode(replica, configuration, replica_with) as mode:
        from crawler.commands.single_page import fetch_page  # installs Twisted's reactor, so only where a page is asked

        answer = fetch_page(url, mode, contact=configuration.contact)
    if isinstance(answer, Trouble):
        fail(f"{url}: {answer.outcome}: {answer.reason}", exit_code([answer.outcome]))
    # The fragment is never sent, but it names the column of some sites (gkmlpt).
    fragment = urlsplit(url).fragment
    return _text(
        answer.body, answer.content_type, url
    ), f"{answer.url.partition('#')[0]}{'#' * bool(fragment)}{fragment}"


def _text(body: bytes, content_type: str | None, target: str) -> str:
    text = "" if body.startswith(_FILES) else decode(body, content_type).text
    if _TAG.search(text) is None:
        fail(f"{target}: no web page; the page of a list or of an article is what tells a family")
    return text


def _say_unrecognised(target: str, url: str | None) -> None:
    output.print(f"{target}: no family recognised", markup=False)
    if url is None:
        output.print("The page's address was not given; --url tells the shapes that many families show only there.")
    output.print("What was looked for:")
    for family in FAMILIES:
        output.print(f"  {family}: {'; '.join(looked_for(family)[:_SHOWN_MARKS])}", markup=False)
    output.print(
        "A plain HTML list that goes on by a next link can be walked as `other`; CONTRIBUTING.md: adding a family."
    )


def _print_families(target: str, found: tuple[Fingerprint, ...]) -> None:
    output.print(f"{target}: {_named(found)}", markup=False)
    table = Table(box=None, pad_edge=False, header_style="bold", collapse_padding=True)
    for name in ("family", "kind", "score", "mark", "where", "what stands there"):
        table.add_column(name, no_wrap=name != "what stands there", overflow="fold")
    for fingerprint in found:
        for place, evidence in enumerate(fingerprint.evidence):
            first = (fingerprint.family, fingerprint.kind, str(fingerprint.score)) if place == 0 else ("", "", "")
            table.add_row(*first, *(_plain(text) for text in (evidence.mark, evidence.where, evidence.quote)))
    output.print(table)


def _named(found: tuple[Fingerprint, ...]) -> str:
    best = [fingerprint.family for fingerprint in found if fingerprint.score == found[0].score]
    kind = {"list": "a list", "article": "an article", "unknown": "a list or an article"}[found[0].kind]
    if len(best) == 1:
        return f"{kind} of the family {best[0]}"
    return f"{kind} of one of the families {', '.join(best)}, which look alike here (a page of the list tells more)"


def _plain(text: str) -> str:
    """Marks hold square brackets, which rich would take for its own."""
    return text.replace("[", r"\[")


def _print_draft(draft: Draft, fingerprint: Fingerprint) -> None:
    output.print()
    output.print("A registry row (data/sources.csv), to be completed:")
    for line in draft.csv.splitlines():
        output.print(line, markup=False)
    for hint in draft.hints:
        output.print(f"  {hint}", markup=False)
    if fingerprint.kind == "article":
        output.print("  This is an article: the list that shows it has an address of its own; identify that one, too.")
