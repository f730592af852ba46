DRAWERS = {
    "avoidable_bias": ["better_optimizer", "bigger_model", "train_longer"],
    "variance": ["more_training_data", "regularization"],
    "data_mismatch": ["error_analysis_train_vs_dev", "make_training_data_similar"],
    "dev_overfit": ["bigger_dev_set"],
    "deployment_gap": ["change_dev_set", "change_metric"],
    None: [],
}


def recommend_knobs(problem):
    if problem not in DRAWERS:
        raise ValueError(problem)
    return DRAWERS[problem]
