"""What a student's functions see: stages that shrink, a staircase of truths, and a crossover."""

import numpy as np
from numpy.typing import NDArray

from common.worlds import archive
from grader.authoring import Array, Reference, Student, entries, scalar, sequence, unpack
from grader.authoring.pictures import Lines, lines, picture

STAGES = ("cut", "sounds", "words")
CLIPS = 200
# How often each stage goes wrong on true input, and how often a label is.
FAILS, LABELS = (0.12, 0.25, 0.1), 0.05
# A stage that gets something odd from the one before it makes nothing of it, but for so often.
RESCUED = 0.15
PAIRS = (5, 8, 12, 16, 20, 25, 30, 40, 60, 100, 200)


@picture(
    "pipeline_accuracy",
    try_next="Which accuracy must each of ten stages have, so that nine clips in ten are right at "
    "the end? Read it off, then work it out.",
)
def chain(student: Student, ref: Reference) -> Lines:
    """The accuracy of a pipeline, the more stages it has, all as good as each other."""
    stages = np.arange(0, 13)
    curves = {
        f"{share:g} each": [
            scalar(student.pipeline_accuracy([share] * int(count)), "an accuracy")
            for count in stages
        ]
        for share in (0.99, 0.95, 0.9, 0.8)
    }
    return lines(stages, curves, x_label="stages", y_label="accuracy of the system")


def listened_to(seed: int) -> NDArray[np.int64]:
    """Who is right about 200 clips: the system as it is, and with 1, 2 and 3 stages replaced."""
    rng = np.random.default_rng(seed)
    fails = rng.random((len(STAGES), CLIPS)) < np.array(FAILS)[:, None]
    rescued = rng.random((len(STAGES) + 1, CLIPS)) < RESCUED
    rows = []
    for replaced in range(len(STAGES) + 1):
        left = fails[replaced:].any(axis=0)
        rows.append(~left | (rescued[replaced] & (replaced < len(STAGES))))
    found: NDArray[np.int64] = (np.array(rows) & (rng.random(CLIPS) > LABELS)).astype(np.int64)
    return found


@picture(
    "measure_ceilings",
    "ceiling_analysis",
    "attribute_errors",
    try_next="You may halve the failures of one stage. Which one do you take, and to what does the "
    "first step of the staircase rise at most?",
)
def staircase(student: Student, ref: Reference) -> list[Lines]:
    """What each truth is worth, for 200 clips and the archive's three stages."""
    correct = listened_to(4)
    accuracies = [
        scalar(one, "an accuracy")
        for one in sequence(student.measure_ceilings(correct), len(STAGES) + 1, "the accuracies")
    ]
    gains, best = unpack(student.ceiling_analysis(list(STAGES), accuracies), "gains", "best")
    steps = [scalar(one, "a gain") for one in entries(gains, *STAGES)]
    boxes = entries(student.attribute_errors(list(STAGES), correct), *STAGES, "unresolved")
    blame = [scalar(one, "a count") / CLIPS for one in boxes]
    named = best if isinstance(best, str) and best in STAGES else "no stage of this pipeline"
    return [
        lines(
            range(len(STAGES) + 1),
            {"accuracy": accuracies},
            x_label="stages replaced: none, cut, sounds, words",
            y_label="share of the clips",
            heading="A staircase of truths",
            says=f"Your ceiling_analysis says: work on {named}.",
        ),
        lines(
            range(1, len(STAGES) + 1),
            {"gain": steps, "errors that it answers for": blame[:-1]},
            x_label="stage: cut, sounds, words",
            y_label="share of the clips",
            heading="Gains and blame are not the same",
            says=f"{blame[-1]:.3f} of the clips are unresolved.",
        ),
    ]


def mean_errors(student: Student, worlds: list[dict[str, Array]]) -> tuple[float, float]:
    """The errors of both designs, in the mean over these worlds."""
    found = [
        [scalar(one, "an error") for one in entries(student.compare_designs(**world), *names)]
        for world in worlds
        for names in [("pipeline", "end_to_end")]
    ]
    pipeline, end_to_end = np.mean(found, axis=0)
    return float(pipeline), float(end_to_end)


@picture(
    "fit_linear",
    "compare_designs",
    "crossover_size",
    try_next="Give the pipeline 20 examples of each stage in place of 200, and then take the "
    "melody away. How far does the crossover move, and which way?",
)
def crossover(student: Student, ref: Reference) -> Lines:
    """The errors of both designs, the more pairs there are: three worlds, in the mean."""
    both = [mean_errors(student, [archive(pairs, seed) for seed in (3, 4, 5)]) for pairs in PAIRS]
    pipeline, end_to_end = ([one[place] for one in both] for place in (0, 1))
    size = student.crossover_size(list(PAIRS), pipeline, end_to_end)
    where = "nowhere" if size is None else f"at {scalar(size, 'the crossover'):g} pairs"
    return lines(
        PAIRS,
        {"pipeline": pipeline, "end to end": end_to_end},
        x_label="pairs",
        y_label="mean squared error",
        log_x=True,
        log_y=True,
        says=f"Your crossover_size finds it {where}.",
    )
