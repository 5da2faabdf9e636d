"""PDF with a text layer → Document: ruled and unruled tables, joined over page breaks, and paragraphs. Pure."""
