"""What `make prove-part` proves: a sixteenth of the course, another one at each commit."""

import subprocess
from pathlib import Path

from grader.course import load_course

PARTS = 16
ROOT = Path(__file__).resolve().parents[1]


def part_of(slugs: list[str], commits: int) -> list[str]:
    """Every sixteenth of the slugs, so that courses are tried evenly."""
    return slugs[commits % PARTS :: PARTS]


if __name__ == "__main__":
    counted = subprocess.run(
        ["git", "-C", str(ROOT), "rev-list", "--count", "HEAD"],
        capture_output=True,
        text=True,
        check=True,
    )
    print(*part_of([*load_course(ROOT).slugs()], int(counted.stdout)))
