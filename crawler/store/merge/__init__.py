"""Several stores become one: what each captured is copied, and what follows from it is made anew by the readers.

Identity is a pure function of the set of captures (DESIGN.md, "Identity"), so only captures and what was seen beside
them are copied; reports, versions and decisions never are. Every rule here is one of a set: whatever the order in which
stores are merged, and however often, the same rows remain.
"""
