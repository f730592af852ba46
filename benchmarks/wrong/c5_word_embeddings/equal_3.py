# exercise: equalize
import numpy as np


def equalize(e1, e2, g):
    # Step 1: mean of the two
    mu = (e1 + e2) / 2
    # Step 2: projections of mu over the bias axis and the orthogonal axis
    mu_B = np.dot(mu, g) / np.sum(g * g) * g
    mu_orth = mu - mu_B
    # Step 3: projections of e1 and e2 over the bias axis
    e1B = np.dot(e1, g) / np.sum(g * g) * g
    e2B = np.dot(e2, g) / np.sum(g * g) * g
    # Step 4: adjust the bias part
    scale = np.sqrt(np.abs(1 - np.sum(mu_orth ** 2)))
    c1 = scale * (e1B - mu_B) / np.linalg.norm(e1 - mu_orth - mu_B)  # WRONG: e1 - mu is not along g alone, so the part has not the length r (and is 0/0 for equal words); take plus r·g/|g|
    c2 = scale * (e2B - mu_B) / np.linalg.norm(e2 - mu_orth - mu_B)  # WRONG: as for the first word: the result does not have length 1; take minus r·g/|g|
    # Step 5: put together
    return mu_orth + c1, mu_orth + c2
