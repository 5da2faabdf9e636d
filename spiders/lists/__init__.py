"""How each kind of list is read: one file for each kind that comes from an API or a script, `plain` for all others."""
