"""Small edits of a function: the ways in which array code goes wrong by one slip.

Turned on a reference they give its mutants, which a check must kill. Turned on a student's
function, with those that put in what was left out, they may mend it. It must never know whether a
function is right, and runs nothing.
"""

from grader.diagnosis.edits.edit import Edit, edits_of
from grader.diagnosis.edits.repairs import TIERS, Mend

__all__ = ["TIERS", "Edit", "Mend", "edits_of"]
