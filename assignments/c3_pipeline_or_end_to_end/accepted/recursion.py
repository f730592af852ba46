# Recursion and reduce; M example by example, from the inverse of λI.

from functools import reduce
from itertools import compress, count, pairwise, takewhile

import numpy as np


def pipeline_accuracy(stage_accuracies):
    if len(stage_accuracies) == 0:
        return 1
    return stage_accuracies[0] * pipeline_accuracy(stage_accuracies[1:])


def measure_ceilings(correct):
    def share(row, seen=0, right=0):
        return right / seen if seen == len(row) else share(row, seen + 1, right + int(row[seen]))

    return list(map(share, correct))


def ceiling_analysis(names, accuracies):
    steps = [b - a for a, b in pairwise(accuracies)]
    gains = dict(zip(names, steps, strict=True))
    return gains, reduce(lambda a, b: b if gains[b] > gains[a] else a, names)


def attribute_errors(names, correct):
    none = dict.fromkeys(names, 0) | {"unresolved": 0}

    def first(j, i):
        if j > len(names):
            return "unresolved"
        return names[j - 1] if correct[j][i] else first(j + 1, i)

    def add(counts, i):
        box = first(1, i)
        return {**counts, box: counts[box] + 1}

    wrong = compress(count(), [not entry for entry in correct[0]])
    return reduce(add, wrong, none)


def run_with_oracle(stages, x, oracle, k):
    if k > 0:
        return run_with_oracle(stages[1:], oracle[0], oracle[1:], k - 1)
    return reduce(lambda value, stage: stage(value), stages, x)


def crossover_size(sizes, err_pipeline, err_end_to_end):
    backwards = zip(
        *(list(one)[::-1] for one in (sizes, err_pipeline, err_end_to_end)), strict=True
    )
    good = [size for size, _, _ in takewhile(lambda one: one[2] - one[1] <= 0, backwards)]
    return good[-1] if good else None


def choose_architecture(n_pairs, pairs_needed, stage_examples, stage_needed):
    def ready(have, need):
        return len(need) == 0 or (have[0] >= need[0] and ready(have[1:], need[1:]))

    if n_pairs >= pairs_needed:
        return "end_to_end"
    return ("collect_data", "pipeline")[bool(ready(stage_examples, stage_needed))]


def fit_linear(X, T, lambd=1e-3):
    # Each example changes the inverse by a product of two vectors.
    def one_more(inverse, x):
        v = inverse @ x
        return inverse - np.outer(v, v) / (1 + x @ v)

    inverse = reduce(one_more, X.T, np.eye(len(X)) / lambd)
    return T @ X.T @ inverse


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    stages = [fit_linear(X1, U1, lambd), fit_linear(U2, T2, lambd)]
    through = reduce(lambda value, M: np.dot(M, value), stages, Xtest)
    across = fit_linear(Xp, Tp, lambd) @ Xtest
    return {
        "pipeline": np.array([[np.mean((through - Ttest) ** 2)]]),
        "end_to_end": np.array(np.mean((across - Ttest) ** 2)),
    }
