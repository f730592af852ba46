# exercise: crossover_size


def crossover_size(sizes, err_pipeline, err_end_to_end):
    answer = None
    i = len(sizes) - 1
    while i >= 0 and err_end_to_end[i] < err_pipeline[i]:  # WRONG: with equal errors end to end has caught up, so it must be <=.
        answer = sizes[i]
        i -= 1
    return answer
