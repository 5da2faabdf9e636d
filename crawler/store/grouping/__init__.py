"""Reports, versions and decisions of a body and year, from the facts of all their captures."""
