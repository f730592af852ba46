NOTHING: list[str] = []


def recommend_knobs(problem, nothing=NOTHING):
    if problem is None:
        return nothing
    knobs = {
        "avoidable_bias": ["better_optimizer", "bigger_model", "train_longer"],
        "variance": ["more_training_data", "regularization"],
        "data_mismatch": ["error_analysis_train_vs_dev", "make_training_data_similar"],
        "dev_overfit": ["bigger_dev_set"],
        "deployment_gap": ["change_dev_set", "change_metric"],
    }
    if problem not in knobs:
        raise ValueError(problem)
    return knobs[problem]
