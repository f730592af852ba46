# expect: pipeline_accuracy loses
"""The logarithms are added up, and a stage that is never right has none."""

import itertools
import math
from collections import Counter

import numpy as np


def pipeline_accuracy(stage_accuracies):
    return math.exp(math.fsum(math.log(a) for a in stage_accuracies))


def measure_ceilings(correct):
    return [sum(1 for one in row if one) / len(row) for row in correct]


def ceiling_analysis(names, accuracies):
    values = [float(a) for a in accuracies]
    gains = {name: b - a for name, (a, b) in zip(names, itertools.pairwise(values))}
    return gains, max(names, key=gains.get)


def attribute_errors(names, correct):
    def blamed(column):
        return next((name for name, right in zip(names, column[1:]) if right), "unresolved")

    found = Counter(blamed(column) for column in zip(*correct) if not column[0])
    return {name: found[name] for name in (*names, "unresolved")}


def run_with_oracle(stages, x, oracle, k):
    return _rest(stages, oracle[k - 1] if k else x, k)


def _rest(stages, value, k):
    return value if k == len(stages) else _rest(stages, stages[k](value), k + 1)


def crossover_size(sizes, err_pipeline, err_end_to_end):
    backwards = zip(reversed(list(sizes)), reversed(list(err_pipeline)), reversed(list(err_end_to_end)))
    good = [size for size, p, e in itertools.takewhile(lambda row: row[2] <= row[1], backwards)]
    return min(good, default=None)


def choose_architecture(n_pairs, pairs_needed, stage_examples, stage_needed):
    if not n_pairs < pairs_needed:
        return "end_to_end"
    if any(have < need for have, need in zip(stage_examples, stage_needed)):
        return "collect_data"
    return "pipeline"


def _times(P, Q):
    columns = list(zip(*Q))
    return [[math.fsum(a * b for a, b in zip(row, column)) for column in columns] for row in P]


def _solve(S, B):
    """Z with S Z = B, by Gauss with the largest pivot."""
    rows = [list(s) + list(b) for s, b in zip(S, B)]
    n = len(rows)
    for c in range(n):
        p = max(range(c, n), key=lambda r: abs(rows[r][c]))
        rows[c], rows[p] = rows[p], rows[c]
        for r in range(n):
            if r != c:
                f = rows[r][c] / rows[c][c]
                rows[r] = [a - f * b for a, b in zip(rows[r], rows[c])]
    return [[a / rows[i][i] for a in rows[i][n:]] for i in range(n)]


def fit_linear(X, T, lambd=1e-3):
    X, T = X.tolist(), T.tolist()
    turned = [list(column) for column in zip(*X)]
    S = _times(X, turned)
    for i in range(len(S)):
        S[i][i] += lambd
    Z = _solve(S, _times(X, list(zip(*T))))
    return np.array(Z).T


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    A, C, E = fit_linear(X1, U1, lambd), fit_linear(U2, T2, lambd), fit_linear(Xp, Tp, lambd)
    clips, truth = Xtest.tolist(), Ttest.tolist()

    def error(guess):
        squares = [(g - t) ** 2 for gs, ts in zip(guess, truth) for g, t in zip(gs, ts)]
        return math.fsum(squares) / len(squares)

    return {
        "pipeline": error(_times(C.tolist(), _times(A.tolist(), clips))),
        "end_to_end": error(_times(E.tolist(), clips)),
    }
