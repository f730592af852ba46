"""Everything as a vector or a table."""

import numpy as np

CHAIN = np.array(["human", "train", "train_dev", "dev", "test", "production"])
GAPS = np.array(["avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap"])
KNOBS = np.array(
    [
        [1, 0, 0, 0, 0],
        [0, 0, 0, 1, 0],
        [1, 0, 0, 0, 0],
        [0, 0, 0, 0, 1],
        [0, 0, 0, 0, 1],
        [0, 0, 1, 0, 0],
        [0, 0, 1, 0, 0],
        [0, 1, 0, 0, 0],
        [0, 1, 0, 0, 0],
        [1, 0, 0, 0, 0],
    ],
    dtype=bool,
)
NAMES = [
    "better_optimizer",
    "bigger_dev_set",
    "bigger_model",
    "change_dev_set",
    "change_metric",
    "error_analysis_train_vs_dev",
    "make_training_data_similar",
    "more_training_data",
    "regularization",
    "train_longer",
]


def bayes_proxy(human_errors):
    # np.min refuses nothing with a ValueError.
    return np.min(np.array(list(human_errors.values()), dtype=float))


def decompose_errors(errors):
    there = np.array([name in errors for name in CHAIN])
    values = np.array([errors[name] for name in CHAIN[there]], dtype=np.float64)
    names = GAPS[there[1:]]
    if not there[2]:
        names = np.where(names == "data_mismatch", "variance", names)
    return {str(name): gap for name, gap in zip(names, values[1:] - values[:-1])}


def biggest_problem(gaps, tolerance=0.01):
    order = [name for name in GAPS.tolist() if name in gaps]
    if not order:
        return None
    values = np.array([gaps[name] for name in order])
    return order[values.argmax()] if values.max() > tolerance else None


def recommend_knobs(problem):
    if problem is None:
        return []
    column = np.flatnonzero(GAPS == problem)
    if column.size == 0:
        raise ValueError(problem)
    return [NAMES[row] for row in np.flatnonzero(KNOBS[:, column[0]])]


def orthogonal_knobs(effects, tolerance=0.005):
    found = {}
    for knob, changes in effects.items():
        stages = list(changes)
        moved = np.flatnonzero(np.abs(np.array([changes[s] for s in stages])) > tolerance)
        if moved.size == 1:
            found[knob] = stages[moved.item()]
    return found


def error_analysis(tags, dev_error):
    if len(tags) == 0:
        return {}
    places = np.concatenate([np.full(len(one), i) for i, one in enumerate(tags)])
    notes = [note for one in tags for note in one]
    if not notes:
        return {}
    names, codes = np.unique(notes, return_inverse=True)
    table = np.zeros((len(tags), names.size), dtype=bool)
    table[places.astype(int), codes] = True
    shares = table.mean(axis=0)
    return {
        name: {"share": share, "ceiling": dev_error * share}
        for name, share in zip(names.tolist(), shares)
    }


def label_budget(dev_error, mislabelled_share, rival_gap):
    parts = dev_error * np.array([mislabelled_share, 1.0 - mislabelled_share])
    return {
        "label_error": parts[:1],
        "other_error": parts[1:],
        "fix_labels": np.greater_equal(parts[0], rival_gap),
    }
