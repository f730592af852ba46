# expect: crossover_size loses
"""The place of the last bad size is looked for where there is none."""

import numpy as np


def pipeline_accuracy(stage_accuracies):
    return np.cumprod(np.concatenate([[1.0], np.asarray(stage_accuracies, float)]))[-1:]


def measure_ceilings(correct):
    table = np.asarray(correct, dtype=np.float64)
    return tuple(np.average(table, axis=1))


def ceiling_analysis(names, accuracies):
    acc = np.asarray(accuracies, dtype=np.float64)
    K = len(names)
    D = np.eye(K, K + 1, k=1) - np.eye(K, K + 1)
    gains = D @ acc
    return [{n: np.array(g) for n, g in zip(names, gains)}, names[int(np.argmax(gains))]]


def attribute_errors(names, correct):
    table = np.asarray(correct).astype(int)
    seen = np.minimum(np.cumsum(table, axis=0), 1)
    first = np.diff(seen, axis=0)
    counts = first.sum(axis=1)
    result = {name: np.int64(count) for name, count in zip(names, counts)}
    result["unresolved"] = (seen[-1] == 0).sum()
    result["total"] = (table[0] == 0).sum()
    return result


def run_with_oracle(stages, x, oracle, k):
    outputs = [x] + list(oracle[:k])
    for stage in stages[k:]:
        outputs.append(stage(outputs[-1]))
    return outputs[-1]


def crossover_size(sizes, err_pipeline, err_end_to_end):
    ahead = np.greater_equal(err_pipeline, err_end_to_end)
    if not ahead[-1]:
        return None
    length = np.argmin(ahead[::-1])
    return np.asarray(sizes)[(len(ahead) - length) % len(ahead)] if length else sizes[-1]


def choose_architecture(n_pairs, pairs_needed, stage_examples, stage_needed):
    if np.greater_equal(n_pairs, pairs_needed):
        return "end_to_end"
    short = np.subtract(stage_examples, stage_needed)
    return "pipeline" if short.min() >= 0 else "collect_data"


def fit_linear(X, T, lambd=1e-3):
    w, V = np.linalg.eigh(X @ X.T)
    return np.einsum("km,dm,de,e,fe->kf", T, X, V, 1 / (w + lambd), V, optimize=True)


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    result = {}
    M = {
        "pipeline": np.linalg.multi_dot([fit_linear(U2, T2, lambd), fit_linear(X1, U1, lambd), Xtest]),
        "end_to_end": fit_linear(Xp, Tp, lambd).dot(Xtest),
    }
    for key in M:
        result[key] = np.mean(np.square(M[key] - Ttest), axis=(0, 1), keepdims=True)
    return result
