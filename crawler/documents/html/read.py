"""A page of HTML → Document: tables out of the tree, prose by trafilatura, both put together in the order of
reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.documents.html.attachments import attachments_of
from crawler.documents.html.flow import Line
from crawler.documents.html.page import PageParts, parse_page, take_apart
from crawler.documents.html.page_head import labels_of, meta_of, nodes_of_head, titles_of
from crawler.documents.html.prose import ProseReader, extracted_prose
from crawler.documents.html.script_article import labels_with_script
from crawler.documents.model import Block, Document, Heading, Paragraph, TableBlock
from crawler.documents.wording import folded


def read_html(markup: str, encoding: str, *, prose: ProseReader = extracted_prose) -> Document:
    """The Document of a page that is text already; `encoding` is the codec that it was decoded with.

    `prose` decides where the text between the tables comes from; nothing else depends on it. Raises DocumentError for
    markup beyond the bounds of `limits`.
    """
    page = parse_page(markup)
    nodes = nodes_of_head(page)
    meta = meta_of(nodes)
    titles = titles_of(page, nodes, meta)
    attachments = attachments_of(page)
    parts = take_apart(page)
    labels, head_tables = labels_of(parts, titles)
    if page.script is not None:
        labels = labels_with_script(labels, page.script.labels, any(label.name == "PubDate" for label in meta))
    found = prose(
        parts.whole if parts.body is None else parts.body, parts.tokens.pattern(), is_body=parts.body is not None
    )
    return Document(
        format="html",
        encoding=encoding,
        blocks=tuple(_blocks(found.lines, parts, head_tables)),
        titles=titles,
        labels=labels,
        meta=meta,
        attachments=attachments,
        body_origin=found.origin,
    )


def _blocks(lines: Sequence[Line], parts: PageParts, head_tables: frozenset[int]) -> Iterator[Block]:
    token = parts.tokens.pattern()
    count = 0
    for line in lines:
        if parts.tokens.prefix not in line.text:
            yield _text_block(line.text, line.level)
            continue
        end = 0
        for match in token.finditer(line.text):
            yield from _texts(line.text[end : match.start()], line.level)
            end = match.end()
            number = int(match.group(2))
            if match.group(1) == "image":
                yield parts.images[number]
            elif number not in head_tables:
                count += 1
                yield TableBlock(replace(parts.tables[number], number=count))
        yield from _texts(line.text[end:], line.level)


def _texts(text: str, level: int) -> Iterator[Heading | Paragraph]:
    text = folded(text)
    if text:
        yield _text_block(text, level)


def _text_block(text: str, level: int) -> Heading | Paragraph:
    return Heading(text, level) if level else Paragraph(text)
