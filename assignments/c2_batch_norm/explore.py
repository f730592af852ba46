"""What a student's batch normalisation draws: a unit before and after it, and lonely examples."""

import numpy as np

from common.datasets import digits_to_learn
from grader.authoring import Reference, Student, array, entries, numbers, unpack
from grader.authoring.pictures import Lines, lines, picture, predicted

# Others than the checks'.
TRAIN, TEST, ORDER = 150, 64, 2
SEED = 5
UNITS = 8
SHARES = np.linspace(2, 98, 25)
SIZES = (1, 2, 4, 8, 16, 32, 64)


@picture(
    "bn_model",
    "batchnorm_predict",
    try_next="Draw another unit, and the same with a rate of 3. What would relu make of a unit "
    "whose values all lie below 0, and can that happen after batch normalisation?",
)
def one_unit(student: Student, ref: Reference) -> list[Lines]:
    """What the first hidden unit says of the training set, before and after normalisation.

    Its values from the smallest to the largest, after 1, 4 and 12 epochs.
    """
    X, Y, *_ = digits_to_learn(ref, TRAIN, TEST, ORDER)
    before, after = {}, {}
    for epochs in (1, 4, 12):
        got = student.bn_model(X, Y, UNITS, mini_batch_size=25, num_epochs=epochs, seed=SEED)
        parameters, running = unpack(got, "parameters", "running")
        W1, b1, gamma, beta = entries(parameters, "W1", "b1", "gamma1", "beta1")
        Z1 = numbers(W1, (UNITS, len(X)), "W1") @ X + numbers(b1, (UNITS, 1), "b1")
        N1 = array(student.batchnorm_predict(Z1, gamma, beta, running), Z1.shape, what="N1")
        name = f"{epochs} epoch{'s' if epochs > 1 else ''}"
        before[name], after[name] = np.percentile(Z1[0], SHARES), np.percentile(N1[0], SHARES)
    return [
        lines(
            SHARES,
            series,
            x_label="per cent of the examples",
            y_label="value",
            heading=heading,
            says="From other random weights the curves run another way.",
        )
        for heading, series in (("Before: Z1", before), ("After: N1", after))
    ]


@picture(
    "bn_model",
    "bn_predict",
    "batchnorm_forward",
    try_next="Sort the test images, so that a batch holds odd digits only. What does the curve of "
    "the batch's own statistics do, and why does the other one stay?",
)
def company(student: Student, ref: Reference) -> Lines:
    """New digits put right, in test batches of 1 to 64, by either statistics.

    One curve with those of each test batch, and one with the running ones.
    """
    X, Y, X_test, Y_test, _ = digits_to_learn(ref, TRAIN, TEST, ORDER)
    got = student.bn_model(X, Y, UNITS, mini_batch_size=25, num_epochs=12, seed=SEED)
    parameters, running = unpack(got, "parameters", "running")
    W1, b1, gamma, beta, W2, b2 = entries(parameters, "W1", "b1", "gamma1", "beta1", "W2", "b2")
    Z1 = numbers(W1, (UNITS, len(X)), "W1") @ X_test + numbers(b1, (UNITS, 1), "b1")
    out, bias = numbers(W2, (1, UNITS), "W2"), numbers(b2, (1, 1), "b2")
    alone = predicted(student.bn_predict(X_test, parameters, running), TEST)
    shares = []
    for size in SIZES:
        right = 0.0
        for start in range(0, TEST, size):
            part = slice(start, start + size)
            N1, _ = unpack(
                student.batchnorm_forward(Z1[:, part].copy(), gamma, beta), "out", "cache"
            )
            Z2 = out @ np.maximum(0.0, array(N1, (UNITS, size), what="out")) + bias
            right += float(np.sum((Z2 > 0) == Y_test[:, part]))
        shares.append(right / TEST)
    return lines(
        SIZES,
        {
            "the batch's own": shares,
            "running": np.full(len(SIZES), np.mean(alone == Y_test[0])),
        },
        x_label="examples in a test batch",
        y_label="share right",
        log_x=True,
        says="A batch of one has variance 0: of each image the same is said.",
    )
