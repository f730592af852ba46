"""Reports without evidence and pictures, which would fill the memory with a class of a thousand."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.results import CheckResult, ExerciseResult, Report

# What a class page does not read of a check.
_NO_EVIDENCE = {
    "counterexample": None,
    "source": (),
    "warnings": (),
    "message": "",
    "hint": "",
    "raised": "",
    "line": None,
    "cause": "",
    "seconds": 0.0,
}


@dataclass
class Light:
    """Makes reports light; what is equal in a class is one object."""

    _checks: dict[tuple[object, ...], CheckResult] = field(default_factory=dict)
    _exercises: dict[tuple[object, ...], ExerciseResult] = field(default_factory=dict)

    def of(self, report: Report) -> Report:
        """The report without what a class page does not read of it."""
        exercises = []
        for one in report.exercises:
            keys: list[tuple[object, ...]] = []
            checks = []
            for check in one.checks:
                keys.append((report.assignment, check.id, check.verdict, check.earned))
                light = check.model_copy(update=_NO_EVIDENCE)
                checks.append(self._checks.setdefault(keys[-1], light))
            asked = one.question
            if asked is not None:
                asked = asked.model_copy(update={"text": "", "why": "", "values": {}})
            exercise = one.model_copy(update={"checks": tuple(checks), "question": asked})
            chosen = asked and asked.model_dump_json()
            told = one.misconception, one.besides, one.repairs, chosen
            key = report.assignment, one.name, one.replaced, *told, *keys
            exercises.append(self._exercises.setdefault(key, exercise))
        update = {"exercises": tuple(exercises), "pictures": (), "output": ""}
        return report.model_copy(update=update)
