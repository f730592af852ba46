# exercise: label_budget


def label_budget(dev_error, mislabelled_share, rival_gap):
    budget = {}
    budget["label_error"] = mislabelled_share * dev_error
    budget["other_error"] = 1 - budget["label_error"]  # WRONG: the other part is the rest of the dev error, dev_error - label_error, not the rest of 1.
    budget["fix_labels"] = mislabelled_share >= rival_gap  # WRONG: the label_error, a part of the dev error, must be compared with rival_gap, not the share of the mistakes.
    return budget
