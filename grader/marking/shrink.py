"""Makes what fails small: the same verdict on the smallest input that a bounded search finds."""

from __future__ import annotations

from dataclasses import dataclass

from grader.authoring.checks import Check, Inputs
from grader.authoring.failure import Failure
from grader.calls import Effort, Replay, Session, frozen
from grader.marking.ahead import Workers
from grader.marking.evidence import Evidence, Shown
from grader.marking.remembered import Remembered
from grader.outcome import CallFailed, StudentRaised
from grader.preparation import Prepared, PreparedCheck, attempt, smallest_failing
from grader.results import Verdict

CALL_SECONDS = 1.0
KEEPS_SOMETHING = (
    "Alone it gives another answer than after other calls: does it keep something from one call "
    "to the next?"
)


@dataclass(frozen=True)
class Shrinker:
    """Searches for smaller failing inputs of one exercise's checks, as far as the effort goes."""

    prepared: Prepared
    workers: Workers
    evidence: Evidence
    remembered: Remembered
    effort: Effort

    def smaller(self, prepared: PreparedCheck, place: int, shown: Shown) -> Shown:
        """The result as seen on the smallest input; `place` is of the first failing example."""
        check, result = prepared.check, shown.result
        if check.inputs is None or result.counterexample is None:
            return shown
        session = self.workers.settled(prepared)
        if session is None:
            return shown
        # The search is short of time; what was sent ahead has had all of its own.
        account = session.account
        before = account.call_seconds
        account.call_seconds = min(CALL_SECONDS, before)
        try:
            smallest = smallest_failing(
                check,
                prepared.seed,
                place,
                lambda inputs: self._tried(check, session, inputs, result.verdict) is not None,
                self.remembered.searches[check.id],
            )
            if smallest is None:
                return shown
            # What is shown comes from a worker that has done nothing else: a function that keeps
            # what it was given could pass the inputs of hidden checks out with its answers to
            # public ones.
            with self.workers.fresh() as other:
                smaller = self._tried(check, other, smallest, result.verdict)
        except CallFailed:  # a smaller input hangs, kills, or takes too long to check
            return shown
        finally:
            account.call_seconds = before
        if smaller is None:
            # Whoever tries this input alone must see what is shown, or be told why not.
            message = f"{result.message}\n{KEEPS_SOMETHING}"
            return shown.updated({"message": message}, shown.claims)
        return self._on_smaller(check, shown, smallest, *smaller)

    def _tried(
        self, check: Check, session: Session, inputs: Inputs, verdict: Verdict
    ) -> tuple[Failure | StudentRaised, Replay] | None:
        """How the check fails on these inputs, if it ends in this verdict; raises `CallFailed`."""
        replay = Replay(session, (), ())
        trial = attempt(check, frozen(inputs), replay, self.prepared, effort=self.effort)
        if trial.wrong is not None:
            return (trial.wrong, replay) if verdict == "failed" else None
        if isinstance(trial.ended, StudentRaised):
            return (trial.ended, replay) if verdict == "errored" else None
        if trial.ended is not None:
            raise trial.ended
        return None  # a slip of the check's, on an input that was never drawn, is no failure

    def _on_smaller(
        self,
        check: Check,
        shown: Shown,
        inputs: Inputs,
        failure: Failure | StudentRaised,
        replay: Replay,
    ) -> Shown:
        """The same result as seen on a smaller input."""
        claims = shown.claims
        if isinstance(failure, StudentRaised):
            again = self.evidence.ended(check, failure, inputs, replay.made)
            names = ("message", "counterexample", "raised", "line", "cause")
            update = {name: getattr(again, name) for name in names}
        else:
            update, claims = self.evidence.explained(check, failure, inputs, replay.made)
        if update["counterexample"] is None:
            return shown
        update["counterexample"] = update["counterexample"].model_copy(update={"shrunk": True})
        return shown.updated(update, claims)
