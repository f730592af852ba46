# exercise: biggest_problem

ORDER = ["avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap"]


def biggest_problem(gaps, tolerance=0.01):
    tol = tolerance or 0.01  # WRONG: a tolerance of 0 is a tolerance; "or" puts 0.01 in its place.
    problem = None
    biggest = tol
    for name in ORDER:
        if name in gaps and gaps[name] > biggest:
            problem = name
            biggest = gaps[name]
    return problem
