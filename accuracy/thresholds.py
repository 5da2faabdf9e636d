"""What `make accuracy` has to show, and what of it is missed."""

from __future__ import annotations

from collections.abc import Mapping

from accuracy.tally import Tally

LEAST_OF_GENERATED = 0.999
DECISIVE = ("flags", "checks")
"""What tells a researcher where to look: few words among many, so a lost kind of flag would hide in the percentage of
all of them. Each is to be right."""


def missed(origins: Mapping[str, Tally]) -> list[str]:
    """A line for each threshold that is not met; an origin without documents misses none.

    Real documents (shared, golden): everything right. Generated ones: 99.9 % of the numbers and of the words, every
    flag and check right, no number invented, none wrong without a flag or failed check.
    """
    lines = []
    for origin in ("shared", "golden"):
        total = origins.get(origin)
        if total is not None and min(total.cell_share, total.word_share) < 1:
            lines.append(f"{origin}: {_percent(total)} right, and all are to be")
    total = origins.get("generated")
    if total is not None:
        if min(total.cell_share, total.word_share) < LEAST_OF_GENERATED:
            lines.append(f"generated: {_percent(total)} right, and {LEAST_OF_GENERATED:.1%} are to be")
        lines += [
            f"generated: {wrong} of {counts['all']:,} {aspect} not right, and all are to be"
            for aspect in DECISIVE
            if (wrong := (counts := total.aspects[aspect])["all"] - counts["right"])
        ]
        lines += [
            f"generated: {total.cells[kind]} numbers {words}, and none is to be"
            for kind, words in (("invented", "invented"), ("silent", "wrong without a flag or failed check"))
            if total.cells[kind]
        ]
    return lines


def _percent(total: Tally) -> str:
    return f"{total.cell_share:.3%} of numbers and {total.word_share:.3%} of words"
