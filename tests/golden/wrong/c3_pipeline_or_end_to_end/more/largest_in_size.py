# expect: ceiling_analysis loses
"""The largest change wins, also where the truth made it worse."""

from functools import reduce

import numpy as np


def pipeline_accuracy(stage_accuracies):
    return np.prod(stage_accuracies)


def measure_ceilings(correct):
    return np.mean(correct, axis=1)


def ceiling_analysis(names, accuracies):
    g = np.diff(accuracies)
    return dict(zip(names, g)), names[np.argmax(np.abs(g))]


def attribute_errors(names, correct):
    ok = np.array(correct) != 0
    ok = np.vstack([ok, np.ones_like(ok[:1])])
    counts = np.bincount(ok.argmax(axis=0), minlength=len(ok))[1:]
    return dict(zip([*names, "unresolved"], counts))


def run_with_oracle(stages, x, oracle, k):
    return reduce(lambda v, f: f(v), stages[k:], [x, *oracle][k])


def crossover_size(sizes, err_pipeline, err_end_to_end):
    fine = np.asarray(err_end_to_end) <= np.asarray(err_pipeline)
    n = np.cumprod(fine[::-1]).sum()
    return sizes[len(fine) - n] if n else None


def choose_architecture(n_pairs, pairs_needed, stage_examples, stage_needed):
    enough = np.all(np.asarray(stage_examples) >= np.asarray(stage_needed))
    return np.select([n_pairs >= pairs_needed, enough], ["end_to_end", "pipeline"], "collect_data").item()


def fit_linear(X, T, lambd=1e-3):
    d, k = len(X), len(T)
    rows = np.vstack([X.T, np.sqrt(lambd) * np.eye(d)])
    return np.linalg.lstsq(rows, np.vstack([T.T, np.zeros((d, k))]), rcond=None)[0].T


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    A, C, E = (fit_linear(*p, lambd) for p in ((X1, U1), (U2, T2), (Xp, Tp)))
    return {n: np.mean((M @ Xtest - Ttest) ** 2) for n, M in (("pipeline", C @ A), ("end_to_end", E))}
