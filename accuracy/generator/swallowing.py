"""Characters swallowed by an extractor at the edges of spans (FORMATS.md §7, seed 002): 〔2021〕12号 → 〔202112号,
2021年1月1日 → 202111日, 2022年1月26日 → 2022126日."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from accuracy.generator.edits import with_flags
from accuracy.generator.facts import facts
from accuracy.generator.values import Draft


def swallowed(draft: Draft, source: random.Random) -> Draft:
    """Document numbers and the period together, as they come in one document."""
    return swallowed_period(swallowed_numbers(draft, source), source)


def swallowed_numbers(draft: Draft, source: random.Random) -> Draft:
    """The closing bracket of document numbers; some more documents are cited, so that there are several."""
    cited = "、".join(facts("wording")["citations"])
    introduction = tuple(f"对照{cited}，{text}".replace("〕", "") for text in draft.introduction)
    return with_flags(replace(draft, introduction=introduction), "swallowed_characters", ["section.0"])


def swallowed_period(draft: Draft, source: random.Random) -> Draft:
    """年 and 月 of the period. The digits left can be cut into a month and a day in one way only."""
    words: Mapping[str, Any] = draft.words
    whole = words["period"]["raw"]
    raw = f"自{draft.year}11日起至1231日止"
    introduction = tuple(text.replace(whole, raw) for text in draft.introduction)
    changed = replace(draft, introduction=introduction, words={**words, "period": {**words["period"], "raw": raw}})
    return with_flags(changed, "swallowed_characters", ["period"])


def swallowed_date(draft: Draft, source: random.Random) -> Draft:
    """年 and 月 of the date below the signature: 2022126日."""
    changed = replace(draft, signature=(draft.agency, f"{draft.year + 1}1{source.randint(10, 31)}日"))
    return with_flags(changed, "swallowed_characters", ["section.6"])
