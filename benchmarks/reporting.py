"""What a report adds to marking: the pictures that the submission draws, and what is written."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.classes import Work
from grader.marking.gallery import Gallery
from grader.marking.marker import Marker
from grader.preparation.prepared import Prepared
from grader.reports.write import write_report
from grader.sandbox import Sandbox
from grader.submissions import Submission


class TimedGallery(Gallery):
    """A gallery that knows how long it took to draw for the last submission."""

    seconds = 0.0

    def draw(self, *args: Any) -> Any:
        started = time.perf_counter()
        pictures = super().draw(*args)
        self.seconds = time.perf_counter() - started
        return pictures


def added(prepared: Prepared, sandbox: Sandbox, works: Sequence[Work]) -> tuple[float, float]:
    """The seconds of drawing pictures and of writing, medians over the submissions."""
    gallery = TimedGallery(prepared)
    marker = Marker(prepared, sandbox, gallery)
    drawing, writing = [], []
    with tempfile.TemporaryDirectory() as out:
        for work in (works[0], *works):  # the first reads the templates of the pages
            slug = prepared.assignment.slug
            report = marker.mark(Submission(student="x", assignment=slug, source=work.source))
            started = time.perf_counter()
            write_report(Path(out), report)
            writing.append(time.perf_counter() - started)
            drawing.append(gallery.seconds)
    return statistics.median(drawing[1:]), statistics.median(writing[1:])


def line(drawing: float, writing: float) -> str:
    return (
        f"A report adds {1e3 * (drawing + writing):.0f} ms to a submission, which no row above "
        f"has: {1e3 * drawing:.0f} ms for the pictures that its functions draw, and "
        f"{1e3 * writing:.0f} ms for writing HTML, Markdown and JSON (medians of the mixed class)."
    )
