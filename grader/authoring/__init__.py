"""What check authors import: how a check is written, and what its laws are stated with.

It knows Hypothesis' strategies, NumPy and laws. It must never know a worker, a score, how an
answer is explained, or a file.
"""

import numpy as np
from numpy.typing import NDArray

from grader.authoring import draw
from grader.authoring.behaviour import (
    changes,
    fresh,
    quiet,
    refuses,
    refuses_unknown,
    steps,
    steps_do_not_grow,
    unchanged,
)
from grader.authoring.checks import Function, Reference, Student, check, given
from grader.authoring.compare import close, costs_agree, equal, guarded_cost
from grader.authoring.failure import Failure
from grader.authoring.forms import (
    array,
    classes,
    double_precision,
    entries,
    finite,
    numbers,
    require,
    scalar,
    sequence,
    unpack,
)
from grader.authoring.gradients import NumericGradient, gradients_agree
from grader.outcome import CallFailed
from grader.show import kind_of

# Float arrays, as most inputs and results are.
Array = NDArray[np.float64]

__all__ = [  # noqa: RUF022 (by what they are for)
    # the frame of every file
    "Array",
    "Function",
    "Reference",
    "Student",
    "check",
    "draw",
    "given",
    # reading any reasonable form
    "array",
    "classes",
    "entries",
    "finite",
    "numbers",
    "scalar",
    "sequence",
    "unpack",
    # comparing
    "Failure",
    "close",
    "costs_agree",
    "double_precision",
    "equal",
    "guarded_cost",
    "kind_of",
    "require",
    # laws about calls
    "CallFailed",
    "changes",
    "fresh",
    "quiet",
    "refuses",
    "refuses_unknown",
    "steps",
    "steps_do_not_grow",
    "unchanged",
    # gradients
    "NumericGradient",
    "gradients_agree",
]
