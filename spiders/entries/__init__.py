"""What the lines of a source's lists are: annual reports of its body, or what else, each with the reason."""

from spiders.entries.decide import decide, decide_all
from spiders.entries.lines import Decided, Line

__all__ = ["Decided", "Line", "decide", "decide_all"]
