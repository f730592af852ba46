"""What a student is shown is small: a check's inputs can be made so, or there is a reason."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from grader.course.load import load
from grader.preparation import smallest_failing
from grader.preparation.examples import seed_of

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 12
# These need many entries to tell anything.
MANY = {"statistical", "training", "vectorised"}
REASONS = {
    "update_parameters_beyond_ten_layers": "it is about more layers than ten",
    "dropout_forward_by_the_seed": "two masks of few entries are alike by chance",
    "mask_tokens_keeps_the_truth": "so are two choices among few tokens",
    "best_threshold_sees_small_gains": "it is about gains that only hundreds have, and bytes",
    "iou_of_all_layouts": "36 pairs of boxes, of which a call gets one",
    "iou_has_no_unit": "36 pairs of boxes, of which a call gets one",
    "non_max_suppression_at_its_limits": "NumPy sorts few numbers stably, whatever it is asked",
    "class_nms_does_not_read_numbers": "300 names for classes, of which a call gets a few",
    "rnn_backward_runs_back_only": "it is about what is left after many steps",
    "gradient_norms_through_time_vanish": "it is about what is left after many steps",
}


def largest(value):
    """The longest side of an array, or the longest list, in a value."""
    if isinstance(value, np.ndarray):
        return max(value.shape, default=0)
    if isinstance(value, dict):
        return max(map(largest, value.values()), default=0)
    if isinstance(value, list | tuple):
        return max(len(value), *map(largest, value), 0)
    return 0


def test_the_smallest_inputs_of_a_check_are_small(every_slug):
    assignment = load(ROOT, every_slug)
    for check in assignment.checks:
        if check.inputs is not None and check.kind not in MANY and check.id not in REASONS:
            seed = seed_of(assignment.spec.seed, every_slug, check.id)
            found = smallest_failing(check, seed, 0, lambda _: True)
            assert largest(found) <= LARGEST, (
                f"{check.id} cannot be shown with less than {largest(found)} of something: draw "
                "lengths as sizes, or say the reason here"
            )
