"""That a check runs, while it takes longer than a moment: whoever waits must see that it does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from grader.authoring.checks import Check
from grader.closing import Closing

# Seconds after which it is said what runs, and how often the seconds are said anew.
AFTER = 1.0
EVERY = 0.5


class Running(Closing):
    """Says which check has been running for how long; leaving the context ends it.

    `say` gets the sentence each time that it changes, and "" when there is nothing to say any
    more. It is called by a thread of its own, as whoever runs checks waits for them; without it,
    there is no such thread.
    """

    def __init__(
        self, say: Callable[[str], None] | None, *, after: float = AFTER, every: float = EVERY
    ) -> None:
        self._say = say
        self._after, self._every = after, every
        self._check: Check | None = None
        self._since = 0.0
        self._said = ""
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._tell, daemon=True)
        if say is not None:
            self._thread.start()

    def begun(self, check: Check | None) -> None:
        """This check begins now, or none does."""
        with self._lock:
            self._check, self._since = check, time.monotonic()
            self._saying("")

    def close(self) -> None:
        """Say nothing any more."""
        self.begun(None)
        self._over.set()
        if self._say is not None:
            self._thread.join()

    def _tell(self) -> None:
        while not self._over.wait(self._every):
            with self._lock:
                seconds = time.monotonic() - self._since
                if self._check is not None and seconds >= self._after:
                    what = f"{self._check.exercise} has been running for {seconds:.0f} s"
                    self._saying(f"{what}: {self._check.title}")

    def _saying(self, what: str) -> None:
        if self._say is not None and what != self._said:
            self._say(what)
        self._said = what
