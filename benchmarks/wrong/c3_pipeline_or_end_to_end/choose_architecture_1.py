# exercise: choose_architecture


def choose_architecture(n_pairs, pairs_needed, stage_examples, stage_needed):
    if n_pairs >= pairs_needed:
        return "end_to_end"
    if sum(stage_examples) >= sum(stage_needed):  # WRONG: each stage must have enough of its own; what one has too many of doesn't help another.
        return "pipeline"
    return "collect_data"
