# exercise: dev_size_needed
import math


def dev_size_needed(error, margin, z=1.96):
    # z * sqrt(e(1-e)/n) <= margin  ->  solve for n
    variance = error * (1 - error)
    n = z * variance / margin**2  # WRONG: squaring the inequality squares z as well: n = z**2 * e * (1 - e) / margin**2.
    return math.ceil(n)
