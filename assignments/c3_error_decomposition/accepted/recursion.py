# Recursion and reduce: one link, one knob, one example after the other.

from functools import reduce


def bayes_proxy(human_errors):
    if not human_errors:
        raise ValueError("empty")
    return reduce(lambda a, b: b if b < a else a, human_errors.values())


def decompose_errors(errors):
    names = ["avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap"]
    links = ["train", "train_dev", "dev", "test", "production"]

    def walk(before, place):
        if place == len(links):
            return {}
        link = links[place]
        if link not in errors:
            return walk(before, place + 1)
        name = names[place]
        if link == "dev" and "train_dev" not in errors:
            name = "variance"
        return {**walk(errors[link], place + 1), name: errors[link] - before}

    return walk(errors["human"], 0)


def biggest_problem(gaps, tolerance=0.01):
    def worse(worst, name):
        if name not in gaps or gaps[name] - tolerance <= 0:
            return worst
        return name if worst is None or gaps[name] > gaps[worst] else worst

    order = "avoidable_bias variance data_mismatch dev_overfit deployment_gap".split()
    return reduce(worse, order, None)


def recommend_knobs(problem):
    def drawer(name, *knobs):
        return lambda asked, otherwise: sorted(knobs) if asked == name else otherwise(asked)

    def unknown(asked):
        raise ValueError(f"{asked!r} is no problem")

    drawers = [
        drawer("avoidable_bias", "train_longer", "bigger_model", "better_optimizer"),
        drawer("variance", "regularization", "more_training_data"),
        drawer("data_mismatch", "make_training_data_similar", "error_analysis_train_vs_dev"),
        drawer("dev_overfit", "bigger_dev_set"),
        drawer("deployment_gap", "change_metric", "change_dev_set"),
        drawer(None),
    ]

    def try_from(place):
        if place == len(drawers):
            return unknown
        return lambda asked: drawers[place](asked, try_from(place + 1))

    return try_from(0)(problem)


def orthogonal_knobs(effects, tolerance=0.005):
    def only(stages, changes):
        if not stages:
            return []
        first, *others = stages
        moved = [first] if abs(changes[first]) > tolerance else []
        return moved + only(others, changes)

    if not effects:
        return {}
    knob, *rest = effects
    found = only(list(effects[knob]), effects[knob])
    mine = {knob: found[0]} if len(found) == 1 else {}
    return {**mine, **orthogonal_knobs({one: effects[one] for one in rest}, tolerance)}


def error_analysis(tags, dev_error):
    def add(counts, example):
        return reduce(lambda c, name: {**c, name: c.get(name, 0) + 1}, {*example}, counts)

    n = len(tags)
    return {
        name: {"share": count / n, "ceiling": count * dev_error / n}
        for name, count in reduce(add, tags, {}).items()
    }


def label_budget(dev_error, mislabelled_share, rival_gap):
    def part(share):
        return share * dev_error

    label = part(mislabelled_share)
    return {
        "fix_labels": bool(rival_gap <= label),
        "other_error": part(1 - mislabelled_share),
        "label_error": label,
        "dev_error": dev_error,
    }
