# expect: crossover_size loses
"""One bad size is passed over, if those beside it are good."""

import numpy as np


def pipeline_accuracy(stage_accuracies):
    accuracy = 1.0
    for a in stage_accuracies:
        accuracy *= a
    return accuracy


def measure_ceilings(correct):
    correct = np.array(correct)
    K_plus_1, m = correct.shape
    return [np.sum(correct[j]) / m for j in range(K_plus_1)]


def ceiling_analysis(names, accuracies):
    gains = {}
    for j in range(1, len(names) + 1):
        gains[names[j - 1]] = accuracies[j] - accuracies[j - 1]
    best = names[0]
    for name in names:
        if gains[name] > gains[best]:
            best = name
    return gains, best


def attribute_errors(names, correct):
    correct = np.array(correct)
    counts = {name: 0 for name in names}
    counts["unresolved"] = 0
    for i in range(correct.shape[1]):
        if correct[0, i] == 1:
            continue
        for j in range(1, len(names) + 1):
            if correct[j, i] == 1:
                counts[names[j - 1]] += 1
                break
        else:
            counts["unresolved"] += 1
    return counts


def run_with_oracle(stages, x, oracle, k):
    if k == 0:
        value = x
    else:
        value = oracle[k - 1]
    for j in range(k, len(stages)):
        value = stages[j](value)
    return value


def crossover_size(sizes, err_pipeline, err_end_to_end):
    result = None
    for i in range(len(sizes) - 1, -1, -1):
        if err_end_to_end[i] <= err_pipeline[i]:
            result = sizes[i]
        elif result is None or err_end_to_end[max(i - 1, 0)] > err_pipeline[max(i - 1, 0)]:
            break
    return result


def choose_architecture(n_pairs, pairs_needed, stage_examples, stage_needed):
    if n_pairs >= pairs_needed:
        return "end_to_end"
    for j in range(len(stage_needed)):
        if stage_examples[j] < stage_needed[j]:
            return "collect_data"
    return "pipeline"


def fit_linear(X, T, lambd=1e-3):
    d = X.shape[0]
    B = np.dot(X, X.T) + lambd * np.eye(d)
    return np.dot(np.dot(T, X.T), np.linalg.inv(B))


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    A = fit_linear(X1, U1, lambd)
    C = fit_linear(U2, T2, lambd)
    E = fit_linear(Xp, Tp, lambd)
    k, m = Ttest.shape
    P = np.dot(C, np.dot(A, Xtest))
    Q = np.dot(E, Xtest)
    return {
        "pipeline": np.sum((P - Ttest) ** 2) / (k * m),
        "end_to_end": np.sum((Q - Ttest) ** 2) / (k * m),
    }
