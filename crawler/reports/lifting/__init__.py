"""Tables that a text prints without a grid, lifted out of its lines by the forms' labels."""
