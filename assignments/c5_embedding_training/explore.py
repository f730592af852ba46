"""What a student's training draws: words that find their topics, noise, and counts that fit."""

import numpy as np

from common.topics import TOPIC_SIZE, TOPICS, of_own_topic, talk
from common.words import principal_plane
from grader.authoring import Array, Reference, Student, array, entries, numbers, scalar, unpack
from grader.authoring.pictures import Lines, Regions, grid, lines, picture, region, regions

# Others than the checks'.
SEED, SENTENCES, LENGTH, D = 21, 40, 5, 6
EPOCHS, RATE = 4, 0.15
SIDE, RANGE = 24, (-2.6, 2.6)
WORDS = TOPIC_SIZE * len(TOPICS)


def start(d: int = D) -> tuple[Array, Array]:
    """Two tables of small random numbers."""
    chance = np.random.default_rng(SEED)
    return 0.3 * chance.normal(size=(WORDS, d)), 0.3 * chance.normal(size=(WORDS, d))


def epochs(student: Student, pairs: Array, k: int) -> tuple[list[Array], Array, list[float]]:
    """E before each epoch and after the last; U at last; the mean losses, over that of zeros."""
    E, U = start()
    noise = np.full(WORDS, 1 / WORDS)
    tables, losses = [E], []
    for epoch in range(EPOCHS):
        got = student.skipgram_epoch(pairs, E, U, noise, k, RATE, epoch)
        E_new, U_new, loss = unpack(got, "E_new", "U_new", "mean_loss")
        E, U = numbers(E_new, E.shape, "E_new"), numbers(U_new, U.shape, "U_new")
        tables.append(E)
        losses.append(scalar(loss, "the mean loss") / ((1 + k) * np.log(2)))
    return tables, U, losses


def pairs_of_talk(student: Student, window: int) -> Array:
    """The student's pairs of some sentences."""
    found = []
    for sentence in talk(SENTENCES, LENGTH, SEED):
        got = array(student.skipgram_pairs(sentence, window), (None, 2), what="the pairs")
        found.append(np.clip(got.astype(int), 0, WORDS - 1))
    return np.concatenate(found)


@picture(
    "skipgram_pairs",
    "skipgram_epoch",
    try_next="Draw it after one epoch, and after twenty. Which words stay between the topics, and "
    "how often were they stray words in somebody else's sentence?",
)
def map_of_topics(student: Student, ref: Reference) -> list[Regions]:
    """Twelve words in the plane, after four epochs of 40 sentences: as centres, and as contexts.

    They talk of drinks, trees and the court. The maps have the two directions in which your vectors
    differ most; the border is that of the places which are nearest to the mean of the drinks.
    """
    tables, U, _ = epochs(student, pairs_of_talk(student, 2), 4)
    labels = [1] * TOPIC_SIZE + [0] * (WORDS - TOPIC_SIZE)
    panels = []
    for heading, table in (("Centres, E", tables[-1]), ("Contexts, U", U)):
        centre, axes = principal_plane(table)
        at = (table - centre) @ axes.T
        means = at.reshape(len(TOPICS), TOPIC_SIZE, 2).mean(axis=1)

        def nearest(places: Array, means: Array = means) -> Array:
            away = ((places[:, np.newaxis] - means) ** 2).sum(axis=2)
            found: Array = (np.argmin(away, axis=1) == 0).astype(np.int64)
            return found

        cells = nearest(grid(SIDE, RANGE, RANGE).T)
        shown = region("nearest to the drinks", cells, nearest(at), labels, side=SIDE)
        panels.append(
            regions(
                np.clip(at, *RANGE).T,
                labels,
                [shown],
                x_range=RANGE,
                y_range=RANGE,
                x_label="first direction",
                y_label="second direction",
                heading=heading,
            )
        )
    return panels


@picture(
    "skipgram_epoch",
    try_next="Take ten drawn words for each pair, with the rate a third as large. What is gained?",
)
def topics_by_epoch(student: Student, ref: Reference) -> list[Lines]:
    """How the topics are found, with one, two and five drawn words for each pair."""
    pairs = talk(200, 2, SEED)
    shares, losses = {}, {}
    for k in (1, 2, 5):
        tables, _, loss = epochs(student, pairs, k)
        name = f"{k} drawn"
        shares[name] = [of_own_topic(table) for table in tables]
        losses[name] = loss
    return [
        lines(
            range(EPOCHS + 1),
            shares,
            x_label="epochs",
            y_label="of three neighbours, how many are of the own topic",
            heading="Neighbours",
        ),
        lines(
            range(1, EPOCHS + 1),
            losses,
            x_label="epoch",
            y_label="mean loss, over (1 + k) ln 2",
            heading="Loss",
        ),
    ]


@picture(
    "noise_distribution",
    try_next="Where do the curves cross? Words to the right of it are drawn more often than they "
    "are heard.",
)
def noise_by_rank(student: Student, ref: Reference) -> Lines:
    """How often words are drawn as noise, from the most frequent one to the rarest.

    The second word occurs half as often as the first, the third a third as often, and so on.
    """
    counts = np.round(5000 / np.arange(1, 41)).astype(np.int64)
    series = {
        f"power {power:g}": numbers(
            student.noise_distribution(counts, power), counts.shape, "the noise"
        )
        for power in (0.0, 0.75, 1.0)
    }
    return lines(
        range(1, 41), series, x_label="rank", y_label="probability", log_x=True, log_y=True
    )


@picture(
    "cooccurrence_matrix",
    "glove_cost_and_grads",
    try_next="Take x_max = 1, so that all counts weigh the same. Which end of the line gets worse?",
)
def counts_that_fit(student: Student, ref: Reference) -> Lines:
    """What GloVe makes of the counts of 120 sentences, after 2 and after 80 steps of descent.

    For each count above 0, the mean of W·U + b + c; a perfect fit is the dotted line.
    """
    X = np.zeros((WORDS, WORDS))
    for sentence in talk(120, LENGTH, SEED):
        got = student.cooccurrence_matrix(sentence, WORDS, 2)
        X = X + np.maximum(numbers(got, X.shape, "X"), 0)
    W, U = start(3)
    learnt = {"W": W, "U": U, "b": np.zeros(WORDS), "c": np.zeros(WORDS)}
    edges = np.linspace(-0.75, 3.25, 9)
    middles = (edges[:-1] + edges[1:]) / 2
    series = {}
    for step in range(1, 81):
        _, grads = unpack(student.glove_cost_and_grads(X, *learnt.values(), 20.0), "cost", "grads")
        for name, value in learnt.items():
            (one,) = entries(grads, f"d{name}")
            learnt[name] = value - 0.03 * numbers(one, value.shape, f"d{name}")
        if step in (2, 80):
            fitted = learnt["W"] @ learnt["U"].T + learnt["b"][:, np.newaxis] + learnt["c"]
            logs = np.where(X > 0, np.log(np.where(X > 0, X, 1.0)), -9.0)
            place = np.digitize(logs, edges)
            series[f"{step} steps"] = [
                float(fitted[place == one].mean()) if (place == one).any() else np.nan
                for one in range(1, len(edges))
            ]
    return lines(
        middles,
        series,
        given={"log X": middles},
        x_label="log X",
        y_label="W·U + b + c",
    )
