"""Where the time of one submission goes: timers around the grader's functions, from outside.

Each function is charged what it takes itself, without what the timed ones that it calls take:
the shares add up to the whole. The timers cost something too, most where calls are many.
"""

from __future__ import annotations

import contextlib
import functools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.classes import Work
from benchmarks.contenders import Gradus
from grader.marking.marker import Marker
from grader.reports.write import write_report

STARTING = "starting workers, until the submission is loaded; ending them"
WAITING = "waiting for student code and the worker's side of the wire"
WIRE = "the wire: encoding and decoding in the checker"
COMPARING = "comparing: the checks themselves"
DRAWING = "drawing and shrinking (Hypothesis)"
REFERENCE = "the reference: checks' questions and call-backs of student code"
EXPLAINING = "explaining and naming"
MENDING = "looking for what mends a wrong function, in the checker"
ANALYSIS = "analysis of the source"
REPORTING = "reports (HTML, Markdown, JSON), without pictures"
REST = "the rest"

TIMED = {
    STARTING: (
        "sandbox.launch:Sandbox.spawn",
        "calls.session:Session.loaded",
        "calls.session:Session.close",
        "calls.session:Session._kill",
    ),
    WAITING: ("calls.transport:Transport.exchange",),
    WIRE: (
        "worker.frames:parse",
        "worker.frames:payload",
        "worker.frames:frame",
        "worker.frames:weigh",
        "calls.messages:packed",
        "calls.messages:observed",
        "calls.messages:load_request",
        "calls.transport:Transport.next_frame",
        "calls.plan:PlannedCall.fits",
    ),
    COMPARING: ("authoring.checks:Check.__call__", "calls.session:Session.digest"),
    DRAWING: ("preparation.examples:smallest_failing",),
    REFERENCE: ("preparation.reference:ReferenceRun._remember", "calls.session:Session._answer"),
    EXPLAINING: (
        "diagnosis.explain:explain_failure",
        "diagnosis.explain:explain_error",
        "diagnosis.misconceptions:KnownMistakes.names",
        "marking.ahead:Talk.behaviour",
    ),
    MENDING: ("marking.repair:Mending.found",),
    ANALYSIS: ("submissions.reader:read_module",),
    REPORTING: ("reports.write:write_report",),
}


class Clocks:
    """The seconds of each part, as one function calls another."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = dict.fromkeys((*TIMED, REST), 0.0)
        self._open = [REST]
        self._since = time.perf_counter()

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time charged to a part."""

        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            # What is waited for until a worker has loaded is its start.
            if self._open[-1] == part or (part == WAITING and STARTING in self._open):
                return function(*args, **kwargs)
            self._charge()
            self._open.append(part)
            try:
                return function(*args, **kwargs)
            finally:
                self._charge()
                self._open.pop()

        return run

    def _charge(self) -> None:
        now = time.perf_counter()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Time what happens within, the grader's functions replaced by timed ones."""
        undo: list[tuple[Any, str, Any]] = []
        for part, names in TIMED.items():
            for name in names:
                for holder, attribute, function in _places(name):
                    undo.append((holder, attribute, function))
                    setattr(holder, attribute, self.timed(part, function))
        self._since = time.perf_counter()
        try:
            yield
        finally:
            self._charge()
            for holder, attribute, function in undo:
                setattr(holder, attribute, function)


def _places(name: str) -> list[tuple[Any, str, Any]]:
    """Wherever a function of the grader's is known by a name."""
    module, _, path = name.partition(":")
    owner, _, attribute = path.rpartition(".")
    home: Any = import_module(f"grader.{module}")
    holder = getattr(home, owner) if owner else home
    function = getattr(holder, attribute)
    if owner:
        return [(holder, attribute, function)]
    loaded = [one for key, one in sys.modules.items() if key.partition(".")[0] == "grader"]
    return [(one, attribute, function) for one in loaded if vars(one).get(attribute) is function]


def taken(gradus: Gradus, new: Callable[[], Marker], work: Work, times: int) -> list[Clocks]:
    """The parts of marking one submission and writing its report, some times over."""
    found = []
    with tempfile.TemporaryDirectory() as out:
        for turn in range(-1, times):  # the first reads the templates of the pages
            marker, clocks = new(), Clocks()
            with clocks.running():
                report = gradus.marked(marker, work.variant(turn + 2))
                sys.modules["grader.reports.write"].write_report(Path(out), report)
            if turn >= 0:
                found.append(clocks)
    return found


def untimed(gradus: Gradus, new: Callable[[], Marker], work: Work, times: int) -> float:
    """The seconds that the same takes without timers."""
    seconds = []
    with tempfile.TemporaryDirectory() as out:
        for turn in range(times):
            marker, started = new(), time.perf_counter()
            write_report(Path(out), gradus.marked(marker, work.variant(turn + 2)))
            seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def table(gradus: Gradus, chosen: dict[str, Work], times: int) -> list[str]:
    """A column for each of the chosen submissions, in both states."""
    columns: dict[str, dict[str, float]] = {}
    plain: dict[str, float] = {}
    for kind, work in chosen.items():
        gradus.warm_up([work])
        states: dict[str, Callable[[], Marker]] = {
            "first": gradus.new_marker,
            "seen": lambda: gradus.seen_marker,
        }
        for state, new in states.items():
            name = f"{kind}, {state}"
            runs = taken(gradus, new, work, times)
            columns[name] = {
                part: statistics.fmean(run.seconds[part] for run in runs) for part in (*TIMED, REST)
            }
            plain[name] = untimed(gradus, new, work, times)
    rows = [
        f"| part | {' | '.join(columns)} |",
        f"|---|{'---:|' * len(columns)}",
    ]
    for part in (*TIMED, REST):
        cells = [f"{100 * one[part] / sum(one.values()):.0f} %" for one in columns.values()]
        rows.append(f"| {part} | {' | '.join(cells)} |")
    timed = [f"{1e3 * sum(one.values()):.0f} ms" for one in columns.values()]
    rows.append(f"| together, with timers | {' | '.join(timed)} |")
    without = [f"{1e3 * seconds:.0f} ms" for seconds in plain.values()]
    rows.append(f"| together, without timers | {' | '.join(without)} |")
    return [*rows, ""]
