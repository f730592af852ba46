# Whole tables at once: argmax, accumulate, einsum; least squares with rows that stand for λ.

import numpy as np


def pipeline_accuracy(stage_accuracies):
    shares = np.asarray(stage_accuracies, dtype=float)
    return np.multiply.reduce(shares)


def measure_ceilings(correct):
    right = np.asarray(correct, dtype=float)
    return right @ np.full(right.shape[1], 1 / right.shape[1])


def ceiling_analysis(names, accuracies):
    accuracies = np.asarray(accuracies)
    gains = accuracies[1:] - accuracies[:-1]
    return dict(zip(names, gains, strict=True)), names[np.argmax(gains)]


def attribute_errors(names, correct):
    right = np.asarray(correct).astype(bool)
    # A row more, in which all is right: it stands for what nothing repairs.
    padded = np.vstack([right, np.ones((1, right.shape[1]), dtype=bool)])
    counts = np.bincount(padded.argmax(axis=0), minlength=len(padded))
    return dict(zip([*names, "unresolved"], counts[1:], strict=True))


def run_with_oracle(stages, x, oracle, k):
    starts = [x, *list(oracle)]
    value = starts[k]
    j = k
    while j < len(stages):
        value = stages[j](value)
        j += 1
    return value


def crossover_size(sizes, err_pipeline, err_end_to_end):
    good = np.asarray(err_end_to_end) <= np.asarray(err_pipeline)
    for_good = np.logical_and.accumulate(good[::-1])[::-1]
    return np.asarray(sizes)[for_good][0] if for_good.any() else None


def choose_architecture(n_pairs, pairs_needed, stage_examples, stage_needed):
    conditions = [
        n_pairs >= pairs_needed,
        np.all(np.asarray(stage_examples) >= np.asarray(stage_needed)),
        True,
    ]
    return ("end_to_end", "pipeline", "collect_data")[int(np.argmax(conditions))]


def fit_linear(X, T, lambd=1e-3):
    d, k = X.shape[0], T.shape[0]
    more = np.vstack([X.T, np.sqrt(lambd) * np.eye(d)])
    return np.linalg.lstsq(more, np.vstack([T.T, np.zeros((d, k))]), rcond=None)[0].T


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    A, C, E = fit_linear(X1, U1, lambd), fit_linear(U2, T2, lambd), fit_linear(Xp, Tp, lambd)
    through = np.einsum("kq,qd,dm->km", C, A, Xtest)
    both = np.stack([through, np.einsum("kd,dm->km", E, Xtest)]) - Ttest
    pipeline, end_to_end = np.einsum("ekm,ekm->e", both, both) / Ttest.size
    return {"end_to_end": end_to_end, "pipeline": pipeline}
