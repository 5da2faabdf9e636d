"""What people state by hand beside the registry, overrides.csv and successions.csv, brought into a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.commands.console import notices
from crawler.overrides import Override, load_overrides
from crawler.store.bodies.successions import standing_successions, sync_successions
from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.grouping.overrides import Synced, standing_overrides, sync_overrides
from crawler.successions import Succession, load_successions

OVERRIDES = "overrides.csv"
SUCCESSIONS = "successions.csv"
NOTICES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class StatedRows:
    """The rows of both files; None = there is no such file beside the registry."""

    folder: Path
    overrides: tuple[Override, ...] | None
    successions: tuple[Succession, ...] | None


def load_stated_rows(folder: Path) -> StatedRows:
    """Both files of the folder that holds the registry. Raises RegistryError for one that cannot be used."""
    overrides, successions = folder / OVERRIDES, folder / SUCCESSIONS
    return StatedRows(
        folder,
        load_overrides(overrides) if overrides.exists() else None,
        load_successions(successions) if successions.exists() else None,
    )


def apply_stated_rows(pair: Pair, stated: StatedRows) -> Synced:
    """Sync both tables; what they touch is then pending, and the next read of the queue decides it again.

    Raises StoreError where a file is missing while the store holds its rows: a lost file must not undo them.
    """
    for rows, held, name in (
        (stated.successions, standing_successions(pair.browse), SUCCESSIONS),
        (stated.overrides, standing_overrides(pair.browse), OVERRIDES),
    ):
        if rows is None and held:
            raise StoreError(
                f"{stated.folder / name}: missing, while {pair.path.name} holds {len(held)} rows of it; put it back, "
                "or a file with its header alone to undo them"
            )
    followed = sync_successions(pair, stated.successions or ())
    corrected = sync_overrides(pair, stated.overrides or ())
    _print_notices((*followed.notices, *corrected.notices))
    return Synced(
        followed.changed + corrected.changed,
        followed.queued + corrected.queued,
        (*followed.notices, *corrected.notices),
    )


def _print_notices(lines: Sequence[str]) -> None:
    for line in lines[:NOTICES_SHOWN]:
        notices.print(line, markup=False)
    if len(lines) > NOTICES_SHOWN:
        notices.print(f"… and {len(lines) - NOTICES_SHOWN} more; `nianbao overrides` lists what stands")
