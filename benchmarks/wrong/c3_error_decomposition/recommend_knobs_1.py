# exercise: recommend_knobs

KNOBS = {
    "avoidable_bias": ["better_optimizer", "bigger_model", "train_longer"],
    "variance": ["more_training_data", "regularization"],
    "data_mismatch": ["error_analysis_train_vs_dev", "make_training_data_similar"],
    "dev_overfit": ["bigger_dev_set"],
    "deployment_gap": ["change_dev_set", "change_metric"],
}


def recommend_knobs(problem):
    if problem is None:
        return []
    if problem not in KNOBS:
        raise ValueError(f"unknown problem {problem!r}")
    return KNOBS[problem]  # WRONG: this is the list of the table itself, the same at each call; whoever changes it changes later answers, so return list(KNOBS[problem]).
