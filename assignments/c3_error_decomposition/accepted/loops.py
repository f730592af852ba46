# Plain loops and ifs; nothing of NumPy's.


def bayes_proxy(human_errors):
    best = None
    for group in human_errors:
        if best is None or human_errors[group] < best:
            best = human_errors[group]
    if best is None:
        raise ValueError("nobody was measured")
    return best


def decompose_errors(errors):
    result = {}
    result["avoidable_bias"] = errors["train"] - errors["human"]
    before_dev = errors["train"]
    if "train_dev" in errors:
        result["variance"] = errors["train_dev"] - errors["train"]
        before_dev = errors["train_dev"]
        result["data_mismatch"] = errors["dev"] - before_dev
    else:
        result["variance"] = errors["dev"] - before_dev
    last = errors["dev"]
    if "test" in errors:
        result["dev_overfit"] = errors["test"] - last
        last = errors["test"]
    if "production" in errors:
        result["deployment_gap"] = errors["production"] - last
    return result


def biggest_problem(gaps, tolerance=0.01):
    biggest = None
    for name in ["avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap"]:
        if name not in gaps:
            continue
        if gaps[name] <= tolerance:
            continue
        if biggest is None or gaps[name] > gaps[biggest]:
            biggest = name
    return biggest


def recommend_knobs(problem):
    if problem is None:
        return []
    if problem == "avoidable_bias":
        knobs = ["bigger_model", "train_longer", "better_optimizer"]
    elif problem == "variance":
        knobs = ["more_training_data", "regularization"]
    elif problem == "data_mismatch":
        knobs = ["error_analysis_train_vs_dev", "make_training_data_similar"]
    elif problem == "dev_overfit":
        knobs = ["bigger_dev_set"]
    elif problem == "deployment_gap":
        knobs = ["change_dev_set", "change_metric"]
    else:
        raise ValueError("unknown problem")
    knobs.sort()
    return knobs


def orthogonal_knobs(effects, tolerance=0.005):
    result = {}
    for knob in effects:
        count = 0
        for stage in effects[knob]:
            change = effects[knob][stage]
            if change > tolerance or change < -tolerance:
                count += 1
                moved = stage
        if count == 1:
            result[knob] = moved
    return result


def error_analysis(tags, dev_error):
    counts = {}
    for example in tags:
        seen = []
        for category in example:
            if category not in seen:
                seen.append(category)
                if category not in counts:
                    counts[category] = 0
                counts[category] += 1
    result = {}
    for category in counts:
        result[category] = {}
        result[category]["share"] = counts[category] / len(tags)
        result[category]["ceiling"] = dev_error * result[category]["share"]
    return result


def label_budget(dev_error, mislabelled_share, rival_gap):
    label_error = mislabelled_share * dev_error
    other_error = (1 - mislabelled_share) * dev_error
    fix_labels = 0 if label_error < rival_gap else 1
    return {"label_error": label_error, "other_error": other_error, "fix_labels": fix_labels}
