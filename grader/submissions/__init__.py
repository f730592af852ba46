"""Intake of student work: what lies in a folder or an archive becomes `Submission` rows.

Nothing here runs student code, writes to disk or imports NumPy. Whatever a student handed
in, however broken, ends as a row whose `problem` says why it can't be read; only a fault
of the command line (no such folder, nothing in it) is raised.
"""

from grader.submissions.discover import discover
from grader.submissions.model import Expected, Submission
from grader.submissions.notebooks import Notebook, NotebookUnreadable, extract_notebook
from grader.submissions.read import read_source

__all__ = [
    "Expected",
    "Notebook",
    "NotebookUnreadable",
    "Submission",
    "discover",
    "extract_notebook",
    "read_source",
]
