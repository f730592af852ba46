"""What a student's decomposition sees: a year of an error, notes on mistakes, labels in the way."""

import numpy as np

from grader.authoring import Reference, Student, entries, finite, kind_of, require, scalar, sequence
from grader.authoring.pictures import Lines, lines, picture

LINKS = ("human", "train", "train_dev", "dev", "test", "production")
GAPS = ("avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap")
# The error of a lift that understands the floor one asks for, at four times.
TIMES: dict[str, tuple[float, ...]] = {
    "at first": (0.02, 0.19, 0.20, 0.26, 0.26, 0.30),
    "bigger network": (0.02, 0.04, 0.18, 0.24, 0.24, 0.28),
    "more speakers": (0.02, 0.05, 0.07, 0.17, 0.18, 0.22),
    "echo added": (0.02, 0.07, 0.09, 0.11, 0.12, 0.15),
}


def measured(time: str) -> dict[str, float]:
    """The six errors at that time."""
    return dict(zip(LINKS, TIMES[time], strict=True))


@picture(
    "decompose_errors",
    try_next="Leave train_dev out of the second chain, and look where its two steps go. Which of "
    "the four times could you then no longer tell from which other?",
)
def staircase(student: Student, ref: Reference) -> Lines:
    """A lift hears which floor you want: its error, built up from your gaps, link by link."""
    # Just before the next link the error is still the one of this.
    places = np.arange(len(LINKS)).repeat(2) + np.tile([0.0, 0.99], len(LINKS))
    curves = {}
    for time in TIMES:
        errors = measured(time)
        gaps = entries(student.decompose_errors(errors), *GAPS)
        heights = np.cumsum([errors["human"], *(finite(gap, "a gap") for gap in gaps)])
        curves[time] = heights[places.astype(int)]
    return lines(
        places,
        curves,
        given={"best human": np.full(places.size, 0.02)},
        x_label="link: 0 human, 1 train … 5 production",
        y_label="error",
        says="Each step is one of your gaps: the highest one is the problem of that time.",
    )


@picture(
    "decompose_errors",
    "biggest_problem",
    "recommend_knobs",
    try_next="Begin the chain with a typical passenger's error of 0.06 in place of the 0.02 of the "
    "best human. At which time do you then turn another knob, and are you right?",
)
def year(student: Student, ref: Reference) -> Lines:
    """The five gaps at four times: each cure lowers one, and shows the next."""
    found: dict[str, list[float]] = {gap: [] for gap in GAPS}
    told = []
    for time in TIMES:
        gaps = student.decompose_errors(measured(time))
        for name, gap in zip(GAPS, entries(gaps, *GAPS), strict=True):
            found[name].append(scalar(gap, name))
        problem = student.biggest_problem(gaps)
        law = f"the problem must be the name of a gap, or None; it is {kind_of(problem)}"
        named = isinstance(problem, str) and problem in GAPS
        require(problem is None or named, law, got=problem)
        knobs = sequence(student.recommend_knobs(problem), what="the list of knobs")
        words = [one for one in knobs if isinstance(one, str) and len(one) < 40]
        told.append(f"{time}: {problem} ({', '.join(words[:4])})")
    return lines(
        range(len(TIMES)),
        found,
        x_label="time, from 0 to 3",
        y_label="gap",
        says=f"Your problems and knobs: {'; '.join(told)}.",
    )


# How often a wrong floor has a category, and how often that comes with another one.
CATEGORIES = {"echo": 0.5, "child": 0.3, "laughing": 0.15}


def wrong_floors(count: int) -> list[list[str]]:
    """What made each of so many wrong floors hard, the same first ones always."""
    rng = np.random.default_rng(46)
    table = rng.random((count, len(CATEGORIES))) < np.array([*CATEGORIES.values()])
    return [[name for name, there in zip(CATEGORIES, row, strict=True) if there] for row in table]


@picture(
    "error_analysis",
    try_next="Draw the wrong floors with another seed. From which number of examples on is the "
    "order of the three ceilings the same each time?",
)
def ceilings(student: Student, ref: Reference) -> Lines:
    """How many mistakes must one read? The ceilings of three categories, the more are examined."""
    every = wrong_floors(200)
    counts = [8, 12, 16, 20, 30, 40, 60, 80, 100, 130, 160, 200]
    curves: dict[str, list[float]] = {name: [] for name in CATEGORIES}
    for count in counts:
        got = student.error_analysis(every[:count], 0.1)
        for name, one in zip(CATEGORIES, entries(got, *CATEGORIES), strict=True):
            curves[name].append(scalar(*entries(one, "ceiling"), f"the ceiling of {name}"))
    true = {f"{name}, of all": np.full(len(counts), 0.1 * p) for name, p in CATEGORIES.items()}
    return lines(
        counts,
        curves,
        given=true,
        x_label="mistakes examined",
        y_label="ceiling",
        log_x=True,
        says="The dev error is 0.10. Dotted: what endless reading would find.",
    )


@picture(
    "label_budget",
    try_next="Let half of the wrong labels be mended, 0.003 in place of 0.006. From which dev "
    "error on do they matter then?",
)
def labels(student: Student, ref: Reference) -> Lines:
    """The better the network, the more of its mistakes are the labels'."""
    errors = np.array([0.2, 0.16, 0.12, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.015, 0.01])
    label, other, mend = [], [], []
    for error in errors.tolist():
        got = student.label_budget(error, 0.006 / error, 0.1 * error + 1e-5)
        one, rest, fix = entries(got, "label_error", "other_error", "fix_labels")
        label.append(scalar(one, "label_error"))
        other.append(scalar(rest, "other_error"))
        if scalar(fix, "fix_labels"):
            mend.append(error)
    where = f"from a dev error of {max(mend):g} on" if mend else "never"
    return lines(
        errors,
        {"label_error": label, "other_error": other},
        given={"what two models differ by": 0.1 * errors},
        x_label="dev error",
        y_label="part of it",
        log_x=True,
        log_y=True,
        says=f"Two models differ by a tenth of their error. You would mend the labels {where}.",
    )
