# exercise: choose_architecture


def choose_architecture(n_pairs, pairs_needed, stage_examples, stage_needed):
    enough = True
    for have, need in zip(stage_examples, stage_needed):
        if have <= need:  # WRONG: exactly as many as needed is enough, so a stage has too few only if have < need.
            enough = False
    if enough:  # WRONG: where both are possible end to end comes first; the pairs must be asked before the pipeline.
        return "pipeline"
    elif n_pairs >= pairs_needed:
        return "end_to_end"
    return "collect_data"
