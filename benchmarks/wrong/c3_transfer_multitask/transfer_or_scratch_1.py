# exercise: transfer_or_scratch


def transfer_or_scratch(same_input, shared_features, n_source, n_target):
    if same_input and shared_features and n_source >= n_target:  # WRONG: with as many examples in both it is scratch, the source needs more; it must be >.
        return "transfer"
    return "scratch"
