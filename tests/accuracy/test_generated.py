"""What `make accuracy` has to show on the generated documents: a part of the traps here, all of them in `make soak`."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from accuracy.generator import generated_cases, trap_cases
from accuracy.model import Case
from accuracy.print_scores import short_lines
from accuracy.scoring import score
from accuracy.tally import by_origin, counted
from accuracy.thresholds import missed

EVERY = 5


def hold(cases: Iterable[Case]) -> None:
    scores = counted([score(case) for case in cases])
    short = [f"{one.case.name}: {line}" for one in scores if not one.is_right for line in short_lines(one)[:5]]
    assert missed(by_origin(scores)) == [], "\n".join(short)


def test_every_fifth_trap() -> None:
    hold(trap_cases()[::EVERY])


@pytest.mark.soak
def test_all_generated_documents() -> None:
    hold([*generated_cases(), *trap_cases()])
