"""Whether two versions of the grader say the same of the same work, to the byte.

    python tests/same_reports.py before    # with the one version: a class is marked into before/
    python tests/same_reports.py after     # with the other
    diff -r before after                   # what they say otherwise

The class is two samples of every assignment and all golden submissions. Left out of the reports
is what tells one version from another and one moment from the next.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
SEEDS = (1, 2)
STUDENTS = 60
# What is another at each run or for each version, whatever is said of the work.
_PASSING = {"seconds", "grader", "grader_sha256", "assignment_sha256", "versions"}


def main(out: Path) -> None:
    """Mark the class with the grader of this checkout, a file for each report."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in SEEDS:
            work = Path(folder) / f"seed{seed}"
            grade("sample", work, "-n", STUDENTS, "--seed", seed)
            mark(work, out / work.name)
        work = Path(folder) / "golden"
        hand_in_golden(work)
        mark(work, out / work.name)


def grade(*arguments: object) -> str:
    """What `grade` prints with these arguments."""
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}")
    return done.stdout


def hand_in_golden(work: Path) -> None:
    """Every golden submission as a student of its own."""
    for path in sorted(GOLDEN.rglob("*")):
        if path.suffix in (".py", ".ipynb"):
            kind, slug, *rest = path.relative_to(GOLDEN).with_suffix("").parts
            student = "-".join((kind, slug, *rest))
            (work / student).mkdir(parents=True)
            shutil.copy(path, work / student / f"{slug}{path.suffix}")


def mark(work: Path, out: Path) -> None:
    """Mark a folder of submissions; write what holds at every run."""
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as reports:
        printed = grade(work, "-o", reports, "--json", "--quiet", "--fresh")
    for report in json.loads(printed)["reports"]:
        text = json.dumps(lasting(report), indent=1, ensure_ascii=False, sort_keys=True)
        (out / f"{report['student']}.{report['assignment']}.json").write_text(text + "\n")


def lasting(value: Any) -> Any:
    """The value without what is another at each run."""
    if isinstance(value, dict):
        return {key: lasting(item) for key, item in value.items() if key not in _PASSING}
    if isinstance(value, list):
        return [lasting(item) for item in value]
    return value


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
