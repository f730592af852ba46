"""Measure, print the tables, and write them to benchmarks/results.md.

Every contender gets the same: one BLAS thread, byte code cached, the same laws checked with the
same number of examples. Contenders take turns, so that a noisy machine is noisy for all; what
counts are the ratios within one run.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks import under_test

RESULTS = under_test.ROOT / "benchmarks" / "results.md"
SLUGS = ("c1_logistic_regression", "c1_deep_network")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("slugs", nargs="*", default=SLUGS, help="assignments to mark")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each contender (default 3)")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the tables are written")
    parser.add_argument("--quick", action="store_true", help="small classes: a trial of the whole")
    parser.add_argument("--most", type=int, help="submissions of a class")
    parser.add_argument(
        "--large", type=int, help="submissions of the large class; 0: no whole classes"
    )
    parser.add_argument("--ours", action="store_true", help="leave pytest and nbgrader out")
    parser.add_argument("--grader", type=Path, help="another checkout, to be measured instead")
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    under_test.use(options.grader)
    from benchmarks import whole  # only now: it imports the grader

    scale = whole.QUICK if options.quick else whole.FULL
    given = {"most": options.most, "large": options.large, "ours": options.ours or None}
    scale = replace(scale, **{name: value for name, value in given.items() if value is not None})
    with tempfile.TemporaryDirectory() as scratch:
        rows = whole.measure(tuple(options.slugs), options.rounds, scale, Path(scratch))
    text = "\n".join(rows).rstrip() + "\n"
    options.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
