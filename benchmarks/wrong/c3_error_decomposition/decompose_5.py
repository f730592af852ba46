# exercise: decompose_errors


def decompose_errors(errors):
    e = dict(errors)
    out = {}
    out["avoidable_bias"] = e["train"] - e["human"]
    out["variance"] = e["dev"] - e["train"]  # WRONG: where train_dev was measured variance runs from train to train_dev, and only without it to dev; so the mismatch is counted twice.
    if "train_dev" in e:
        out["data_mismatch"] = e["dev"] - e["train_dev"]
    if "test" in e:
        out["dev_overfit"] = e["test"] - e["dev"]
    if "test" in e and "production" in e:  # WRONG: without test the deployment gap still exists, and runs from dev to production; here it is left out.
        out["deployment_gap"] = e["production"] - e["test"]
    return out
