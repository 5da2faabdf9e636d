"""SIGINT (Ctrl-C) and SIGTERM (systemd, shutdown): a command ends in order, keeps what it has and says so in a line.

Scrapy's own handlers stay in place after its loop has ended and swallow a Ctrl-C in what follows, so they are not used.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupted(KeyboardInterrupt):
    """Somebody asked the command to stop: the signal's name."""


class Interruption:
    """What has been asked. Between listeners a signal raises Interrupted once; during the clean-up it is not heard."""

    def __init__(self) -> None:
        self.signal: str | None = None
        """The first signal's name; None as long as nobody asked."""
        self._listener: Callable[[], None] | None = None
        self._raised = False

    def received(self, number: int, frame: FrameType | None) -> None:
        self.signal = self.signal or signal.Signals(number).name
        if self._listener is not None:
            self._listener()
        elif not self._raised:
            self._raised = True
            raise Interrupted(self.signal)

    @contextmanager
    def heard_by(self, listener: Callable[[], None]) -> Iterator[None]:
        """Signals are the listener's, which is called inside a signal handler and may only set or schedule things."""
        self._listener = listener
        try:
            yield
        finally:
            self._listener = None


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """For the main thread of a command. The handlers of before are put back at the end, unless the command was stopped:
    a second, impatient Ctrl-C must not cut off its last line and its exit code.
    """
    interruption = Interruption()
    previous = {number: signal.signal(number, interruption.received) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interruption
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler if interruption.signal is None else signal.SIG_IGN)
