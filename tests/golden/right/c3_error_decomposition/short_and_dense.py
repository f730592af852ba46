N = "avoidable_bias variance data_mismatch dev_overfit deployment_gap".split()
K = ["better_optimizer bigger_model train_longer", "more_training_data regularization", "error_analysis_train_vs_dev make_training_data_similar", "bigger_dev_set", "change_dev_set change_metric"]
def bayes_proxy(h): return sorted(h.values())[0] if h else [].index(0)
def decompose_errors(errors):
    L = [k for k in ("human", "train", "train_dev", "dev", "test", "production") if k in errors]
    T = {"train": N[0], "train_dev": N[1], "dev": N[1 + ("train_dev" in errors)], "test": N[3], "production": N[4]}
    return {T[b]: errors[b] - errors[a] for a, b in zip(L, L[1:])}
def biggest_problem(gaps, tolerance=.01): return max([(gaps[n], -i, n) for i, n in enumerate(N) if n in gaps and gaps[n] > tolerance] or [(0, 0, None)])[2]
def recommend_knobs(p): return [] if p is None else K[N.index(p)].split()
def orthogonal_knobs(effects, tolerance=.005): return {k: m[0] for k, e in effects.items() for m in [[s for s, c in e.items() if not -tolerance <= c <= tolerance]] if len(m) == 1}
def error_analysis(tags, dev_error): return {c: {"share": (p := sum(c in t for t in tags) / len(tags)), "ceiling": p * dev_error} for c in set(sum(map(list, tags), []))}
def label_budget(e, s, g): return dict(label_error=e * s, other_error=e * (1 - s), fix_labels=e * s >= g)
