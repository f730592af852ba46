# expect: bayes_proxy loses
"""KeyError where nobody was measured."""

import numpy as np

LINKS = np.array(["human", "train", "train_dev", "dev", "test", "production"])
GAPS = np.array(["avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap"])
KNOBS = np.array([
    ["avoidable_bias", "train_longer"], ["avoidable_bias", "bigger_model"], ["avoidable_bias", "better_optimizer"],
    ["variance", "regularization"], ["variance", "more_training_data"],
    ["data_mismatch", "make_training_data_similar"], ["data_mismatch", "error_analysis_train_vs_dev"],
    ["dev_overfit", "bigger_dev_set"],
    ["deployment_gap", "change_metric"], ["deployment_gap", "change_dev_set"],
])


def bayes_proxy(human_errors):
    if not human_errors:
        raise KeyError("no group")
    return min(human_errors.values())


def decompose_errors(errors):
    there = np.isin(LINKS, list(errors))
    names = GAPS[there[1:]]
    if not there[2]:
        names[1] = "variance"
    values = np.diff([errors[link] for link in LINKS[there]])
    return dict(zip(names, values))


def biggest_problem(gaps, tolerance=0.01):
    sizes = np.array([gaps.get(name, -np.inf) for name in GAPS])
    return GAPS[sizes.argmax()] if sizes.max() > tolerance else None


def recommend_knobs(problem):
    if problem is None:
        return []
    mine = np.sort(KNOBS[KNOBS[:, 0] == problem, 1])
    if not mine.size:
        raise ValueError(problem)
    return list(mine)


def orthogonal_knobs(effects, tolerance=0.005):
    moved = {knob: [s for s in row if np.abs(row[s]) > tolerance] for knob, row in effects.items()}
    return {knob: stages[0] for knob, stages in moved.items() if np.size(stages) == 1}


def error_analysis(tags, dev_error):
    names = sorted({name for row in tags for name in row})
    table = np.array([[name in row for name in names] for row in tags])
    shares = table.mean(axis=0) if names else []
    return {name: {"share": share, "ceiling": np.array(dev_error * share)} for name, share in zip(names, shares)}


def label_budget(dev_error, mislabelled_share, rival_gap):
    parts = dev_error * np.array([mislabelled_share, 1 - mislabelled_share])
    return {"label_error": parts[:1], "other_error": parts[1], "fix_labels": parts[0] >= rival_gap}
