"""What the store refuses, in words for the operator."""


class StoreError(Exception):
    """One line: what is wrong, where, and the remedy."""
