"""What is worked out once per assignment: examples, the reference's answers, planned calls; trials.

It rests on one law: a check is a function of its inputs, of the reference, and of the student's
answers. So inputs are drawn once; the reference's answers are kept; the calls are known ahead
and can be sent at once; the very answers that passed pass again; a search whose course is known
need not be searched; and all that does not come from a student can be kept on disk. Nothing here
may know a student or a report, and what is prepared never changes.
"""

from grader.preparation.examples import Searches, smallest_failing
from grader.preparation.kept import prepare_once
from grader.preparation.prepare import prepare, prepare_public
from grader.preparation.prepared import Example, Prepared, PreparedCheck
from grader.preparation.trial import Trial, attempt, attempts
from grader.preparation.trusted import trusted
from grader.preparation.weight import MOST_LINES, Weights

__all__ = [
    "MOST_LINES",
    "Example",
    "Prepared",
    "PreparedCheck",
    "Searches",
    "Trial",
    "Weights",
    "attempt",
    "attempts",
    "prepare",
    "prepare_once",
    "prepare_public",
    "smallest_failing",
    "trusted",
]
