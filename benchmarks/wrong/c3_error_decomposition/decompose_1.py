# exercise: decompose_errors


def decompose_errors(errors):
    human, train, dev = errors["human"], errors["train"], errors["dev"]
    td = errors.get("train_dev", dev)  # if it wasn't measured variance goes up to dev
    gaps = {
        "avoidable_bias": train - human,
        "variance": td - train,
        "data_mismatch": dev - td,  # WRONG: without train_dev this claims a data_mismatch of 0, where the key must be left out.
    }
    last = dev
    if "test" in errors:
        gaps["dev_overfit"] = errors["test"] - dev
        last = errors["test"]
    if "production" in errors:
        gaps["deployment_gap"] = errors["production"] - last
    return gaps
