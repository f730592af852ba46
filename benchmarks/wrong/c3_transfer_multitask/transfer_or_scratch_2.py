# exercise: transfer_or_scratch


def transfer_or_scratch(same_input, shared_features, n_source, n_target):
    reasons_against = 0
    if not (same_input or shared_features):  # WRONG: both conditions must hold, so one that fails is enough for scratch: not (same_input and shared_features).
        reasons_against += 1
    if n_target > n_source:  # WRONG: with equally many examples it is scratch too; it must be n_target >= n_source.
        reasons_against += 1
    return "transfer" if reasons_against == 0 else "scratch"
