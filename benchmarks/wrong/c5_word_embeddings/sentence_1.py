# exercise: sentence_vector
import numpy as np


def sentence_vector(words, embeddings):
    any_word = list(embeddings.keys())[0]
    avg = np.zeros(embeddings[any_word].shape)
    count = 0
    for w in words:
        if w in embeddings:
            avg += embeddings[w]
            count += 1
    if count > 0:
        avg = avg / len(words)  # WRONG: divides by the number of all words, but words without a vector are not counted
    return avg
