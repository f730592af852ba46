"""Single keys from the terminal, without Enter, on every system; and it is left as it was.

Needs no thread: whoever waits for a key waits for so long and then does something else.
"""

from __future__ import annotations

import os
import re
import sys
import time
from types import FrameType, TracebackType
from typing import Any

if sys.platform == "win32":
    import msvcrt
else:
    import select
    import signal
    import termios
    import tty

_END_OF_INPUT = "\x04"
_BEFORE_SPECIAL = ("\x00", "\xe0")  # Windows sends two codes for an arrow or a function key
# … and elsewhere they send an escape sequence.
_SPECIAL = re.compile(r"\x1b(\[[0-9;]*[@-~]|O.)?")
_LOOK_SECONDS = 0.02


class Keys:
    """Keys as they are pressed; where standard input is no terminal there are none.

    A context: inside it the terminal hands over each key at once and does not echo it. Ctrl-C
    still interrupts.
    """

    def __init__(self) -> None:
        self.there = sys.stdin is not None and sys.stdin.isatty()
        self._before: list[Any] = []
        self._continued: Any = None

    def wait(self, seconds: float) -> str:
        """The key that is pressed within so many seconds, in lower case; "" if none is.

        Keys that send more than one character (arrows) are none; what is typed ahead of the
        answer is dropped, but for its first key. The end of input is `q`.
        """
        if not self.there:
            time.sleep(seconds)
            return ""
        key = self._read(seconds)
        return "q" if key == _END_OF_INPUT else key.lower()

    if sys.platform == "win32":

        def _read(self, seconds: float) -> str:
            until = time.monotonic() + seconds
            while not msvcrt.kbhit():
                if time.monotonic() >= until:
                    return ""
                time.sleep(_LOOK_SECONDS)
            key = msvcrt.getwch()
            while msvcrt.kbhit():
                msvcrt.getwch()
            return "" if key in _BEFORE_SPECIAL else key

        def __enter__(self) -> Keys:
            return self

        def __exit__(
            self,
            kind: type[BaseException] | None,
            fault: BaseException | None,
            trace: TracebackType | None,
        ) -> None:
            return None

    else:

        def _read(self, seconds: float) -> str:
            if not select.select([sys.stdin], [], [], seconds)[0]:
                return ""
            typed = os.read(sys.stdin.fileno(), 1024)
            if not typed:  # the terminal is gone
                return _END_OF_INPUT
            return _SPECIAL.sub("", typed.decode("utf-8", "replace"))[:1]

        def __enter__(self) -> Keys:
            if self.there:
                self._before = termios.tcgetattr(sys.stdin)
                tty.setcbreak(sys.stdin)
                # Ctrl-Z and `fg`: the shell has set the terminal to its own liking since.
                self._continued = signal.signal(signal.SIGCONT, self._again)
            return self

        def __exit__(
            self,
            kind: type[BaseException] | None,
            fault: BaseException | None,
            trace: TracebackType | None,
        ) -> None:
            if self.there:
                signal.signal(signal.SIGCONT, self._continued)
                termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._before)

        def _again(self, _number: int, _frame: FrameType | None) -> None:
            tty.setcbreak(sys.stdin)
