# exercise: cosine_similarity
import math


def cosine_similarity(u, v):
    if sum(u) == 0 or sum(v) == 0:  # WRONG: a sum of 0 does not mean that the vector is all zeros, (1, -1) is none
        return 0.0
    num = 0.0
    lu = 0.0
    lv = 0.0
    for i in range(len(u)):
        num += u[i] * v[i]
        lu += u[i] * u[i]
        lv += u[i] * u[i]  # WRONG: the length of v is summed over the entries of u (copied from the line above)
    if lu == 0 or lv == 0:
        return 0.0
    return num / (math.sqrt(lu) * math.sqrt(lv))
