"""Which part of the course `make prove-part` tries: another one at each commit.

python tests/part.py 16     every sixteenth assignment
"""

import subprocess
import sys
from pathlib import Path

from grader.course import load_course

ROOT = Path(__file__).resolve().parents[1]


def part_of(slugs: list[str], commits: int, parts: int) -> list[str]:
    """One in so many of the slugs, so that courses are tried evenly."""
    return slugs[commits % parts :: parts]


if __name__ == "__main__":
    counted = subprocess.run(
        ["git", "-C", str(ROOT), "rev-list", "--count", "HEAD"],
        capture_output=True,
        text=True,
        check=True,
    )
    print(*part_of([*load_course(ROOT).slugs()], int(counted.stdout), int(sys.argv[1])))
