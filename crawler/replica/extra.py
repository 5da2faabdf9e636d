"""The sites beside the five, named by a word each: a family, a trap, or all of them."""

from __future__ import annotations

from functools import cache
from typing import get_args

from crawler.replica.families import VARIATIONS, family_site
from crawler.replica.identity_traps import WORD, identity_sites
from crawler.replica.traps import TRAPS, trap_sites
from crawler.replica.values import Family, ReplicaError, Site

FAMILIES: tuple[Family, ...] = get_args(Family)
WORDS_MEAN = "families, traps, identity, the slug of a family, the name of a trap, or NAME:VARIANT of a trap"


@cache
def extra_sites(words: tuple[str, ...]) -> tuple[Site, ...]:
    """The sites that `words` name, each once. Raises ReplicaError for a word that names nothing."""
    found: dict[str, Site] = {}
    for word in words:
        for site in sites_of(word):
            found[site.source_id] = site
    return tuple(found.values())


@cache
def sites_of(word: str) -> tuple[Site, ...]:
    """The sites of one word. Raises ReplicaError."""
    if word == "families":
        variations = tuple(site for make in VARIATIONS.values() for site in make())
        return tuple(family_site(family) for family in FAMILIES) + variations
    if word == "traps":
        return tuple(site for name in TRAPS for site in trap_sites(name))
    if word in FAMILIES:
        return (family_site(word),)
    if word in VARIATIONS:
        return VARIATIONS[word]()
    name, _, variant = word.partition(":")
    if name == WORD:
        return identity_sites(variant)
    if name in TRAPS:
        return trap_sites(name, variant)
    names = ", ".join((*FAMILIES, *VARIATIONS, *TRAPS))
    raise ReplicaError(f"--with {word}: expected families, traps, {WORD}, or one of {names}")
