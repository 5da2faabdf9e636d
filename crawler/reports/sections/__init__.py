"""Which blocks stand under which section heading."""
