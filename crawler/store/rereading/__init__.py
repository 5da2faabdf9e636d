"""A re-parse: how far it is, and what it changes."""
