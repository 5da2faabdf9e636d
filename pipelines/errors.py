"""What ends a run in the pipelines, in words for the operator."""


class ReadingStopped(Exception):
    """Documents can no longer be read at all: one line. What was to be read stays pending."""
