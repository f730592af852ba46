"""Marks one class with the floor or with Gradus and ends: `python -m benchmarks.footprint`.

Its memory is measured by the process that starts it, since another contender's would count too.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks import under_test
from benchmarks.spent import peak_mb


def peak(slug: str, kind: str, contender: str, most: int) -> float:
    """The most memory that one process takes; `contender` is "floor" or a rung."""
    words = [slug, kind, contender, str(most)]
    command = [sys.executable, "-m", "benchmarks.footprint", *words]
    return peak_mb(command, folder=under_test.ROOT)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.footprint", description=__doc__)
    parser.add_argument("slug")
    parser.add_argument("kind")
    parser.add_argument("contender")
    parser.add_argument("most", type=int)
    options = parser.parse_args()
    under_test.use(None)
    from benchmarks.classes import classes
    from benchmarks.contenders import Gradus, floor
    from grader.course.load import load
    from grader.preparation.prepare import prepare
    from grader.sandbox import Limits, Sandbox

    prepared = prepare(load(under_test.home(), options.slug))
    works = classes(prepared.assignment, options.most)[options.kind]
    if options.contender == "floor":
        floor(prepared).mark(works)
        return
    with Sandbox(options.contender, Limits()) as sandbox:
        Gradus(prepared, sandbox).warm_up(works)


if __name__ == "__main__":
    main()
