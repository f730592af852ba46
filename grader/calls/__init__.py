"""One call into student code: asked, sent ahead, timed, answered, and told.

The checker's side of the wire. It must never know what a check, an example or a point is.
"""

from grader.calls.budget import MOST_REPLIES, Budget, Whole
from grader.calls.call import Call, Caller, Handle, Made, is_kept
from grader.calls.callbacks import Answers, StandIns
from grader.calls.earlier import Earlier, filled
from grader.calls.effort import Effort, out_of_memory
from grader.calls.local import LocalCaller
from grader.calls.messages import NotRun, load_request
from grader.calls.noted import Noted
from grader.calls.plan import PlannedCall, recorded
from grader.calls.replay import Replay
from grader.calls.session import Session
from grader.calls.student import RemoteStudent
from grader.calls.told import Told, without_words
from grader.calls.values import alike, frozen, has_outline, kept_for_comparing, outline
from grader.worker.frames import Payload
from grader.worker.wire import Op

__all__ = [
    "MOST_REPLIES",
    "Answers",
    "Budget",
    "Call",
    "Caller",
    "Earlier",
    "Effort",
    "Handle",
    "LocalCaller",
    "Made",
    "NotRun",
    "Noted",
    "Op",
    "Payload",
    "PlannedCall",
    "RemoteStudent",
    "Replay",
    "Session",
    "StandIns",
    "Told",
    "Whole",
    "alike",
    "filled",
    "frozen",
    "has_outline",
    "is_kept",
    "kept_for_comparing",
    "load_request",
    "out_of_memory",
    "outline",
    "recorded",
    "without_words",
]
