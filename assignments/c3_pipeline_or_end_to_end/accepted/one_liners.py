# Each function in one expression, where there is one.

import math

import numpy as np

pipeline_accuracy = math.prod


def measure_ceilings(correct):
    return [np.mean(np.asarray(row, dtype=float)) for row in correct]


def ceiling_analysis(names, accuracies):
    gains = dict(zip(names, np.diff(accuracies), strict=True))
    return gains, max(gains, key=gains.get)


def attribute_errors(names, correct):
    blames = [
        next((n for n, right in zip(names, rest, strict=True) if right), "unresolved")
        for first, *rest in zip(*correct, strict=True)
        if not first
    ]
    return {name: blames.count(name) for name in (*names, "unresolved")}


def run_with_oracle(stages, x, oracle, k):
    return (
        stages[-1](run_with_oracle(stages[:-1], x, oracle[:-1], k))
        if k < len(stages)
        else ([x, *oracle][k])
    )


def crossover_size(sizes, err_pipeline, err_end_to_end):
    worse = [s for s, p, e in zip(sizes, err_pipeline, err_end_to_end, strict=True) if e > p]
    return next((s for s in sizes if s > max(worse, default=-1)), None)


def choose_architecture(n_pairs, pairs_needed, stage_examples, stage_needed):
    return (
        "end_to_end"
        if not n_pairs < pairs_needed
        else "collect_data"
        if any(a < b for a, b in zip(stage_examples, stage_needed, strict=True))
        else "pipeline"
    )


def fit_linear(X, T, lambd=1e-3):
    return T @ X.T @ np.linalg.inv(X @ X.T + lambd * np.identity(len(X)))


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    return {
        name: np.square(M @ Xtest - Ttest).mean()
        for name, M in {
            "pipeline": fit_linear(U2, T2, lambd) @ fit_linear(X1, U1, lambd),
            "end_to_end": fit_linear(Xp, Tp, lambd),
        }.items()
    }
