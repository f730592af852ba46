"""What a student's splits see: patients who are known already, dev sets by the dozen, four sets."""

import numpy as np
from numpy.typing import NDArray

from grader.authoring import Array, Reference, Student, array, entries, require, scalar, unpack
from grader.authoring.pictures import Lines, lines, picture

PATIENTS = 60
CLASSES = 8
SETS = ("train", "train_dev", "dev", "test")


def places(value: object, m: int, what: str) -> NDArray[np.int64]:
    """Places among m examples, at least one."""
    found = array(value, (None,), what=what, dtype="int").astype(np.int64)
    inside = found.size > 0 and found.min() >= 0 and found.max() < m
    require(inside, f"{what} must hold places from 0 to {m - 1}, at least one", got=value)
    return found


def nearest_error(X: Array, y: NDArray[np.int64], train: Array, dev: Array) -> float:
    """The share of dev whose nearest neighbour in train has the other label."""
    gaps = np.sum((X[:, dev][:, :, None] - X[:, train][:, None, :]) ** 2, axis=0)
    return float(np.mean(y[train][gaps.argmin(axis=1)] != y[dev]))


@picture(
    "split_indices",
    "group_split",
    try_next="Let the label follow from the hand: y = 1 where its first feature is above 0. Now "
    "there is something to learn. Which of the two curves comes down, and do they meet?",
)
def patients(student: Student, ref: Reference) -> Lines:
    """The error of nearest neighbours that learn labels of pure chance, with two kinds of split."""
    pictures = np.arange(1, 9)
    by_picture, by_patient = [], []
    for count in pictures.tolist():
        rng = np.random.default_rng(40 + count)
        groups = np.repeat(np.arange(PATIENTS), count)
        hands, luck = rng.normal(size=(4, PATIENTS)), rng.integers(2, size=PATIENTS)
        X = hands[:, groups] + 0.15 * rng.normal(size=(4, groups.size))
        y, m = luck[groups], groups.size
        dev_size = m // 4
        errors = np.zeros((2, 4))
        for seed in range(4):
            parts = unpack(student.split_indices(m, [m - dev_size, dev_size], seed), "train", "dev")
            sides = unpack(student.group_split(groups, 25, seed), "train_idx", "dev_idx")
            for row, (train, dev) in enumerate((parts, sides)):
                errors[row, seed] = nearest_error(
                    X, y, places(train, m, "train"), places(dev, m, "dev")
                )
        by_picture.append(errors[0].mean())
        by_patient.append(errors[1].mean())
    return lines(
        pictures,
        {"dev of pictures": by_picture, "dev of patients": by_patient},
        given={"new patients": np.full(pictures.size, 0.5)},
        x_label="pictures of each patient",
        y_label="dev error",
        says="There is nothing to learn, so half of all new patients will be wrong. Which of the "
        "two dev sets knows? (Your numbers are random: the curves differ a little from others'.)",
    )


@picture(
    "dev_size_needed",
    try_next="Put z = 2.576 into the formula in place of 1.96. To which height does the curve "
    "climb, and what does it cost in examples?",
)
def margins(student: Student, ref: Reference) -> list[Lines]:
    """How large a dev set must be, and whether it then keeps its promise."""
    asked = np.geomspace(0.01, 0.1, 12)
    needed: dict[str, list[float]] = {"error 0.1": [], "error 0.3": []}
    kept: dict[str, list[float]] = {name: [] for name in needed}
    for name in needed:
        error, rng = float(name.split()[1]), np.random.default_rng(5)
        for margin in asked.tolist():
            n = scalar(student.dev_size_needed(error, margin), "the size")
            law = "the size must be a whole number from 1 on"
            require(1 <= n < 1e9 and n == int(n), law, got=n)
            measured = rng.binomial(int(n), error, size=2000) / n
            needed[name].append(n)
            kept[name].append(float(np.mean(np.abs(measured - error) <= margin)))
    return [
        lines(
            asked,
            needed,
            x_label="margin",
            y_label="your n",
            log_x=True,
            log_y=True,
            heading="Half the margin, four times the examples",
        ),
        lines(
            asked,
            kept,
            given={"promised": np.full(asked.size, 0.95)},
            x_label="margin",
            y_label="share within it",
            log_x=True,
            heading="Of 2000 dev sets of that size, so many measure within the margin",
        ),
    ]


@picture(
    "split_two_sources",
    "distribution_gap",
    try_next="Take train_dev from the target alone. Which of the gaps become small, and which "
    "question can then no longer be answered?",
)
def four_sets(student: Student, ref: Reference) -> list[Lines]:
    """The classes of the four sets, where web and clinic have different ones."""
    rng = np.random.default_rng(9)
    classes = np.arange(CLASSES)
    web_odds, target_odds = 0.75**classes, 0.75 ** classes[::-1]
    labels = np.concatenate(
        [
            rng.choice(CLASSES, size=1500, p=web_odds / web_odds.sum()),
            rng.choice(CLASSES, size=900, p=target_odds / target_odds.sum()),
        ]
    )
    got = student.split_two_sources(1500, 900, 300, 300, 300, 1)
    found = {
        name: labels[places(one, labels.size, name)]
        for name, one in zip(SETS, entries(got, *SETS), strict=True)
    }
    shares = {name: np.bincount(one, minlength=CLASSES) / one.size for name, one in found.items()}
    gaps = {
        name: [
            scalar(student.distribution_gap(found[name], found[other], CLASSES), "the gap")
            for other in SETS
        ]
        for name in ("train", "dev")
    }
    return [
        lines(classes, shares, x_label="class", y_label="share", heading="Shares of the classes"),
        lines(
            np.arange(4),
            {f"from {name}": values for name, values in gaps.items()},
            x_label="to train, train_dev, dev, test (0 to 3)",
            y_label="gap",
            heading="Your gaps between the sets",
            says="Two pairs should be alike: train and train_dev, dev and test. (Even they are "
            "not at 0: that is chance, with sets of 300.)",
        ),
    ]
