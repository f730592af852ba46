"""What the course's own right and wrong work is given does not depend on what was marked before."""

import json
from pathlib import Path

from grader.course import load
from grader.marking import Marker, Remembered, Store
from grader.preparation.kept import prepare_once
from grader.sandbox import Limits, Sandbox
from grader.submissions import Submission

ROOT = Path(__file__).resolve().parents[2]


def plain(report):
    """A report but for times, and for what it was that ran."""
    told = json.loads(report.model_dump_json())
    told["seconds"] = 0
    for exercise in told["exercises"]:
        exercise["reused"] = False
        for check in exercise["checks"]:
            check["seconds"] = 0
    return told


# What a clock decides may come out otherwise, whoever marks it.
UNSTEADY = ("timed_out", "out_of_memory", "died")


def is_steady(report):
    verdicts = {check["verdict"] for one in report["exercises"] for check in one["checks"]}
    return verdicts.isdisjoint(UNSTEADY)


def test_what_was_marked_before_changes_no_report(beside, lone_slug, safe_rung):
    assignment = load(ROOT, lone_slug)
    prepared = prepare_once(assignment)
    store, reused, differ = Store(), 0, []
    with Sandbox(safe_rung, Limits(memory_bytes=assignment.spec.limits.memory_mb << 20)) as box:

        def mark(source, marked):
            work = Submission(student="ada", assignment=lone_slug, source=source)
            return Marker(prepared, box, remembered=Remembered(marked=marked), mends=False).mark(
                work
            )

        for name, source in beside("works").works(assignment).items():
            alone, first = mark(source, None), mark(source, store)
            again = mark(source, store)
            reports = [plain(one) for one in (alone, first, again)]
            reused += sum(one.reused for report in (first, again) for one in report.exercises)
            if not (reports[0] == reports[1] == reports[2]) and all(map(is_steady, reports)):
                differ.append(name)
    assert differ == []
    assert reused > len(assignment.exercises)
