"""What a student's attention draws: who looks at whom in a sentence, and what the root is for."""

import numpy as np

from grader.authoring import Array, Reference, Student, array, unpack
from grader.authoring.pictures import Images, Lines, image, images, lines, picture

SENTENCE = "the cat saw the dog and the dog ran".split()
# The turns of a hand per position; two of them, so that no two places look alike.
TURNS = (0.8, 0.23)
SHARP = 5.0
FEATURES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
QUERIES, KEYS = 60, 12


def sentence() -> Array:
    """A row for each word (9, d): which word it is, and where it stands."""
    words = sorted(set(SENTENCE))
    which = np.eye(len(words))[[words.index(word) for word in SENTENCE]]
    angles = np.outer(np.arange(len(SENTENCE)), TURNS)
    where = np.stack([np.cos(angles), np.sin(angles)], axis=-1).reshape(len(SENTENCE), -1)
    return np.hstack([which, where])[np.newaxis]


def two_heads(X: Array) -> dict[str, Array]:
    """Parameters by hand: head 0 looks for the same word, head 1 for the place before."""
    d = X.shape[2]
    words = d - 2 * len(TURNS)
    width = max(words, 2 * len(TURNS))
    Wq, Wk = np.zeros((2, d, 2 * width))
    sharp = SHARP * np.sqrt(width)
    Wk[:words, :words] = np.eye(words)
    Wq[:words, :words] = sharp * np.eye(words)
    for number, turn in enumerate(TURNS):
        feature, column = words + 2 * number, width + 2 * number
        two = slice(feature, feature + 2), slice(column, column + 2)
        Wk[two] = np.eye(2)
        # Turning a query back by one place makes it most like the key of the place before.
        back = [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
        Wq[two] = 4 * sharp * np.array(back)
    zeros = np.zeros(2 * width)
    out = np.eye(2 * width, d)
    return {
        "Wq": Wq,
        "bq": zeros,
        "Wk": Wk,
        "bk": zeros,
        "Wv": Wk,
        "bv": zeros,
        "Wo": out,
        "bo": np.zeros(d),
    }


@picture(
    "multi_head_attention",
    "causal_mask",
    try_next="Which word do the three “the” see, and what does the mask leave of it? Change the "
    "second head, so that it looks two places back.",
)
def who_looks_at_whom(student: Student, ref: Reference) -> list[Images]:
    """The weights of two heads in “the cat saw the dog and the dog ran”.

    A row for each word that asks, a column for each that is asked.
    """
    X, n = sentence(), len(SENTENCE)
    parameters = two_heads(X)
    causal = student.causal_mask(n)
    allowed = array(causal, (n, n), what="the causal mask").astype(np.bool_)
    panels = []
    for mask, heading in ((None, "Without a mask"), (allowed, "With a causal mask")):
        got = student.multi_head_attention(X, X, parameters, 2, mask)
        weights = array(unpack(got, "output", "weights")[1], (1, 2, n, n), what="weights")
        shown = [
            image(label, weights[0, head], (n, n), low=0.0, high=1.0)
            for head, label in enumerate(("same word", "place before"))
        ]
        panels.append(
            images(
                shown,
                low=0.0,
                high=1.0,
                heading=heading,
                says="Rows are words that ask, columns words that are asked, both in the order of "
                "the sentence.",
            )
        )
    return panels


@picture(
    "scaled_dot_product_attention",
    "attention_backward",
    try_next="Draw the same for queries that are ten times as long. What does the root take care "
    "of, and what can it not know?",
)
def what_the_root_is_for(student: Student, ref: Reference) -> list[Lines]:
    """The largest weight of a query, and the length of dQ, against the number of features.

    With the root and, by longer queries, as if there were none.
    """
    largest: dict[str, list[float]] = {"divided by √d_k": [], "not divided": []}
    slopes: dict[str, list[float]] = {name: [] for name in largest}
    for d_k in FEATURES:
        rng = np.random.default_rng(d_k)
        Q, K = rng.normal(size=(QUERIES, d_k)), rng.normal(size=(KEYS, d_k))
        V, d_output = rng.normal(size=(KEYS, 4)), rng.normal(size=(QUERIES, 4))
        for name, root in zip(largest, (1.0, np.sqrt(d_k)), strict=True):
            got = student.scaled_dot_product_attention(root * Q, K, V)
            weights = array(unpack(got, "output", "weights")[1], (QUERIES, KEYS), what="weights")
            largest[name].append(float(weights.max(axis=1).mean()))
            back = student.attention_backward(d_output, root * Q, K, V)
            dQ = array(unpack(back, "dQ", "dK", "dV")[0], (QUERIES, d_k), what="dQ")
            # Of what comes before the root: a derivative in the scores, over the keys' length.
            slopes[name].append(float(np.linalg.norm(dQ) / np.linalg.norm(K) * np.sqrt(d_k)))
    return [
        lines(FEATURES, largest, x_label="features", y_label="largest weight", log_x=True),
        lines(
            FEATURES,
            slopes,
            x_label="features",
            y_label="length of dQ·√d_k over that of K",
            log_x=True,
        ),
    ]


@picture(
    "additive_attention",
    try_next="At which state does the decoder look in the middle between two of the states? Make "
    "the energies twice as large: what happens to the borders?",
)
def a_decoder_looks_back(student: Student, ref: Reference) -> Lines:
    """How much a decoder takes of each of four states, as its own state goes from −2 to 6.

    The encoder's states are 0, 1, 3 and 4; the network says how near the decoder's is.
    """
    at = np.linspace(-2.0, 6.0, 41)
    A = np.tile(np.array([[0.0], [1.0], [3.0], [4.0]]), (len(at), 1, 1))
    # A bump of two tanh: it is highest where the two states are equal.
    parameters = {
        "Wa": np.array([[1.0, 1.0]]),
        "Ws": np.array([[-1.0, -1.0]]),
        "b": np.array([0.5, -0.5]),
        "v": np.array([3.0, -3.0]),
    }
    got = student.additive_attention(at[:, np.newaxis], A, parameters)
    weights = array(unpack(got, "context", "weights")[1], (len(at), 4), what="weights")
    series = {f"state {int(one)}": weights[:, t] for t, one in enumerate(A[0, :, 0])}
    return lines(at, series, x_label="the decoder's state", y_label="weight")
