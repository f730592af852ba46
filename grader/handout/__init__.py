"""From the course to what students get: `student_template/`.

Stubs, notebooks, handout texts and their pages, public checks and given code, made from
`solutions/` and `assignments/`. Making is a pure function from files to files; what must not
get out (solution regions, hidden checks, misconceptions) must never be copied, and the proof
searches for it once more.
"""

from grader.handout.notebook import headings_of_nothing, without_heading
from grader.handout.public import public_checks
from grader.handout.tree import (
    FOLDER,
    Files,
    handout,
    handout_of,
    papers_of,
    quiz_files,
    readme_of,
    stale,
    write,
    write_papers,
)

__all__ = [
    "FOLDER",
    "Files",
    "handout",
    "handout_of",
    "headings_of_nothing",
    "papers_of",
    "public_checks",
    "quiz_files",
    "readme_of",
    "stale",
    "without_heading",
    "write",
    "write_papers",
]
