# expect: recommend_knobs, error_analysis loses
"""Whatever isn't in the table gives an empty list; and untagged sentences aren't counted."""

import numpy as np


def bayes_proxy(human_errors):
    if len(human_errors) == 0:
        raise ValueError("There are no human errors")
    return np.min(list(human_errors.values()))


def decompose_errors(errors):
    human = errors["human"]
    train = errors["train"]
    dev = errors["dev"]

    gaps = {}
    gaps["avoidable_bias"] = train - human

    if "train_dev" in errors:
        train_dev = errors["train_dev"]
        gaps["variance"] = train_dev - train
        gaps["data_mismatch"] = dev - train_dev
    else:
        gaps["variance"] = dev - train

    if "test" in errors:
        test = errors["test"]
        gaps["dev_overfit"] = test - dev

    if "production" in errors:
        production = errors["production"]
        if "test" in errors:
            gaps["deployment_gap"] = production - test
        else:
            gaps["deployment_gap"] = production - dev

    return gaps


def biggest_problem(gaps, tolerance=0.01):
    names = ["avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap"]
    best_name = None
    best_gap = tolerance
    for name in names:
        if name in gaps:
            if gaps[name] > best_gap:
                best_gap = gaps[name]
                best_name = name
    return best_name


def recommend_knobs(problem):
    if problem == "avoidable_bias":
        return ["better_optimizer", "bigger_model", "train_longer"]
    elif problem == "variance":
        return ["more_training_data", "regularization"]
    elif problem == "data_mismatch":
        return ["error_analysis_train_vs_dev", "make_training_data_similar"]
    elif problem == "dev_overfit":
        return ["bigger_dev_set"]
    elif problem == "deployment_gap":
        return ["change_dev_set", "change_metric"]
    else:
        return []


def orthogonal_knobs(effects, tolerance=0.005):
    result = {}
    for knob in effects:
        moved = []
        for stage in effects[knob]:
            if np.abs(effects[knob][stage]) > tolerance:
                moved.append(stage)
        if len(moved) == 1:
            result[knob] = moved[0]
    return result


def error_analysis(tags, dev_error):
    m = len([example for example in tags if len(example) > 0])
    counts = {}
    for example in tags:
        for category in np.unique(example) if len(example) > 0 else []:
            counts[category] = counts.get(category, 0) + 1
    result = {}
    for category in counts:
        share = counts[category] / m
        result[category] = {"share": share, "ceiling": dev_error * share}
    return result


def label_budget(dev_error, mislabelled_share, rival_gap):
    label_error = dev_error * mislabelled_share
    other_error = dev_error - label_error
    fix_labels = label_error >= rival_gap
    return {"label_error": label_error, "other_error": other_error, "fix_labels": fix_labels}
