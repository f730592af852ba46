# exercise: bayes_proxy


def bayes_proxy(human_errors):
    if len(human_errors) == 0:
        raise ValueError("no group was measured")
    best_group = min(human_errors)  # WRONG: min of a dict is its alphabetically first key, not the group with the smallest error; use key=human_errors.get or the values.
    return human_errors[best_group]
