"""Plain text, Markdown and dumps of PDFs → Document. Pure."""
