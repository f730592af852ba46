"""What a student's cures draw: penalties and weights, masks, and when a training stops."""

import numpy as np

from common.datasets import digits_to_learn
from common.networks import network_of
from grader.authoring import Array, Reference, Student, array, scalar, unpack
from grader.authoring.pictures import Images, Lines, image, images, lines, picture

# Others than the checks'.
NETWORK, TRAIN, TEST, ORDER = [64, 16, 1], 60, 300, 1
PENALTIES = (0.03, 0.3, 1.0, 3.0, 10.0, 30.0)
SHOWN, EPOCHS = 10, 40


def right(ref: Reference, X: Array, Y: Array, parameters: dict[str, Array]) -> float:
    """The share of digits that the whole network, without dropout, puts right."""
    AL, _ = ref.forward_propagation_with_dropout(X, parameters, 1.0, 0)
    return float(np.mean((AL > 0.5) == Y))


@picture(
    "model",
    try_next="Find the largest λ that costs nothing in training. Is the test curve at its best "
    "there? Then do it again with 500 digits: why does λ matter less?",
)
def penalties(student: Student, ref: Reference) -> list[Lines]:
    """What λ does to your network: digits put right, and the sizes of its weights."""
    X, Y, X_test, Y_test, _ = digits_to_learn(ref, TRAIN, TEST, ORDER)
    train, test, sizes = [], [], {}
    ends = np.linspace(0, 1, 21)
    for lambd in PENALTIES:
        result = student.model(X, Y, NETWORK, 0.5, 60, lambd)
        learnt = network_of(unpack(result, "parameters", "costs")[0], NETWORK)
        train.append(right(ref, X, Y, learnt))
        test.append(right(ref, X_test, Y_test, learnt))
        if lambd in (0.03, 3.0, 30.0):
            found = np.abs(learnt["W1"]).ravel()
            sizes[f"λ = {lambd:g}"] = [float(np.mean(found <= end)) for end in ends]
    return [
        lines(
            PENALTIES,
            {"training": train, "test": test},
            x_label="λ",
            y_label="share right",
            log_x=True,
            heading=f"Digits put right after training on {TRAIN}",
            says="From other random weights the curves run a little otherwise.",
        ),
        lines(
            ends,
            sizes,
            x_label="size of a weight",
            y_label="share of the weights that are no larger",
            heading="The weights of the first layer",
        ),
    ]


@picture(
    "dropout_forward",
    try_next="Average the images of a hundred seeds: what do you see, and what if nothing had been "
    "divided by keep_prob? Try keep_prob = 0.9 and 0.2.",
)
def masks(student: Student, ref: Reference) -> Images:
    """One digit through ten of your dropout masks, with keep_prob = 0.6."""
    X, *_ = digits_to_learn(ref, TRAIN, TEST, ORDER)
    A, kept = X[:, 5:6], []
    shown = [image("as it is", A, (8, 8), low=0, high=1 / 0.6)]
    for seed in range(SHOWN):
        A_out, D = unpack(student.dropout_forward(A, 0.6, seed), "A_out", "D")
        shown.append(image(f"seed {seed}", A_out, (8, 8), low=0, high=1 / 0.6))
        kept.append(int(np.count_nonzero(array(D, A.shape, what="D"))))
    counts = ", ".join(map(str, kept))
    return images(
        shown,
        low=0,
        high=1 / 0.6,
        says=f"Of 64 pixels your masks keep {counts}. What is kept is brighter, by 1/0.6.",
    )


@picture(
    "early_stopping",
    try_next="How much patience does it take here to find the best epoch of all? Try min_delta = "
    "0.02. Why is the dev curve so rough, and what would larger mini-batches do to it?",
)
def patience(student: Student, ref: Reference) -> list[Lines]:
    """A training on 40 digits, watched on others: where your patience ends, and what it saves."""
    train, dev = watched(ref)
    tried = range(1, 13)
    found = [unpack(student.early_stopping(dev, p), "best_epoch", "stop_epoch") for p in tried]
    return [
        lines(
            range(EPOCHS),
            {},
            given={"training": train, "dev": dev},
            x_label="epoch",
            y_label="cost",
            heading="The training that is watched",
            says=f"The dev cost is lowest in epoch {int(np.argmin(dev))}.",
        ),
        lines(
            tried,
            {
                "best_epoch": [scalar(best, "best_epoch") for best, _ in found],
                "stop_epoch": [scalar(stop, "stop_epoch") for _, stop in found],
            },
            x_label="patience",
            y_label="epoch",
            heading="Where it stops, and what it goes back to",
        ),
    ]


def watched(ref: Reference) -> tuple[list[float], list[float]]:
    """The costs on 40 digits and on 300 others, while a network learns ten digits at a time."""
    X, Y, X_dev, Y_dev, _ = digits_to_learn(ref, TRAIN, TEST, ORDER)
    X, Y = X[:, :40], Y[:, :40]
    parameters, _ = ref.model(X, Y, NETWORK, num_iterations=0)
    train: list[float] = []
    dev: list[float] = []
    rng = np.random.default_rng(2)
    for _ in range(EPOCHS):
        for data, known, record in ((X, Y, train), (X_dev, Y_dev, dev)):
            AL, _ = ref.forward_propagation_with_dropout(data, parameters, 1.0, 0)
            record.append(float(ref.compute_cost_with_regularization(AL, known, parameters, 0.0)))
        for _ in range(4):
            few = rng.choice(40, size=10, replace=False)
            _, caches = ref.forward_propagation_with_dropout(X[:, few], parameters, 1.0, 0)
            grads = ref.backward_propagation_with_dropout(
                X[:, few], Y[:, few], caches, parameters, 1.0
            )
            parameters = ref.weight_decay_update(parameters, grads, 0.5, 0.0, 10)
    return train, dev
