# exercise: initialize_adam


def initialize_adam(parameters):
    v = initialize_velocity(parameters)
    s = dict(v)  # WRONG: this copies the dict but not the arrays; v and s share them, s needs zeros of its own.
    return v, s
