# exercise: label_budget


def label_budget(dev_error, mislabelled_share, rival_gap):
    label_error = dev_error * mislabelled_share
    other = dev_error - label_error
    fix = label_error > rival_gap  # WRONG: a label error of just rival_gap is enough to fix the labels, so it must be >=.
    return {"label_error": label_error, "other_error": other, "fix_labels": fix}
