# exercise: read_learning_curve


def read_learning_curve(train_errors, dev_errors, target, tolerance):
    t = train_errors[-1]
    d = dev_errors[-1]
    high_bias = t > target + tolerance
    high_variance = d - t > tolerance
    if high_bias and high_variance:
        problem = "both"
    elif high_bias:
        problem = "bias"
    elif high_variance:
        problem = "variance"
    else:
        problem = "none"
    return {"problem": problem, "more_data_helps": problem == "variance"}  # WRONG: more data helps wherever there is variance, also where the problem is "both".
