"""data/withheld.csv, applied at the start of every command that writes: what is withheld stays so."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.commands.console import notices
from crawler.configuration import Configuration
from crawler.store.database import Pair
from crawler.store.withheld.withholding import Changed, apply_withheld_file
from crawler.withholdings import Withholding, load_withholdings

WITHHELD = "withheld.csv"


def withheld_rows(configuration: Configuration) -> tuple[Withholding, ...]:
    """The rows of the file; none where there is no file. Raises RegistryError for one that cannot be used."""
    path = configuration.data / WITHHELD
    return load_withholdings(path) if path.exists() else ()


def apply_withheld(pair: Pair, configuration: Configuration) -> Changed:
    """Says what changed, if anything did. Raises RegistryError for a file that cannot be used."""
    changed = apply_withheld_file(pair, configuration.data / WITHHELD, datetime.now(UTC))
    if changed.applied or changed.lifted:
        notices.print(
            f"{WITHHELD}: {changed.applied} applied, {changed.lifted} lifted; "
            f"{changed.queued} pages are read again to be shown",
            markup=False,
        )
    return changed
