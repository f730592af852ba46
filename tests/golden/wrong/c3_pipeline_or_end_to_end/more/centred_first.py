# expect: fit_linear loses
"""Features and targets are centred before the fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np


class Outcomes:
    """The table of a listener: configurations by examples."""

    def __init__(self, correct):
        self.table = np.array(correct).astype(bool)

    @property
    def accuracies(self):
        return [float(row.sum() / row.size) for row in self.table]

    def first_help(self):
        """Of every error of the whole system, the first row that is right, or None."""
        for column in self.table.T:
            if column[0]:
                continue
            places = np.flatnonzero(column)
            yield int(places[0]) if places.size else None


class Gain(NamedTuple):
    amount: float
    name: str


@dataclass
class Ledger:
    names: list
    counts: dict = field(init=False)

    def __post_init__(self):
        self.counts = {name: 0 for name in [*self.names, "unresolved"]}

    def book(self, row):
        self.counts["unresolved" if row is None else self.names[row - 1]] += 1


class Pipeline:
    def __init__(self, stages):
        self.stages = list(stages)

    def __len__(self):
        return len(self.stages)

    def run(self, value: Any, start: int = 0) -> Any:
        for stage in self.stages[start:]:
            value = stage(value)
        return value


class Ridge:
    """A linear map with the L2 term, by way of the singular values."""

    def __init__(self, lambd):
        self.lambd = lambd
        self.M = None

    def fit(self, X, T):
        U, s, Vt = np.linalg.svd(X, full_matrices=False)
        self.M = (T @ Vt.T * (s / (s**2 + self.lambd))) @ U.T
        return self

    def __call__(self, X):
        return self.M @ X


def pipeline_accuracy(stage_accuracies):
    total = 1.0
    for accuracy in stage_accuracies:
        total *= accuracy
    return float(total)


def measure_ceilings(correct):
    return Outcomes(correct).accuracies


def ceiling_analysis(names, accuracies):
    steps = [Gain(after - before, name) for name, before, after in zip(names, accuracies, accuracies[1:])]
    best = max(steps, key=lambda gain: gain.amount)
    return {gain.name: gain.amount for gain in steps}, best.name


def attribute_errors(names, correct):
    ledger = Ledger(list(names))
    for row in Outcomes(correct).first_help():
        ledger.book(row)
    return ledger.counts


def run_with_oracle(stages, x, oracle, k):
    start = x if k == 0 else oracle[k - 1]
    return Pipeline(stages).run(start, start=k)


def crossover_size(sizes, err_pipeline, err_end_to_end):
    caught_up = None
    for size, pipeline, one in zip(sizes, err_pipeline, err_end_to_end):
        if one > pipeline:
            caught_up = None
        elif caught_up is None:
            caught_up = size
    return caught_up


def choose_architecture(n_pairs, pairs_needed, stage_examples, stage_needed):
    short = [j for j, (have, need) in enumerate(zip(stage_examples, stage_needed)) if have < need]
    if n_pairs >= pairs_needed:
        return "end_to_end"
    return "collect_data" if short else "pipeline"


def fit_linear(X, T, lambd=1e-3):
    X = X - X.mean(axis=1, keepdims=True)
    T = T - T.mean(axis=1, keepdims=True)
    return Ridge(lambd).fit(X, T).M


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    sounds = Ridge(lambd).fit(X1, U1)
    words = Ridge(lambd).fit(U2, T2)
    whole = Ridge(lambd).fit(Xp, Tp)
    errors = {}
    for name, design in (("pipeline", Pipeline([sounds, words])), ("end_to_end", Pipeline([whole]))):
        off = design.run(Xtest) - Ttest
        errors[name] = float(np.sum(off**2) / off.size)
    return errors
