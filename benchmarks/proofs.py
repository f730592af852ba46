"""What it takes to prove each assignment, alone on the machine; beside another checkout, if wanted.

`grade prove` is run as a command of its own, with its start and all. The other checkout, such as
one of an earlier commit, proves its own assignments, which may be fewer or smaller.

    python -m benchmarks.proofs [SLUG]... [--beside CHECKOUT]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import under_test
from grader.batch import default_jobs
from grader.course import load_course

OUT = Path(__file__).with_name("proofs.md")
HEAD = """# What a proof takes

Made by `python -m benchmarks.proofs{how}` on {cores} cores: seconds from the command `grade prove`
to its end, with its start and the look at the handout, and processor time of all its processes.
{beside}
| assignment | misconceptions | mutants | seconds | processor |{more}
|---|---:|---:|---:|---:|{rules}
"""
BESIDE = """*Before* is another checkout's command on its own assignments, run right before.
"""


@dataclass(frozen=True)
class Taken:
    """What one command took, in seconds, and how much it proved."""

    wall: float
    cpu: float
    misconceptions: int
    mutants: int


def proved(checkout: Path, slug: str) -> Taken:
    """Prove an assignment of a checkout with its own grader. Raises SystemExit if it is not."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "grader", "prove", slug],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )
    wall = time.perf_counter() - start
    if done.returncode != 0:
        raise SystemExit(f"{checkout}: {slug} is not proved:\n{done.stdout}{done.stderr}")
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    record = json.loads((checkout / "assignments" / slug / "proof.json").read_text("utf-8"))
    return Taken(wall, cpu, record["misconceptions"], record["mutants"])


def row(slug: str, taken: Taken, before: Taken | None = None) -> str:
    """A row of the table."""
    cells = [slug, str(taken.misconceptions), str(taken.mutants)]
    cells += [f"{taken.wall:.1f}", f"{taken.cpu:.1f}"]
    if before is not None:
        cells += [str(before.misconceptions), f"{before.wall:.1f}", f"{before.cpu:.1f}"]
        cells.append(f"{taken.wall / before.wall:.2f}")
    return f"| {' | '.join(cells)} |"


def table(slugs: Sequence[str], beside: Path | None) -> str:
    """The whole text; rows are printed as they come."""
    text = HEAD.format(
        how=" --beside CHECKOUT" if beside else "",
        cores=default_jobs(),
        beside=BESIDE if beside else "",
        more=" misconceptions before | seconds before | processor before | ratio |" * bool(beside),
        rules="---:|---:|---:|---:|" * bool(beside),
    )
    print(text, end="", flush=True)
    for slug in slugs:
        before = proved(beside, slug) if beside is not None else None
        line = row(slug, proved(under_test.home(), slug), before)
        print(line, flush=True)
        text += f"{line}\n"
    return text


def main() -> None:
    """Print the table, and write it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proofs", description=__doc__)
    parser.add_argument("slugs", nargs="*", help="assignments; default: all of the course")
    parser.add_argument("--beside", type=Path, help="another checkout, proved right before each")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    beside = options.beside.resolve() if options.beside else None
    slugs = options.slugs or load_course(under_test.home()).slugs()
    options.out.write_text(table(slugs, beside), encoding="utf-8")


if __name__ == "__main__":
    main()
