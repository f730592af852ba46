"""Results with their evidence: from what came of a check to what its report says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.authoring.checks import Check, Inputs
from grader.authoring.failure import Failure
from grader.calls import Call, Effort, Made
from grader.diagnosis import Claims, explain_error, explain_failure, suggested_by
from grader.marking.score import blank
from grader.outcome import CallFailed, NotImplementedYet, OutOfMemory, StudentRaised, TimedOut
from grader.results import CheckResult


@dataclass(frozen=True)
class Shown:
    """The result of a check that did not pass, and what the input shown in it suggests."""

    result: CheckResult
    claims: tuple[Claims, ...] = ()

    def updated(self, update: Mapping[str, Any], claims: tuple[Claims, ...]) -> Shown:
        """The same with other fields, and other claims."""
        return replace(self, result=self.result.model_copy(update=update), claims=claims)


@dataclass(frozen=True)
class Evidence:
    """Explains the failed checks of one exercise.

    `parameters` are the names of each function's parameters, `others` the other exercises.
    What cannot be explained within the `effort` keeps its verdict, and is not explained.
    """

    parameters: Mapping[str, Sequence[str]]
    others: frozenset[str]
    effort: Effort

    def wrong(self, check: Check, failure: Failure, inputs: Inputs, made: Sequence[Made]) -> Shown:
        """The result of a check that found a wrong answer."""
        return Shown(blank(check, "failed")).updated(*self.explained(check, failure, inputs, made))

    def suggested(
        self, failure: Failure, inputs: Inputs, made: Sequence[Made]
    ) -> tuple[Claims, ...]:
        """What a wrong answer suggests; nothing where that takes too much."""
        try:
            with self.effort:
                return suggested_by(failure, inputs, made, self.parameters)
        except (TimedOut, OutOfMemory):
            return ()

    def explained(
        self, check: Check, failure: Failure, inputs: Inputs, made: Sequence[Made]
    ) -> tuple[dict[str, Any], tuple[Claims, ...]]:
        """The fields of a result that say what is wrong with an answer, and what it suggests."""
        try:
            with self.effort:
                claims = suggested_by(failure, inputs, made, self.parameters)
                update = explain_failure(
                    failure, inputs, made, self.parameters, public=check.public, claims=claims
                )
        except (TimedOut, OutOfMemory) as ended:
            message = f"{failure.message}\n{ended.message}, so nothing is shown of it."
            return {"message": message, "cause": "", "counterexample": None, "warnings": ()}, ()
        return update, claims

    def ended(
        self,
        check: Check,
        failure: CallFailed,
        inputs: Inputs | None = None,
        made: Sequence[Made] = (),
    ) -> CheckResult:
        """The result of a check whose last call gave no value."""
        missing = self._needs(failure, made[-1].call if made else None)
        if missing:
            return blank(check, "skipped", f"Needs {missing}, which is not filled in yet")
        if isinstance(failure, NotImplementedYet):
            return blank(check, "not_implemented", failure.message)
        update = self._explained_error(check, failure, inputs or {}, made)
        if isinstance(failure, StudentRaised):
            raised = f"{failure.own_name}: {failure.text}" if failure.text else failure.own_name
            update |= {"raised": raised, "line": failure.line}
            if check.public:  # on hidden inputs each line more would be one more to tell them by
                update["callers"] = failure.callers
        message = failure.message
        if isinstance(failure, TimedOut) and failure.line is not None:
            message = f"{message}, and was stopped at line {failure.line} of your file"
            update |= {"line": failure.line}
            if check.public:
                update["callers"] = failure.called
        return blank(check, failure.verdict, message).model_copy(update=update)

    def _explained_error(
        self, check: Check, failure: CallFailed, inputs: Inputs, made: Sequence[Made]
    ) -> dict[str, Any]:
        try:
            with self.effort:
                return explain_error(failure, inputs, made, self.parameters, public=check.public)
        except (TimedOut, OutOfMemory):
            return {}

    def _needs(self, failure: CallFailed, call: Call | None) -> str:
        """The other exercise whose stub the call ran into, if it did."""
        if isinstance(failure, NotImplementedYet):
            name = call.name if call is not None else ""
            return name if name in self.others else ""
        if isinstance(failure, StudentRaised) and failure.bases[:1] == ("NotImplementedError",):
            return failure.function if failure.function in self.others else ""
        return ""
