# Each function in one expression, where there is one.

import math
from collections import Counter

ORDER = ("avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap")

# min of nothing raises ValueError by itself.
bayes_proxy = lambda human_errors: min(human_errors.values())  # noqa: E731


def decompose_errors(errors):
    e = {**errors}
    middle, end = e.get("train_dev", e["dev"]), e.get("test", e["dev"])
    every = {
        "avoidable_bias": (e["train"] - e["human"], True),
        "variance": (middle - e["train"], True),
        "data_mismatch": (e["dev"] - middle, "train_dev" in e),
        "dev_overfit": (end - e["dev"], "test" in e),
        "deployment_gap": (e.get("production", 0) - end, "production" in e),
    }
    return {name: gap for name, (gap, there) in every.items() if there}


def biggest_problem(gaps, tolerance=0.01):
    # Sorting is stable: of equals the first stays first.
    return next(
        iter(
            sorted((n for n in ORDER if gaps.get(n, -math.inf) > tolerance), key=lambda n: -gaps[n])
        ),
        None,
    )


def recommend_knobs(problem):
    try:
        return {
            None: "",
            "avoidable_bias": "better_optimizer bigger_model train_longer",
            "variance": "more_training_data regularization",
            "data_mismatch": "error_analysis_train_vs_dev make_training_data_similar",
            "dev_overfit": "bigger_dev_set",
            "deployment_gap": "change_dev_set change_metric",
        }[problem].split()
    except KeyError as unknown:
        raise ValueError(problem) from unknown


def orthogonal_knobs(effects, tolerance=0.005):
    moved = {k: [s for s in c if abs(c[s]) > tolerance] for k, c in effects.items()}
    return {k: s for k, (s, *more) in filter(lambda one: one[1], moved.items()) if not more}


def error_analysis(tags, dev_error):
    n = Counter(one for example in map(set, tags) for one in example)
    m = max(len(tags), 1)
    return {one: {"share": k / m, "ceiling": k / m * dev_error} for one, k in n.most_common()}


def label_budget(dev_error, mislabelled_share, rival_gap):
    return {
        "label_error": (wrong := dev_error * mislabelled_share),
        "other_error": dev_error - wrong,
        "fix_labels": math.copysign(1, wrong - rival_gap) > 0,
    }
