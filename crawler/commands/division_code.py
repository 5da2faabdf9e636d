"""What `--division` takes: codes of GB/T 2260, so that a typo is not taken for a division without sources."""

from __future__ import annotations

import re

import click


def division_codes(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Six digits each; trailing zeros stand for all below (530000 = all of Yunnan). Raises click.BadParameter."""
    for value in values:
        if re.fullmatch(r"\d{6}", value) is None:
            raise click.BadParameter(f"{value!r}: expected six digits of GB/T 2260, such as 530000 for all of Yunnan")
    return values


def division_code(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """The same of an option that is given once, or not."""
    return None if value is None else division_codes(context, parameter, (value,))[0]
