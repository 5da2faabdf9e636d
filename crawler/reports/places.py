"""The places of a report's values, made when they are first asked for.

Only `--explain` and whoever verifies a number ask; a night's run reads thousands of reports and never does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from crawler.reports.model import ValuePlace


class Places(Sequence[ValuePlace]):
    """A sequence that is made by `make` on first use. Copied or pickled, it is the plain tuple of its places."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], tuple[ValuePlace, ...]]) -> None:
        self._make: Callable[[], tuple[ValuePlace, ...]] | None = make
        self._made: tuple[ValuePlace, ...] = ()

    def _all(self) -> tuple[ValuePlace, ...]:
        if self._make is not None:
            # What it was made from (the whole document) is let go.
            self._made, self._make = self._make(), None
        return self._made

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, index: int) -> ValuePlace: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[ValuePlace, ...]: ...

    def __getitem__(self, index: int | slice) -> ValuePlace | tuple[ValuePlace, ...]:
        return self._all()[index]

    def __iter__(self) -> Iterator[ValuePlace]:
        return iter(self._all())

    def __reduce__(self) -> tuple[type[tuple[ValuePlace, ...]], tuple[tuple[ValuePlace, ...]]]:
        return tuple, (self._all(),)

    def __repr__(self) -> str:
        return repr(self._all())
