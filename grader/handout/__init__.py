"""From the course to what students get: `student_template/`.

Stubs, notebooks, handout texts and their pages, public checks and given code, made from
`solutions/` and `assignments/`. Making is a pure function from files to files; what must not
get out (solution regions, hidden checks, misconceptions) is never copied, and the proof
searches for it once more.
"""

from grader.handout.public import public_checks
from grader.handout.stub import solution_lines, stub, stub_of
from grader.handout.tree import FOLDER, Tree, handout, handout_of, stale, write

__all__ = [
    "FOLDER",
    "Tree",
    "handout",
    "handout_of",
    "public_checks",
    "solution_lines",
    "stale",
    "stub",
    "stub_of",
    "write",
]
