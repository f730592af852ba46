# The chain as data: links and what each gap is called by where it ends.

from itertools import chain, pairwise

LINKS = ["human", "train", "train_dev", "dev", "test", "production"]
NAMES = ["avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap"]
DRAWERS = """
avoidable_bias better_optimizer bigger_model train_longer
variance more_training_data regularization
data_mismatch error_analysis_train_vs_dev make_training_data_similar
dev_overfit bigger_dev_set
deployment_gap change_dev_set change_metric
"""


def bayes_proxy(human_errors):
    ranked = sorted(human_errors, key=lambda group: human_errors[group])
    if len(ranked) == 0:
        raise ValueError(human_errors)
    return human_errors[ranked[0]]


def decompose_errors(errors):
    name_of = dict(zip(LINKS[1:], NAMES, strict=True))
    if "train_dev" not in errors:
        name_of["dev"] = "variance"
    measured = [link for link in LINKS if link in errors]
    return {name_of[b]: errors[b] - errors[a] for a, b in pairwise(measured)}


def biggest_problem(gaps, tolerance=0.01):
    # max keeps the first of equals.
    there = [name for name in NAMES if name in gaps]
    worst = max(there, key=gaps.__getitem__, default=None)
    return worst if there and gaps[worst] > tolerance else None


def recommend_knobs(problem):
    if problem is None:
        return ()
    for line in DRAWERS.split("\n"):
        name, *knobs = line.split() or [None]
        if name == problem:
            return tuple(knobs)
    raise ValueError(problem)


def orthogonal_knobs(effects, tolerance=0.005):
    moves = [
        (knob, stage)
        for knob, changes in effects.items()
        for stage, change in changes.items()
        if not -tolerance <= change <= tolerance
    ]
    knobs = [knob for knob, _ in moves]
    return {knob: stage for knob, stage in moves if knobs.count(knob) == 1}


def error_analysis(tags, dev_error):
    categories = list(dict.fromkeys(chain.from_iterable(tags)))
    found = {}
    for category in reversed(categories):
        share = sum(category in example for example in tags) / len(tags)
        found[category] = {"ceiling": share * dev_error, "share": share, "n": len(tags)}
    return found


def label_budget(dev_error, mislabelled_share, rival_gap):
    parts = [dev_error * mislabelled_share]
    parts.append(dev_error - sum(parts))
    keys = ("label_error", "other_error", "fix_labels")
    return dict(zip(keys, (*parts, not parts[0] < rival_gap), strict=True))
