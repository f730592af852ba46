import numpy as np
from functools import reduce
pipeline_accuracy = lambda s: reduce(lambda a, b: a * b, s, 1)
measure_ceilings = lambda c: np.array(c).mean(1)
def ceiling_analysis(names, accuracies):
    d = np.diff(accuracies); return dict(zip(names, d)), names[d.argmax()]
def attribute_errors(names, correct):
    out = dict.fromkeys(list(names) + ["unresolved"], 0)
    for c in zip(*[list(r) for r in correct]):
        if not c[0]: out[names[c.index(1) - 1] if any(c) else "unresolved"] += 1
    return out
def run_with_oracle(stages, x, oracle, k): return reduce(lambda v, f: f(v), stages[k:], ([x] + list(oracle))[k])
def crossover_size(sizes, err_pipeline, err_end_to_end):
    s = None
    for n, p, e in zip(sizes, err_pipeline, err_end_to_end): s = None if e > p else n if s is None else s
    return s
choose_architecture = lambda n, p, s, t: "end_to_end" if n >= p else ["collect_data", "pipeline"][all(a >= b for a, b in zip(s, t))]
fit_linear = lambda X, T, lambd=1e-3: np.linalg.solve(X @ X.T + np.diag([lambd] * len(X)), (T @ X.T).T).T
def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    f = lambda *a: fit_linear(*a, lambd)
    g = lambda M: ((M @ Xtest - Ttest) ** 2).mean()
    return dict(pipeline=g(f(U2, T2) @ f(X1, U1)), end_to_end=g(f(Xp, Tp)))
