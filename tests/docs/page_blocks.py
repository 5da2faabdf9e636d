"""The fenced blocks of a page, and what each prints."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(r"```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
RUN = ("bash", "python", "sql")


@dataclass(frozen=True)
class Block:
    language: str
    text: str
    line: int
    """Where it begins on the page, counted from 1."""
    printed: str | None
    """The `text` block right behind it: what running it prints. None = the page does not say."""


def blocks_of(page: str) -> list[Block]:
    """Every block in order. A `text` block belongs to the block before it; one that stands alone raises ValueError."""
    found: list[Block] = []
    end = 0
    for fence in _FENCE.finditer(page):
        language, text = fence[1], fence[2]
        line = page.count("\n", 0, fence.start()) + 1
        if language == "text":
            if not found or found[-1].printed is not None or page[end : fence.start()].strip():
                raise ValueError(f"line {line}: an output without a block of code right before it")
            found[-1] = Block(found[-1].language, found[-1].text, found[-1].line, text)
        else:
            found.append(Block(language, text, line, None))
        end = fence.end()
    return found


def commands_of(block: str) -> list[str]:
    """The lines of a bash block that are commands."""
    return [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
