# expect: orthogonal_knobs loses
"""Two stages that move against each other cancel."""


def bayes_proxy(human_errors):
    if len(human_errors) == 0:
        raise ValueError("no humans were measured")
    best = 2
    for group in human_errors:
        if human_errors[group] < best:
            best = human_errors[group]
    return best


def decompose_errors(errors):
    gaps = {}
    gaps["avoidable_bias"] = errors["train"] - errors["human"]
    if "train_dev" in errors:
        gaps["variance"] = errors["train_dev"] - errors["train"]
        gaps["data_mismatch"] = errors["dev"] - errors["train_dev"]
    else:
        gaps["variance"] = errors["dev"] - errors["train"]
    last = errors["dev"]
    if "test" in errors:
        gaps["dev_overfit"] = errors["test"] - errors["dev"]
        last = errors["test"]
    if "production" in errors:
        gaps["deployment_gap"] = errors["production"] - last
    return gaps


def biggest_problem(gaps, tolerance=0.01):
    order = ["avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap"]
    answer = None
    size = tolerance
    for name in order:
        if name in gaps:
            if gaps[name] > size:
                answer = name
                size = gaps[name]
    return answer


def recommend_knobs(problem):
    if problem is None:
        return []
    elif problem == "avoidable_bias":
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
        raise ValueError("I do not know this problem: " + str(problem))


def orthogonal_knobs(effects, tolerance=0.005):
    answer = {}
    for knob, changes in effects.items():
        if not changes:
            continue
        stage = max(changes, key=lambda s: abs(changes[s]))
        rest = sum(changes.values()) - changes[stage]
        if abs(changes[stage]) > tolerance and abs(rest) <= tolerance:
            answer[knob] = stage
    return answer


def error_analysis(tags, dev_error):
    counts = {}
    for example in tags:
        seen = []
        for category in example:
            if category not in seen:
                seen.append(category)
                if category in counts:
                    counts[category] += 1
                else:
                    counts[category] = 1
    answer = {}
    for category in counts:
        share = counts[category] / len(tags)
        answer[category] = {"share": share, "ceiling": share * dev_error}
    return answer


def label_budget(dev_error, mislabelled_share, rival_gap):
    label_error = dev_error * mislabelled_share
    other_error = dev_error - label_error
    if label_error >= rival_gap:
        fix = True
    else:
        fix = False
    return {"label_error": label_error, "other_error": other_error, "fix_labels": fix}
