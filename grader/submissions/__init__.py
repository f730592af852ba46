"""Intake of student work: what lies in a folder or an archive becomes `Submission` rows.

Nothing here runs student code, writes to disk or imports NumPy, and what parses it is a process
apart (`reader`). Whatever a student handed
in, however broken, ends as a row whose `problem` says why it can't be read; only a fault
of the command line (no such folder, nothing in it) is raised.
"""

from grader.submissions.answered import is_blank
from grader.submissions.belongs import copy_number
from grader.submissions.cells import Cell, NotebookUnreadable, code_cells
from grader.submissions.choose import named_for
from grader.submissions.discover import discover
from grader.submissions.hand_in import is_source
from grader.submissions.model import (
    Asked,
    Expected,
    OwnModule,
    Part,
    Reading,
    Stopped,
    Submission,
    Unreadable,
)
from grader.submissions.notebooks import Notebook, extract_notebook
from grader.submissions.read import read_source
from grader.submissions.reader import read_module, start_reading
from grader.submissions.source.analysis import (
    ALLOWED_IMPORTS,
    Analysis,
    analyse,
    imports_not_allowed,
)
from grader.submissions.source.given import defined_in
from grader.submissions.source.reach import needed

__all__ = [
    "ALLOWED_IMPORTS",
    "Analysis",
    "Asked",
    "Cell",
    "Expected",
    "Notebook",
    "NotebookUnreadable",
    "OwnModule",
    "Part",
    "Reading",
    "Stopped",
    "Submission",
    "Unreadable",
    "analyse",
    "code_cells",
    "copy_number",
    "defined_in",
    "discover",
    "extract_notebook",
    "imports_not_allowed",
    "is_blank",
    "is_source",
    "named_for",
    "needed",
    "read_module",
    "read_source",
    "start_reading",
]
