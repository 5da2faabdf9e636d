"""Which family of sites a page belongs to, by the marks that stand in it and in its address."""

from spiders.fingerprints.identify import Evidence, Fingerprint, identify
from spiders.fingerprints.marks import looked_for
from spiders.fingerprints.suggest import suggested_article_pattern

__all__ = ["Evidence", "Fingerprint", "identify", "looked_for", "suggested_article_pattern"]
