"""That a check runs, while it takes longer than a moment: whoever waits must see that it does."""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from grader.authoring.checks import Check
from grader.closing import Closing

# Seconds after which it is said what runs, and how often the seconds are said anew.
AFTER = 1.0
EVERY = 0.5


@dataclass(frozen=True)
class Ongoing:
    """A check that runs, or None where it is looked for why some fail; each call may take so many
    `seconds`.
    """

    check: Check | None
    seconds: float

    def after(self, seconds: float) -> str:
        """The sentence after so many seconds."""
        if self.check is None:
            return f"Looking for where it is wrong, for {seconds:.0f} s"
        said = f"{self.check.exercise} has been running for {seconds:.0f} s"
        return f"{said} (up to {self.seconds:g} s of computing per call): {self.check.title}"


# What is told which check begins, or that none does any more.
Begun = Callable[[Ongoing | None], None]


class Running(Closing):
    """Says which check has been running for how long; leaving the context ends it.

    `say` gets the sentence each time that it changes, and "" when there is nothing to say any
    more. It is called by a thread of its own, as whoever runs checks waits for them; without it,
    there is no such thread.
    """

    def __init__(
        self,
        say: Callable[[str], None] | None,
        *,
        after: float | None = None,
        every: float | None = None,
    ) -> None:
        self._say = say
        self._after = AFTER if after is None else after
        self._every = EVERY if every is None else every
        self._ongoing: Ongoing | None = None
        self._since = 0.0
        self._said = ""
        self._lock = threading.Lock()
        self._over = threading.Event()
        # Where something is said may follow from the context, as the cell of a notebook does.
        tell = contextvars.copy_context().run
        self._thread = threading.Thread(target=tell, args=(self._tell,), daemon=True)
        if say is not None:
            self._thread.start()

    def begun(self, ongoing: Ongoing | None) -> None:
        """This check begins now, or none does."""
        with self._lock:
            self._ongoing, self._since = ongoing, time.monotonic()
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
                if self._ongoing is not None and seconds >= self._after:
                    self._saying(self._ongoing.after(seconds))

    def _saying(self, what: str) -> None:
        if self._say is not None and what != self._said:
            self._say(what)
        self._said = what
