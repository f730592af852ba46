# exercise: decompose_errors


def _growth(a, b):
    return max(b - a, 0.0)  # WRONG: a gap may be negative and keeps its sign; it must not be cut off at 0.


def decompose_errors(errors):
    gaps = {"avoidable_bias": _growth(errors["human"], errors["train"])}
    has_td = "train_dev" in errors
    if has_td:
        gaps["variance"] = _growth(errors["train"], errors["train_dev"])
        gaps["data_mismatch"] = _growth(errors["train_dev"], errors["dev"])
    else:
        gaps["variance"] = _growth(errors["train"], errors["dev"])
    if "test" in errors:
        gaps["dev_overfit"] = _growth(errors["dev"], errors["test"])
        if "production" in errors:
            gaps["deployment_gap"] = _growth(errors["test"], errors["production"])
    elif "production" in errors:
        gaps["deployment_gap"] = _growth(errors["dev"], errors["production"])
    return gaps
