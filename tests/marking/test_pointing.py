"""Where a loop, or two mistakes at once, are wrong: functions that people wrote."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.pointed import Wrong, written
from grader.course.load import load
from grader.marking.marker import Marker
from grader.marking.pointing import _is_multiple
from grader.preparation.kept import prepare_once
from grader.sandbox import Limits, Sandbox
from grader.submissions import Submission

from ..conftest import ROOT

# What they show: a loop in which what comes first in the text is wrong only once what comes last
# has been, and which works out once more what nothing uses; a part of the results that is right
# with one value, beside another mistake; another variable, which is called by another letter; a
# value that is right elsewhere; checks in which some calls must raise.
SHOWN = [
    ("c2_regularization", "backward_layer", "extra"),
    ("c1_deep_network", "compute_cost_b", "value"),
    ("c1_shallow_network", "forward_propagation_a", "another"),
    ("c2_initialization", "stds_input", "another"),
    ("c2_bias_variance", "recommend_loop", "early return"),
    ("c2_learning_rate_decay", "schedule_again", "sibling"),
]


def told(safe_rung: str, slug: str, wrong: Wrong):
    prepared = prepare_once(load(ROOT, slug))
    only = tuple(one for one in prepared.checks if one.check.exercise == wrong.exercise)
    checks = tuple(one.check for one in only)
    alone = replace(prepared, assignment=replace(prepared.assignment, checks=checks), checks=only)
    with Sandbox(safe_rung, Limits()) as sandbox:
        report = Marker(alone, sandbox).mark(Submission("ada", slug, wrong.source))
    return next(one for one in report.exercises if one.name == wrong.exercise)


@pytest.mark.parametrize(("slug", "name", "kind"), SHOWN)
def test_the_wrong_line_is_told(safe_rung, slug, name, kind):
    (wrong,) = (one for one in written(load(ROOT, slug), 10**6) if one.name == name)
    found = told(safe_rung, slug, wrong).repairs
    assert [one.kind for one in found] == [kind]
    assert {one.line for one in found} <= wrong.lines


def test_a_factor_of_what_is_infinite_is_none():
    ones = np.array([1.0, 2.0])
    assert _is_multiple(2 * ones, ones)
    assert not _is_multiple(ones, np.array([np.inf, 1.0]))
    assert not _is_multiple(np.array([np.inf, -np.inf]), ones)
