"""Small edits of a function: the ways in which array code goes wrong by one slip.

Turned on a reference they give its mutants, which a check must kill. It must never know what an
edit is tried for, and runs nothing.
"""

from grader.diagnosis.edits.edit import Edit, edits_of

__all__ = ["Edit", "edits_of"]
