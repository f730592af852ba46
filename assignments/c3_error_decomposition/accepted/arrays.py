# Vectors and matrices: differences, masks, and a table of examples by categories.

import numpy as np

GAPS = np.array(["avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap"])


def bayes_proxy(human_errors):
    found = np.fromiter(human_errors.values(), dtype=np.float64)
    if found.size == 0:
        raise ValueError("no errors")
    return np.min(found, keepdims=True)


def decompose_errors(errors):
    links = ["human", "train", "train_dev", "dev", "test", "production"]
    values = np.array([errors.get(link, np.nan) for link in links])
    there = ~np.isnan(values)
    gaps = np.diff(values[there])
    names = GAPS[there[1:]].tolist()
    if not there[2]:
        names[1] = "variance"
    return dict(zip(names, gaps, strict=True))


def biggest_problem(gaps, tolerance=0.01):
    values = np.array([gaps.get(name, -np.inf) for name in GAPS.tolist()])
    place = np.argmax(values)
    return GAPS[place] if values[place] > tolerance else None


def recommend_knobs(problem):
    names = [*GAPS.tolist(), None]
    if problem not in names:
        raise ValueError("no such problem")
    knobs = np.array(
        [
            ("better_optimizer", 0),
            ("bigger_dev_set", 3),
            ("bigger_model", 0),
            ("change_dev_set", 4),
            ("change_metric", 4),
            ("error_analysis_train_vs_dev", 2),
            ("make_training_data_similar", 2),
            ("more_training_data", 1),
            ("regularization", 1),
            ("train_longer", 0),
        ],
        dtype=[("knob", "U40"), ("drawer", int)],
    )
    return list(knobs["knob"][knobs["drawer"] == names.index(problem)])


def orthogonal_knobs(effects, tolerance=0.005):
    knobs = list(effects)
    stages = sorted({stage for changes in effects.values() for stage in changes})
    table = np.array([[effects[k].get(s, 0.0) for s in stages] for k in knobs])
    if table.size == 0:
        return {}
    moved = np.abs(table) > tolerance
    rows = np.flatnonzero(moved.sum(axis=1) == 1)
    return {knobs[row]: stages[moved[row].argmax()] for row in rows}


def error_analysis(tags, dev_error):
    categories = sorted({category for example in tags for category in example})
    table = np.array([[c in example for c in categories] for example in tags], dtype=float)
    if not categories:
        return {}
    shares = table.mean(axis=0)
    ceilings = np.float64(dev_error) * shares
    return {
        category: {"share": share, "ceiling": ceiling}
        for category, share, ceiling in zip(categories, shares, ceilings, strict=True)
    }


def label_budget(dev_error, mislabelled_share, rival_gap):
    split = np.array([mislabelled_share, 1 - mislabelled_share]) * dev_error
    label, other = np.split(split, 2)
    return {"label_error": label, "other_error": other, "fix_labels": label >= rival_gap}
