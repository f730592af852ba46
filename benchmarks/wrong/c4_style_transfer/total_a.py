# exercise: total_cost
def total_cost(J_content, J_style, alpha=40.0, beta=10.0):  # WRONG: the defaults are swapped: alpha is 10 and beta is 40.
    J = alpha * J_content + beta * J_style
    return J
