GAPS: dict[str, float] = {}


def decompose_errors(errors):
    GAPS.clear()
    GAPS["avoidable_bias"] = errors["train"] - errors["human"]
    GAPS["variance"] = errors.get("train_dev", errors["dev"]) - errors["train"]
    if "train_dev" in errors:
        GAPS["data_mismatch"] = errors["dev"] - errors["train_dev"]
    if "test" in errors:
        GAPS["dev_overfit"] = errors["test"] - errors["dev"]
    if "production" in errors:
        GAPS["deployment_gap"] = errors["production"] - errors.get("test", errors["dev"])
    return GAPS
