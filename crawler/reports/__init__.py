"""Document → Report: head, sections, the standard tables on either form, their checks, and the JSON contract. Pure."""
