"""Errors are looked at before they are used; each gap is a named tuple until the end."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

_CHAIN = ("human", "train", "train_dev", "dev", "test", "production")


class _Drawer(NamedTuple):
    problem: str
    knobs: frozenset[str]


_DRAWERS = (
    _Drawer("avoidable_bias", frozenset({"train_longer", "bigger_model", "better_optimizer"})),
    _Drawer("variance", frozenset({"regularization", "more_training_data"})),
    _Drawer(
        "data_mismatch", frozenset({"make_training_data_similar", "error_analysis_train_vs_dev"})
    ),
    _Drawer("dev_overfit", frozenset({"bigger_dev_set"})),
    _Drawer("deployment_gap", frozenset({"change_metric", "change_dev_set"})),
)


def _share(value: Any, what: str) -> float:
    number = float(value)
    if not 0.0 <= number <= 1.0 or math.isnan(number):
        raise ValueError(f"{what} must lie between 0 and 1, not {number}")
    return number


def bayes_proxy(human_errors: Mapping[str, float]) -> float:
    checked = [_share(error, group) for group, error in human_errors.items()]
    if not checked:
        raise ValueError("at least one group of people must be measured")
    return min(checked)


def decompose_errors(errors: Mapping[str, float]) -> dict[str, float]:
    unknown = set(errors) - set(_CHAIN)
    assert not unknown, f"unknown errors {unknown}"
    e = {name: _share(errors[name], name) for name in _CHAIN if name in errors}
    gaps: dict[str, float] = {}
    gaps["avoidable_bias"] = e["train"] - e["human"]
    gaps["variance"] = e.get("train_dev", e["dev"]) - e["train"]
    if e.get("train_dev") is not None:
        gaps["data_mismatch"] = e["dev"] - e["train_dev"]
    if e.get("test") is not None:
        gaps["dev_overfit"] = e["test"] - e["dev"]
    if e.get("production") is not None:
        gaps["deployment_gap"] = e["production"] - e.get("test", e["dev"])
    names = [name for name in _CHAIN if name in e]
    assert math.isclose(sum(gaps.values()), e[names[-1]] - e["human"], abs_tol=1e-9)
    return gaps


def biggest_problem(gaps: Mapping[str, float], tolerance: float = 0.01) -> str | None:
    if tolerance < 0:
        raise ValueError("a tolerance is not negative")
    candidates = [one.problem for one in _DRAWERS if one.problem in gaps]
    candidates.sort(key=lambda name: gaps[name], reverse=True)  # stable: equals keep their order
    if not candidates or not gaps[candidates[0]] > tolerance:
        return None
    return candidates[0]


def recommend_knobs(problem: str | None) -> list[str]:
    if problem is None:
        return []
    for drawer in _DRAWERS:
        if drawer.problem == problem:
            return sorted(drawer.knobs)
    raise ValueError(f"no drawer for {problem!r}")


def _moved(changes: Mapping[str, float], tolerance: float) -> Iterable[str]:
    for stage, change in changes.items():
        if math.fabs(change) > tolerance:
            yield stage


def orthogonal_knobs(
    effects: Mapping[str, Mapping[str, float]], tolerance: float = 0.005
) -> dict[str, str]:
    found: dict[str, str] = {}
    for knob, changes in effects.items():
        stages = tuple(_moved(changes, tolerance))
        match stages:
            case (stage,):
                found[knob] = stage
            case _:
                continue
    return found


def error_analysis(tags: Iterable[Iterable[str]], dev_error: float) -> dict[str, dict[str, float]]:
    notes = [frozenset(one) for one in tags]
    counts: Counter[str] = Counter()
    for note in notes:
        counts.update(note)
    total = len(notes)
    return {
        name: {"share": count / total, "ceiling": _share(dev_error, "dev_error") * (count / total)}
        for name, count in sorted(counts.items())
    }


def label_budget(
    dev_error: float, mislabelled_share: float, rival_gap: float
) -> dict[str, float | bool]:
    label_error = _share(dev_error, "dev_error") * _share(mislabelled_share, "mislabelled_share")
    return {
        "label_error": label_error,
        "other_error": math.fsum((dev_error, -label_error)),
        "fix_labels": not (label_error < rival_gap),
    }
