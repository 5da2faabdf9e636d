"""A page of HTML → Document: tables out of the tree, prose by trafilatura, both put together in the order of
reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.documents.attachments import attachments_of
from crawler.documents.flow import Line
from crawler.documents.model import Block, Document, Heading, Paragraph, Table, TableBlock
from crawler.documents.page import PageParts, parse_page, take_apart
from crawler.documents.page_head import labels_of, meta_of, titles_of
from crawler.documents.prose import Prose, container_prose, page_prose
from crawler.documents.wording import folded


def read_html(markup: str, encoding: str) -> Document:
    """The Document of a page that is text already; `encoding` is the codec that it was decoded with.

    Raises DocumentError for markup beyond the bounds of `limits`.
    """
    page = parse_page(markup)
    meta = meta_of(page.tree)
    titles = titles_of(page, meta)
    attachments = attachments_of(page)
    parts = take_apart(page, markup)
    labels, head_tables = labels_of(parts)
    prose = _prose(parts)
    return Document(
        format="html",
        encoding=encoding,
        blocks=tuple(_blocks(prose.lines, parts, head_tables)),
        titles=titles,
        labels=labels,
        meta=meta,
        attachments=attachments,
        body_origin=prose.origin,
    )


def read_tables_and_head(markup: str) -> tuple[tuple[Table, ...], Document]:
    """Everything but the prose, for measuring what trafilatura adds: the tables of the body, and a Document without
    blocks."""
    page = parse_page(markup)
    meta = meta_of(page.tree)
    titles = titles_of(page, meta)
    attachments = attachments_of(page)
    parts = take_apart(page, markup)
    labels, head_tables = labels_of(parts)
    tables = tuple(table for number, table in parts.tables.items() if number not in head_tables)
    return tables, Document("html", "utf-8", (), titles, labels, meta, attachments)


def _prose(parts: PageParts) -> Prose:
    token = parts.tokens.pattern()
    if parts.body is None:
        return page_prose(parts.whole, token)
    return container_prose(parts.body, token)


def _blocks(lines: Sequence[Line], parts: PageParts, head_tables: frozenset[int]) -> Iterator[Block]:
    token = parts.tokens.pattern()
    count = 0
    for line in lines:
        end = 0
        for match in token.finditer(line.text):
            yield from _text_block(line.text[end : match.start()], line.level)
            end = match.end()
            number = int(match.group(2))
            if match.group(1) == "image":
                yield parts.images[number]
            elif number not in head_tables:
                count += 1
                yield TableBlock(replace(parts.tables[number], number=count))
        yield from _text_block(line.text[end:], line.level)


def _text_block(text: str, level: int) -> Iterator[Heading | Paragraph]:
    text = folded(text)
    if text:
        yield Heading(text, level) if level else Paragraph(text)
