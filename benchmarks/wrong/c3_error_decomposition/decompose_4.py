# exercise: decompose_errors


def decompose_errors(errors):
    chain = [("train", "avoidable_bias")]
    if "train_dev" in errors:
        chain.append(("train_dev", "variance"))
        chain.append(("dev", "data_mismatch"))
    else:
        chain.append(("dev", "variance"))
    if "test" in errors:
        chain.append(("test", "dev_overfit"))
    if "production" in errors:
        chain.append(("production", "deployment_gap"))

    gaps = {}
    previous = errors["human"]
    for link, gap in chain:
        gaps[gap] = errors[link] - previous  # WRONG: previous is never moved on (previous = errors[link] is missing after this line), so all gaps are measured from human.
    return gaps
