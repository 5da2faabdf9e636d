"""`python -m accuracy`: how exactly the reader reads, as a table and as JSON. Exit 1 when a threshold is missed."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from accuracy.answers import AnswerError
from accuracy.generator import generated_cases, trap_cases
from accuracy.golden import golden_cases, unreviewed
from accuracy.model import Case
from accuracy.print_scores import WIDTH, print_scores
from accuracy.scores_as_json import scores_as_json
from accuracy.scoring import score
from accuracy.shared import shared_cases
from accuracy.tally import by_origin, counted
from accuracy.thresholds import missed


def _generated() -> list[Case]:
    return [*generated_cases(), *trap_cases()]


ORIGINS: dict[str, tuple[Callable[[], list[Case]], str]] = {
    "shared": (shared_cases, "../shared: not there, skipped (the real documents are not part of the repository)"),
    "generated": (_generated, "generated: none"),
    "golden": (golden_cases, "golden: no document with a reviewed answer"),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m accuracy", description=(__doc__ or "").split(":", 1)[1].strip())
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the scores there as JSON too")
    parser.add_argument("--list", action="store_true", help="name every document with its score")
    parser.add_argument("--only", metavar="WORD", default="", help="documents with this word in their name only")
    for origin in ORIGINS:
        parser.add_argument(f"--{origin}", action="store_true", help=f"these documents only ({origin})")
    chosen = parser.parse_args()
    console = Console(width=WIDTH, soft_wrap=False)
    origins = [origin for origin in ORIGINS if getattr(chosen, origin)] or list(ORIGINS)
    try:
        cases = _cases(origins, console)
        waiting = unreviewed() if "golden" in origins else []
    except AnswerError as error:
        print(f"an answer cannot be used: {error}", file=sys.stderr)
        return 2
    asked = [case for case in cases if chosen.only in case.name]
    if chosen.only and not asked:
        print(f"no document has {chosen.only!r} in its name; --list names them all", file=sys.stderr)
        return 2
    scores = [score(case) for case in asked]
    lines = missed(by_origin(counted(scores)))
    lines += [f"golden: {name} has no reviewed answer, and all are to have one" for name in waiting]
    print_scores(scores, console, chosen.list)
    if chosen.json:
        text = json.dumps(scores_as_json(scores, lines), ensure_ascii=False, indent=1)
        chosen.json.write_text(text + "\n", "utf-8")
        console.print(f"the same as JSON: {chosen.json}")
    for line in lines:
        print(f"missed: {line}")
    return 1 if lines else 0


def _cases(origins: list[str], console: Console) -> list[Case]:
    found: list[Case] = []
    for origin in origins:
        make, none = ORIGINS[origin]
        cases = make()
        if not cases:
            console.print(none)
        found += cases
    return named_once(found)


def named_once(cases: list[Case]) -> list[Case]:
    """The cases themselves. ValueError: two have one name, and a listing could not tell them apart."""
    names = Counter(case.name for case in cases)
    for name, count in names.items():
        if count > 1:
            raise ValueError(f"{count} documents are named {name}")
    return cases


if __name__ == "__main__":
    sys.exit(main())
