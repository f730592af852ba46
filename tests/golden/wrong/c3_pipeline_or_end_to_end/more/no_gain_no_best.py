# expect: ceiling_analysis loses
"""A gain has to be above 0 to be the best: otherwise the first stage stays."""

import numpy as np


def pipeline_accuracy(stage_accuracies):
    result = 1.0
    for i in range(len(stage_accuracies)):
        result = result * stage_accuracies[i]
    return result


def measure_ceilings(correct):
    accuracies = []
    for i in range(len(correct)):
        number_right = 0
        for j in range(len(correct[i])):
            if correct[i][j] == 1:
                number_right = number_right + 1
        accuracies.append(number_right / len(correct[i]))
    return accuracies


def ceiling_analysis(names, accuracies):
    gains = {}
    best = names[0]
    best_gain = 0
    for i in range(len(names)):
        gains[names[i]] = accuracies[i + 1] - accuracies[i]
        if gains[names[i]] > best_gain:
            best_gain = gains[names[i]]
            best = names[i]
    return gains, best


def attribute_errors(names, correct):
    blame = {}
    for name in names:
        blame[name] = 0
    blame["unresolved"] = 0
    for j in range(len(correct[0])):
        if correct[0][j] == 1:
            continue
        found = False
        i = 1
        while i < len(correct) and not found:
            if correct[i][j] == 1:
                blame[names[i - 1]] += 1
                found = True
            i = i + 1
        if found == False:
            blame["unresolved"] += 1
    return blame


def run_with_oracle(stages, x, oracle, k):
    if k == 0:
        value = x
    else:
        value = oracle[k - 1]
    for i in range(len(stages)):
        if i >= k:
            value = stages[i](value)
    return value


def crossover_size(sizes, err_pipeline, err_end_to_end):
    for i in range(len(sizes)):
        never_above = True
        for j in range(i, len(sizes)):
            if err_end_to_end[j] > err_pipeline[j]:
                never_above = False
        if never_above:
            return sizes[i]
    return None


def choose_architecture(n_pairs, pairs_needed, stage_examples, stage_needed):
    if n_pairs >= pairs_needed:
        return "end_to_end"
    for i in range(len(stage_needed)):
        if stage_examples[i] < stage_needed[i]:
            return "collect_data"
    return "pipeline"


def fit_linear(X, T, lambd=1e-3):
    d = X.shape[0]
    bracket = np.dot(X, X.T) + lambd * np.eye(d)
    M = np.dot(np.dot(T, X.T), np.linalg.inv(bracket))
    return M


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    A = fit_linear(X1, U1, lambd)
    C = fit_linear(U2, T2, lambd)
    E = fit_linear(Xp, Tp, lambd)
    pipeline = np.dot(C, np.dot(A, Xtest))
    end_to_end = np.dot(E, Xtest)
    k = Ttest.shape[0]
    m = Ttest.shape[1]
    sum_pipeline = 0.0
    sum_end_to_end = 0.0
    for i in range(k):
        for j in range(m):
            sum_pipeline += (pipeline[i, j] - Ttest[i, j]) ** 2
            sum_end_to_end += (end_to_end[i, j] - Ttest[i, j]) ** 2
    return {"pipeline": sum_pipeline / (k * m), "end_to_end": sum_end_to_end / (k * m)}
