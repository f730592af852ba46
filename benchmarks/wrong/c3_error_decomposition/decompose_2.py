# exercise: decompose_errors


def decompose_errors(errors):
    result = {}
    result["avoidable_bias"] = errors["train"] - errors["human"]

    if "train_dev" in errors:
        result["variance"] = errors["train_dev"] - errors["train"]
        result["data_mismatch"] = errors["dev"] - errors["train_dev"]
    else:
        result["variance"] = errors["dev"] - errors["train"]

    if errors.get("test"):  # WRONG: a test error of 0.0 was measured, but is false; ask whether "test" is in errors.
        result["dev_overfit"] = errors["test"] - errors["dev"]

    if "production" in errors:
        result["deployment_gap"] = errors["production"] - errors["dev"]  # WRONG: where test was measured the deployment gap runs from test to production, and only without it from dev.
    return result
