"""The page's head in a text: rows of labels and values between pipes, and the line under the title."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from crawler.documents.html.head_labels import labels_of_lines
from crawler.documents.model import Block, Heading, Label, Paragraph

_HEAD_LINES = 12
"""How far down the line with 来源 and 时间 may stand, in paragraphs."""
_LONGEST_HEAD_LINE = 120
_LONGEST_LABEL = 20


def is_head_row(pieces: Sequence[str]) -> bool:
    """Whether the cells of a row are label, value, label, value … (a value may be lost)."""
    filled = [piece for piece in pieces if piece]
    if not filled or not _is_label(filled[0]):
        return False
    return all(_is_label(piece) or _is_label(before) for before, piece in itertools.pairwise(filled))


def labels_of_row(pieces: Iterable[str]) -> Iterable[Label]:
    """A cell with a colon is a label, the cell after it its value, unless that is a label too."""
    name: str | None = None
    for piece in pieces:
        if _is_label(piece):
            if name is not None:
                yield Label(name, "")
            name = "".join(piece[:-1].split())
        elif name is not None and piece:
            yield Label(name, piece)
            name = None
    if name is not None:
        yield Label(name, "")


def take_head_lines(blocks: list[Block]) -> list[Label]:
    """Take lines like 来源:州经信局时间:2022年01月26日 from the first paragraphs: they begin with a known label."""
    labels: list[Label] = []
    seen = 0
    for block in list(blocks):
        if not isinstance(block, Heading | Paragraph) or seen == _HEAD_LINES:
            break
        seen += 1
        if isinstance(block, Heading):
            continue
        if len(block.text) > _LONGEST_HEAD_LINE or "。" in block.text:
            continue
        found = list(labels_of_lines([block.text]))
        if not found or not "".join(block.text.split()).startswith(found[0].name):
            continue
        labels.extend(replace(label, line=block.line) for label in found)
        blocks.remove(block)
    return labels


def _is_label(piece: str) -> bool:
    return 1 < len(piece) <= _LONGEST_LABEL and piece[-1] in ":："
