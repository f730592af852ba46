"""What one command costs from a cold start: a new process, with the byte code cached.

Processor seconds, user and system, of the command and all that it starts, beside those of
`python -c "import numpy, hypothesis"`, which no check can do without. Contenders take turns,
so that a noisy machine is noisy for all. Run by itself it prints a table and writes nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from benchmarks import programs, under_test

SLUG = "c1_logistic_regression"
MODULE = "logistic_regression.py"
PYTHON = (sys.executable,)
GRADE = (*PYTHON, "-m", "grader")
FLOOR = '`python -c "import numpy, hypothesis"`'
HELP = "`grade --help`"
CHECK = "`grade check`, all filled in"
KEPT = "`grade SUBMISSIONS` of one student, what the course follows from kept"
NOT_KEPT = "`grade SUBMISSIONS` of one student, nothing kept (`GRADUS_CACHE=`)"


@dataclass
class Command:
    """One command line, where it is run, the exit code it must have, and what it took.

    `cache` is the folder in which the grader keeps what it prepared; None: it keeps nothing.
    """

    name: str
    words: tuple[str, ...]
    folder: Path
    code: int = 0
    cache: Path | None = None
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def run(self) -> None:
        before, started = _spent(), time.perf_counter()
        environment = _environment(self.cache)
        programs.run(self.words, folder=self.folder, environment=environment, codes=(self.code,))
        self.wall.append(time.perf_counter() - started)
        self.cpu.append(_spent() - before)


def _environment(cache: Path | None) -> dict[str, str]:
    found = programs.ENVIRONMENT | {"GRADUS_CACHE": str(cache or "")}
    if under_test.home() != under_test.ROOT:  # else the installed one is this checkout's
        found["PYTHONPATH"] = str(under_test.home())
    return found


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def commands(scratch: Path) -> list[Command]:
    home = under_test.home()
    stub, solved, class_ = (scratch / name for name in ("stub", "solved", "submissions"))
    for folder in (stub, solved):
        shutil.copytree(home / "student_template" / SLUG, folder / SLUG)
    reference = home / "solutions" / f"{SLUG}.py"
    shutil.copy(reference, solved / SLUG / MODULE)
    handed_in = class_ / "ada" / SLUG / MODULE
    handed_in.parent.mkdir(parents=True)
    shutil.copy(reference, handed_in)
    mark = (*GRADE, str(class_), "-a", SLUG, "-o", str(scratch / "out"), "--fresh", "-q")
    tests = (*PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    return [
        Command("`python -c pass`", (*PYTHON, "-c", "pass"), scratch),
        Command(FLOOR, (*PYTHON, "-c", "import numpy, hypothesis"), scratch),
        Command(HELP, (*GRADE, "--help"), scratch),
        Command("`grade check`, stubs", (*GRADE, "check"), stub / SLUG, code=1),
        Command(CHECK, (*GRADE, "check"), solved / SLUG),
        Command("`pytest`, all filled in", tests, solved / SLUG),
        Command(KEPT, mark, home, cache=scratch / "cache"),
        Command(NOT_KEPT, mark, home),
    ]


def measured(rounds: int) -> list[Command]:
    """The commands, each run that many times."""
    with tempfile.TemporaryDirectory() as scratch:
        contenders = commands(Path(scratch))
        # Byte code is written, what is kept is made, files come into the system's cache.
        for one in contenders:
            one.run()
            one.cpu.clear()
            one.wall.clear()
        for _ in range(rounds):
            for one in contenders:
                one.run()
    return contenders


def table(contenders: list[Command]) -> list[str]:
    floor = statistics.median(next(one.cpu for one in contenders if one.name == FLOOR))
    rows = [
        "| command | CPU s | smallest–largest | × `import numpy, hypothesis` | wall s |",
        "|---|---:|---:|---:|---:|",
    ]
    for one in contenders:
        cpu = statistics.median(one.cpu)
        rows.append(
            f"| {one.name} | {cpu:.2f} | {min(one.cpu):.2f}–{max(one.cpu):.2f} "
            f"| {cpu / floor:.1f} | {statistics.median(one.wall):.2f} |"
        )
    return [*rows, ""]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cold_start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="runs of each command (default 7)")
    options = parser.parse_args()
    rows = table(measured(options.rounds))
    print(
        f"Made by `python -m benchmarks.cold_start` on {SLUG}: medians of {options.rounds} runs, "
        f"Python {platform.python_version()}, NumPy {version('numpy')}, {os.cpu_count()} "
        "processors.\n"
    )
    print("\n".join(rows))


if __name__ == "__main__":
    main()
