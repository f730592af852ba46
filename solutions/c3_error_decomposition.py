"""Error decomposition: which part of the error is which, what to turn, and what it can bring.

Errors are shares of examples, from 0 to 1. From the best human to production they form a chain:
human, train, train_dev, dev, test, production. A gap is how far the error grows from one link to
the next that was measured; each gap has a name, and knobs of its own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence


def bayes_proxy(human_errors: Mapping[str, float]) -> float:
    """Return the smallest error of any group of humans: Bayes error is at most that.

    human_errors is a dict: group -> error. Without any group it raises ValueError.
    """
    # BEGIN SOLUTION
    if not human_errors:
        raise ValueError("no group of humans was measured: nothing is known of Bayes error")
    return min(human_errors.values())
    # END SOLUTION


def decompose_errors(errors: Mapping[str, float]) -> dict[str, float]:
    """Return the gaps of the chain of errors: name -> how far the error grows there.

    errors always holds "human", "train" and "dev"; "train_dev", "test" and "production" only where
    they were measured. A gap runs from one error that is there to the next, and may be negative:
    avoidable_bias from human to train, variance from train to train_dev, data_mismatch from there
    to dev, dev_overfit from dev to test, and deployment_gap from test to production. Without
    train_dev variance runs from train to dev, and without test deployment_gap from dev to
    production. A gap that has no end of its own is left out.
    """
    # BEGIN SOLUTION
    gaps = {"avoidable_bias": errors["train"] - errors["human"]}
    if "train_dev" in errors:
        gaps["variance"] = errors["train_dev"] - errors["train"]
        gaps["data_mismatch"] = errors["dev"] - errors["train_dev"]
    else:
        gaps["variance"] = errors["dev"] - errors["train"]
    if "test" in errors:
        gaps["dev_overfit"] = errors["test"] - errors["dev"]
    if "production" in errors:
        before = "test" if "test" in errors else "dev"
        gaps["deployment_gap"] = errors["production"] - errors[before]
    return gaps
    # END SOLUTION


def biggest_problem(gaps: Mapping[str, float], tolerance: float = 0.01) -> str | None:
    """Return the name of the largest gap, if it is above tolerance; otherwise None.

    gaps holds some of avoidable_bias, variance, data_mismatch, dev_overfit and deployment_gap. Of
    equally large gaps it is the one that comes first in this order, whatever the dict's order is.
    """
    # BEGIN SOLUTION
    order = ("avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap")
    worst, most = None, tolerance
    for name in order:
        if name in gaps and gaps[name] > most:
            worst, most = name, gaps[name]
    return worst
    # END SOLUTION


def recommend_knobs(problem: str | None) -> list[str]:
    """Return what to turn against a problem: a new, sorted list of names.

    avoidable_bias: better_optimizer, bigger_model, train_longer. variance: more_training_data,
    regularization. data_mismatch: error_analysis_train_vs_dev, make_training_data_similar.
    dev_overfit: bigger_dev_set. deployment_gap: change_dev_set, change_metric. None: nothing.
    Whatever else raises ValueError.
    """
    # BEGIN SOLUTION
    knobs = {
        "avoidable_bias": ["better_optimizer", "bigger_model", "train_longer"],
        "variance": ["more_training_data", "regularization"],
        "data_mismatch": ["error_analysis_train_vs_dev", "make_training_data_similar"],
        "dev_overfit": ["bigger_dev_set"],
        "deployment_gap": ["change_dev_set", "change_metric"],
        None: [],
    }
    if problem not in knobs:
        raise ValueError(f"no knob is known against {problem!r}")
    return knobs[problem]
    # END SOLUTION


def orthogonal_knobs(
    effects: Mapping[str, Mapping[str, float]], tolerance: float = 0.005
) -> dict[str, str]:
    """Return the knobs that move exactly one stage, each with that stage: knob -> stage.

    effects is a dict: knob -> {stage: change of that gap}. A stage is moved when its gap changes by
    more than tolerance, up or down.
    """
    # BEGIN SOLUTION
    orthogonal = {}
    for knob, changes in effects.items():
        moved = [stage for stage, change in changes.items() if abs(change) > tolerance]
        if len(moved) == 1:
            orthogonal[knob] = moved[0]
    return orthogonal
    # END SOLUTION


def error_analysis(tags: Sequence[Sequence[str]], dev_error: float) -> dict[str, dict[str, float]]:
    """Return category -> {"share": …, "ceiling": …} for each category that occurs.

    tags holds, for each wrong example that was examined, the list of its categories: none, one or
    several, and one may stand there twice. share is the part of all examined examples that has the
    category, and ceiling how far the error falls at most if it is cured: dev_error times share.
    """
    # BEGIN SOLUTION
    counts = Counter(category for example in tags for category in set(example))
    return {
        category: {"share": count / len(tags), "ceiling": dev_error * count / len(tags)}
        for category, count in counts.items()
    }
    # END SOLUTION


def label_budget(
    dev_error: float, mislabelled_share: float, rival_gap: float
) -> dict[str, float | bool]:
    """Return {"label_error": …, "other_error": …, "fix_labels": …}.

    mislabelled_share is the part of the examined dev errors where not the prediction but the label
    is wrong. label_error is what wrong labels add to the dev error, and other_error the rest of it.
    fix_labels is true where label_error is at least rival_gap, the difference of two models' dev
    errors that is to be seen.
    """
    # BEGIN SOLUTION
    label_error = dev_error * mislabelled_share
    return {
        "label_error": label_error,
        "other_error": dev_error - label_error,
        "fix_labels": label_error >= rival_gap,
    }
    # END SOLUTION
