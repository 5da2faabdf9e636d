"""Words that stand in a page's text for what was taken out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAKEN = re.compile("⟦(?:([1-9][0-9]{0,8}):)?")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words that stand for the tables and pictures of one page. They hold no word that the page itself holds."""

    prefix: str

    @classmethod
    def of(cls, *serialised: str) -> Tokens:
        """Tokens for a page whose text is this, references to characters resolved."""
        taken = {int(number or 0) for html in serialised if "⟦" in html for number in _TAKEN.findall(html)}
        number = next(number for number in range(len(taken) + 1) if number not in taken)
        return cls(f"⟦{number}:" if number else "⟦")

    def table(self, number: int) -> str:
        return f"{self.prefix}table {number}⟧"

    def image(self, number: int) -> str:
        return f"{self.prefix}image {number}⟧"

    def pattern(self) -> re.Pattern[str]:
        """Groups: the kind, the number."""
        return re.compile(rf"{re.escape(self.prefix)}(table|image) (\d+)⟧")
