# Every argument looked at, nothing shared; integers of a billionth and sets underneath.

import copy
import math
import warnings
from typing import Any

UNIT = 10**15
TABLE = {
    ("avoidable_bias", 0): {"train_longer", "bigger_model", "better_optimizer"},
    ("variance", 1): {"regularization", "more_training_data"},
    ("data_mismatch", 2): {"make_training_data_similar", "error_analysis_train_vs_dev"},
    ("dev_overfit", 3): {"bigger_dev_set"},
    ("deployment_gap", 4): {"change_metric", "change_dev_set"},
}


def in_units(value: Any) -> int:
    number = float(value)
    assert math.isfinite(number)
    return round(number * UNIT)


def bayes_proxy(human_errors):
    assert len(human_errors) > 0, "no group of people"
    best = math.inf
    for error in dict(human_errors).values():
        if not 0 <= error <= 1:
            warnings.warn("an error is a share", stacklevel=2)
        best = min(best, float(error))
    return best


def decompose_errors(errors):
    units = {name: in_units(error) for name, error in errors.items()}
    units = copy.deepcopy(units)
    gaps, before = {}, units.pop("human")
    for link, gap in (
        ("train", "avoidable_bias"),
        ("train_dev", "variance"),
        ("dev", "data_mismatch"),
        ("test", "dev_overfit"),
        ("production", "deployment_gap"),
    ):
        try:
            now = units.pop(link)
        except KeyError:
            continue
        gaps["variance" if "variance" not in gaps and link == "dev" else gap] = now - before
        before = now
    assert not units
    return {name: gap / UNIT for name, gap in gaps.items()}


def biggest_problem(gaps, tolerance=0.01):
    level = float(tolerance)
    above = {float(gap) for gap in gaps.values() if float(gap) > level}
    while above:
        most = max(above)
        for name, _ in sorted(TABLE, key=lambda one: one[1]):
            if name in gaps and float(gaps[name]) == most:
                return name
        above.discard(most)
    return None


def recommend_knobs(problem):
    if problem is None:
        return []
    found = [knobs for (name, _), knobs in TABLE.items() if name == problem]
    if not found:
        raise ValueError(f"{problem!r} is none of {[name for name, _ in TABLE]}")
    return sorted(set.union(*found))


def orthogonal_knobs(effects, tolerance=0.005):
    result = dict.fromkeys(effects)
    for knob in list(result):
        still, moved = set(), set()
        for stage, change in effects[knob].items():
            (moved if math.fabs(change) > tolerance else still).add(stage)
        if len(moved) != 1:
            del result[knob]
        else:
            (result[knob],) = moved
    return result


def error_analysis(tags, dev_error):
    where: dict[str, set[int]] = {}
    number = -1
    for number, example in enumerate(tags):
        for category in example:
            where.setdefault(category, set()).add(number)
    examined = number + 1
    result = {}
    while where:
        category, places = where.popitem()
        share = len(places) / examined
        result[category] = {"share": share, "ceiling": float(dev_error) * share}
    return result


def label_budget(dev_error, mislabelled_share, rival_gap):
    assert rival_gap > 0
    label_error = float(dev_error) * float(mislabelled_share)
    other_error = math.fsum([dev_error, -label_error])
    return {
        "fix_labels": int(label_error >= rival_gap),
        "label_error": label_error,
        "other_error": other_error,
    }
