# exercise: complete_analogy
import numpy as np


def complete_analogy(a, b, c, embeddings):
    goal = embeddings[b] - embeddings[a] + embeddings[c]
    candidates = [w for w in embeddings if w != c]  # WRONG: a and b must not be the answer either, all three words of the question are left out
    winner, score = candidates[0], -2.0
    for w in candidates:  # WRONG: goes through the words in the order of the dict, so of equal cosines the first in the dict wins and not the first in the alphabet
        s = cosine_similarity(goal, embeddings[w])
        if s > score:
            winner, score = w, s
    return winner
