# exercise: recommend_knobs


def recommend_knobs(problem):
    if not problem:  # WRONG: the empty name must raise ValueError, only None gives an empty list; ask problem is None.
        return []
    if problem == "avoidable_bias":
        return ["bigger_model", "train_longer", "better_optimizer"]  # WRONG: the list must be sorted, better_optimizer comes first.
    elif problem == "variance":
        return ["more_training_data", "regularization"]
    elif problem == "data_mismatch":
        return ["error_analysis_train_vs_dev", "make_training_data_similar"]
    elif problem == "dev_overfit":
        return ["bigger_dev_set"]
    elif problem == "deployment_gap":
        return ["change_dev_set", "change_metric"]
    raise ValueError("no such problem: " + str(problem))
