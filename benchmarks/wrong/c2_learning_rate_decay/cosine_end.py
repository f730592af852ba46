# exercise: cosine_annealing
import math


def cosine_annealing(lr0, epoch, total_epochs, lr_min=0.0):
    part = epoch / total_epochs
    wave = (1 + math.cos(math.pi * part)) / 2  # WRONG: beyond total_epochs the cosine rises again; the rate must stay at lr_min from there on.
    return lr_min + lr0 * wave  # WRONG: the wave must be multiplied by lr0 - lr_min; so the top is lr0 + lr_min.
