"""What the course's own right and wrong work is given does not depend on what was marked before."""

import json
import os
from itertools import islice
from pathlib import Path

import pytest

from grader.course import accepted_of, function_span, load, misconceptions_of, region_lines
from grader.diagnosis import edits_of
from grader.marking import Marker, Remembered, Store
from grader.preparation.kept import prepare_once
from grader.sandbox import Limits, Sandbox
from grader.submissions import Expected, Submission, read_source

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
# Of each kind so many, spread over the exercises: each is marked three times.
MOST = 3


def spread(things):
    """Some of these, from the first to the last."""
    things = [*things]
    return things[:: -(-len(things) // MOST)] if things else []


def mutants_of(assignment):
    """Whole files in which one exercise has a systematic small change."""
    source = assignment.reference
    for exercise in assignment.exercises:
        start, end = function_span(source, exercise)
        before = source.count("\n", 0, start)
        lines = {number - before for number in region_lines(source) if number > before}
        for edit in islice(edits_of(source[start:end], lines), 0, None, 7):
            yield f"{source[:start]}{edit.source}\n{source[end:]}"


def works(assignment):
    """By name: the submissions that are marked, in an order in which equal functions meet."""
    slug, module = assignment.slug, assignment.spec.module
    sources = {
        **{f"accepted {name}": text for name, text in spread(accepted_of(assignment).items())},
        **{one.id: one.source for one in spread(misconceptions_of(assignment))},
        **{f"mutant {n}": text for n, text in enumerate(spread(mutants_of(assignment)))},
    }
    found = {
        name: Submission(student="ada", assignment=slug, source=text)
        for name, text in sources.items()
    }
    for kind in ("right", "wrong"):
        for path in spread(sorted((GOLDEN / kind / slug).glob("*.py"))):
            found[f"{kind} {path.stem}"] = read_source(path, Expected(slug, module))
    return found


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


def test_what_was_marked_before_changes_no_report(proved_slugs, proved_slug, safe_rung):
    if os.environ.get("PROVE") != "all" and proved_slug != proved_slugs[0]:
        pytest.skip("one assignment at each commit: it is marked over and over")
    assignment = load(ROOT, proved_slug)
    prepared = prepare_once(assignment)
    store, reused, differ = Store(), 0, []
    with Sandbox(safe_rung, Limits(memory_bytes=assignment.spec.limits.memory_mb << 20)) as box:

        def mark(work, marked):
            return Marker(prepared, box, remembered=Remembered(marked=marked)).mark(work)

        for name, work in works(assignment).items():
            alone, first = mark(work, None), mark(work, store)
            again = mark(work, store)
            reports = [plain(one) for one in (alone, first, again)]
            reused += sum(one.reused for report in (first, again) for one in report.exercises)
            if not (reports[0] == reports[1] == reports[2]) and all(map(is_steady, reports)):
                differ.append(name)
    assert differ == []
    assert reused > len(assignment.exercises)
