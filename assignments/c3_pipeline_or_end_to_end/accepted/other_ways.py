# Other roads to the same: logarithms, differences from the top, the inverse of the small matrix.

import numpy as np


def pipeline_accuracy(stage_accuracies):
    shares = np.array(stage_accuracies, dtype=np.float64)
    if (shares == 0).any():
        return 0
    return np.exp(np.log(shares).sum())


def measure_ceilings(correct):
    return np.array([1 - np.count_nonzero(np.equal(row, 0)) / len(row) for row in correct])


def ceiling_analysis(names, accuracies):
    accuracies = [float(one) for one in accuracies]
    to_go = [accuracies[-1] - one for one in accuracies]
    gains = {}
    for place, name in enumerate(names):
        gains[name] = to_go[place] - to_go[place + 1]
    top = max(gains.values())
    return gains, next(name for name in names if gains[name] == top)


def attribute_errors(names, correct):
    left = np.asarray(correct)[0] == 0
    counts = {}
    for name, row in zip(names, correct[1:], strict=True):
        repaired = left & (np.asarray(row) == 1)
        counts[name] = repaired.sum()
        left = left & ~repaired
    counts["unresolved"] = left.sum()
    return counts


def run_with_oracle(stages, x, oracle, k):
    if k == len(stages):
        return oracle[-1]
    value = x
    if k != 0:
        value = oracle[k - 1]
    for stage in list(stages)[-(len(stages) - k) :]:
        value = stage(value)
    return value


def crossover_size(sizes, err_pipeline, err_end_to_end):
    lead = np.subtract(err_pipeline, err_end_to_end)
    behind = np.flatnonzero(lead < 0)
    if behind.size == 0:
        return sizes[0]
    if behind[-1] == len(sizes) - 1:
        return None
    return float(sizes[behind[-1] + 1])


def choose_architecture(n_pairs, pairs_needed, stage_examples, stage_needed):
    enough = sum(a >= b for a, b in zip(stage_examples, stage_needed, strict=True)) == len(
        stage_needed
    )
    choice = "collect_data"
    if enough:
        choice = "pipeline"
    if n_pairs >= pairs_needed:
        choice = "end_to_end"
    return choice


def fit_linear(X, T, lambd=1e-3):
    m = X.shape[1]
    return np.linalg.solve(X.T @ X + lambd * np.eye(m), T.T).T @ X.T


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    U_hat = fit_linear(X1, U1, lambd=lambd) @ Xtest
    T_hat = fit_linear(U2, T2, lambd=lambd) @ U_hat
    T_e2e = fit_linear(Xp, Tp, lambd=lambd) @ Xtest
    m, k = Ttest.shape[1], Ttest.shape[0]
    return {
        "pipeline": np.sum((T_hat - Ttest) ** 2) / (m * k),
        "end_to_end": np.sum((T_e2e - Ttest) ** 2) / (m * k),
    }
