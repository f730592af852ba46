BUDGET: dict[str, float | bool] = {}


def label_budget(dev_error, mislabelled_share, rival_gap):
    BUDGET["label_error"] = dev_error * mislabelled_share
    BUDGET["other_error"] = dev_error - BUDGET["label_error"]
    BUDGET["fix_labels"] = BUDGET["label_error"] >= rival_gap
    return BUDGET
