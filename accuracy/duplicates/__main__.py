"""`python -m accuracy.duplicates`: precision and recall of identity over generated reports. Exit 1 on a false merge."""

from __future__ import annotations

import argparse
import sys
import time

from rich.console import Console

from accuracy.duplicates.generator import generated_pages
from accuracy.duplicates.printing import print_scores
from accuracy.duplicates.scoring import decisions_of, score

REPORTS = 5_000
_WIDTH = 118


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m accuracy.duplicates", description=__doc__)
    parser.add_argument("--reports", type=_positive, default=REPORTS, help="how many reports (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other reports (%(default)s)")
    chosen = parser.parse_args()
    pages = generated_pages(chosen.reports, chosen.seed)
    began = time.process_time()
    decisions = decisions_of(pages)
    seconds = time.process_time() - began
    scores = score(pages, decisions)
    console = Console(width=_WIDTH, soft_wrap=False)
    print_scores(scores, console)
    console.print(f"Seed {chosen.seed}; {seconds:.1f} s of processor time to decide, readings included.")
    unflagged = scores.rule_one_pairs - scores.rule_one_flagged
    if unflagged:
        console.print(f"missed: {unflagged} pairs with a template's number are not flagged")
    return 1 if scores.false_merges or unflagged else 0


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1, found {text}")
    return number


if __name__ == "__main__":
    sys.exit(main())
