"""The checks of "Which problem, which knob".

Each states one law of the exercise that its name starts with. Nothing here may touch a
student's value before one of the comparing helpers has looked at its type and shape.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.random import Generator

from grader.authoring import (
    Failure,
    Function,
    Reference,
    Student,
    check,
    close,
    draw,
    entries,
    equal,
    fresh,
    given,
    kind_of,
    refuses,
    require,
    scalar,
    sequence,
    unchanged,
)

LINKS = ("human", "train", "train_dev", "dev", "test", "production")
# The gaps in the order of the chain, and the drawer of each.
DRAWERS = {
    "avoidable_bias": "better_optimizer bigger_model train_longer",
    "variance": "more_training_data regularization",
    "data_mismatch": "error_analysis_train_vs_dev make_training_data_similar",
    "dev_overfit": "bigger_dev_set",
    "deployment_gap": "change_dev_set change_metric",
}
GAPS = tuple(DRAWERS)
KNOBS = {problem: drawer.split() for problem, drawer in DRAWERS.items()}
# So little beyond a tolerance is beyond it.
HAIR = 1e-6


# What the checks share


def exactly(got: Any, names: Sequence[str], what: str) -> tuple[Any, ...]:
    """The entries of a dict that has these keys and no others."""
    listed = ", ".join(map(called, names))
    want = f"a dict with {listed} alone" if names else "an empty dict"
    a_dict(got, what, want)
    lacking = [called(name) for name in names if name not in got]
    more = len({*got} - {*names})
    slips = [f"it lacks {', '.join(lacking)}"] if lacking else []
    slips += [f"it has {more} more"] if more else []
    keys = f"hold {listed}, and no other key" if names else "be empty"
    require(not slips, f"{what} must {keys}; {' and '.join(slips)}", got=got, want=want)
    return entries(got, *names)


def a_dict(got: Any, what: str, want: str) -> None:
    """It is a dict."""
    require(
        isinstance(got, dict), f"{what} must be a dict; it is {kind_of(got)}", got=got, want=want
    )


def called(name: str) -> str:
    """A name as it stands in a sentence: in quotes if it would not be seen there."""
    return name if name.strip() == name != "" else repr(name)


def turned(rng: Generator, found: Mapping[str, Any]) -> dict[str, Any]:
    """The same dict, its keys in another order."""
    keys = list(found)
    return {keys[int(place)]: found[keys[int(place)]] for place in rng.permutation(len(keys))}


# bayes_proxy


@check(
    "bayes_proxy",
    points=1,
    kind="example",
    public=True,
    hint="Bayes error is at most what the best people reach. What do you know if nobody was asked?",
)
def bayes_proxy_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three groups of people: 0.04, the best one's error; no group: ValueError.

    And other groups, one of them without a name, some without a mistake or with nothing else; the
    dict stays as it is."""
    people = {"passer-by": 0.09, "three paramedics": 0.04, "paramedic": 0.05}
    close(student.bayes_proxy(people), 0.04, what="the proxy")
    doctors = {"layman": 0.03, "doctor": 0.01, "team": 0.005}
    close(student.bayes_proxy(doctors), 0.005, what="the proxy of doctors")
    names = {"expert": 0.01, "clerk": 0.02, "group of experts": 0.015}
    close(student.bayes_proxy(names), 0.01, what="the proxy of experts")
    exact = {"a": 0.25, "b": 0.0, "c": 1.0}
    close(student.bayes_proxy(exact), 0.0, what="the proxy of b, who makes no mistake,")
    whole = {"coin": 0.5, "oracle": 0, "parrot": 1}
    close(student.bayes_proxy(whole), 0.0, what="the proxy of coin, oracle and parrot")
    close(student.bayes_proxy({"team": 0.0}), 0.0, what="the proxy of a team without a mistake")
    close(student.bayes_proxy({"parrot": 1}), 1.0, what="the proxy of a parrot alone")
    fine = {"one of 7": 1 / 7, "": 1 / 30, "one of 9": 1 / 9}
    close(student.bayes_proxy(fine), 1 / 30, what="the proxy with a group whose name is empty")
    refuses(student.bayes_proxy, {})
    unchanged(student.bayes_proxy, people)


def some_groups(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> dict[str, float]:
    """Errors of so many groups, of which some are equal, or 0, or 1."""
    errors = np.round(rng.uniform(0, 0.4, size=sizes["groups"]), 3)
    errors = np.where(rng.random(errors.size) < 0.1, rng.choice([0.0, 1.0]), errors)
    names = rng.choice(["amateur", "expert", "layman", "nurse", "team", "zoologist"], 6, False)
    return dict(zip(names.tolist(), errors.tolist(), strict=False))


@check(
    "bayes_proxy",
    points=1,
    kind="property",
    hint="A bound from above: worse groups say nothing about it, and a better one lowers it.",
)
@given(
    draw.drawn(
        sizes={"groups": (1, 6)},
        groups=some_groups,
        other=lambda rng, _, fields: turned(rng, fields["groups"]),
    ),
    examples=20,
)
def bayes_proxy_is_a_bound(
    student: Student, ref: Reference, groups: dict[str, float], other: dict[str, float]
) -> None:
    """The smallest error of all groups, in any order: a worse group more changes nothing.

    A better one does; half of all errors gives half of it; the dict stays as it is."""
    want = sorted(groups.values())[0]
    close(student.bayes_proxy(groups), want, what="the proxy")
    close(student.bayes_proxy(other), want, what="the proxy of the same groups in another order")
    got = student.bayes_proxy({**groups, "novice": min(1.0, want + 0.125)})
    close(got, want, what="the proxy with a worse group more")
    for place in ({"aces": want / 4, **groups}, {**groups, "aces": want / 4}):
        close(student.bayes_proxy(place), want / 4, what="the proxy with a better group more")
    got = student.bayes_proxy({name: np.float64(error / 2) for name, error in groups.items()})
    close(got, want / 2, what="the proxy of half of all errors")
    unchanged(student.bayes_proxy, groups)


# decompose_errors


def gaps_are(got: Any, want: Mapping[str, float], what: str = "") -> None:
    """These gaps, and none that was not measured."""
    found = exactly(got, list(want), f"the dict of gaps{what}")
    for name, gap in zip(want, found, strict=True):
        close(gap, want[name], what=f"{name}{what}")


# What the handout's team measured in a year.
YEAR: dict[str, dict[str, float]] = {
    "March": {"human": 0.04, "train": 0.21, "train_dev": 0.22, "dev": 0.24},
    "May": {"human": 0.04, "train": 0.07, "train_dev": 0.18, "dev": 0.24},
    "July": {"human": 0.04, "train": 0.07, "train_dev": 0.10, "dev": 0.16, "test": 0.17},
    "September": {"human": 0.04, "train": 0.06, "train_dev": 0.07, "dev": 0.08, "test": 0.13},
    "November": {
        "human": 0.04,
        "train": 0.06,
        "train_dev": 0.07,
        "dev": 0.08,
        "test": 0.07,
        "production": 0.15,
    },
}
GAPS_OF: dict[str, tuple[float, ...]] = {
    "March": (0.17, 0.01, 0.02),
    "May": (0.03, 0.11, 0.06),
    "July": (0.03, 0.03, 0.06, 0.01),
    "September": (0.02, 0.01, 0.01, 0.05),
    "November": (0.02, 0.01, 0.01, -0.01, 0.08),
}


@check(
    "decompose_errors",
    points=1,
    kind="example",
    public=True,
    hint="Walk down the chain: each gap is an error minus the one just before it.",
)
def decompose_errors_by_hand(student: Student, ref: Reference) -> None:
    """The gaps of the handout's five months, in any order of their errors; a new dict each time.

    In November the test set is easier than the dev set; nothing is changed."""
    for month, errors in YEAR.items():
        want = dict(zip(GAPS, GAPS_OF[month], strict=False))
        gaps_are(student.decompose_errors(errors), want, f" of {month}")
    backwards = dict(reversed(YEAR["November"].items()))
    want = dict(zip(GAPS, GAPS_OF["November"], strict=True))
    gaps_are(student.decompose_errors(backwards), want, " of November backwards")
    unchanged(student.decompose_errors, YEAR["July"])
    fresh(student.decompose_errors, YEAR["July"])


@check(
    "decompose_errors",
    points=1,
    kind="example",
    public=True,
    hint="What was not measured has no gap, and its neighbours stand next to each other.",
)
def decompose_errors_of_short_chains(student: Student, ref: Reference) -> None:
    """The right gaps where train_dev, test or production was not measured, or is 0.

    Without a training-dev set variance is dev − train, and there is no data_mismatch; without a
    test set the deployment gap begins at dev; an error of 0 was measured, and so is a gap of 0;
    nothing is rounded, and nothing changed."""
    short = {"human": 0.01, "train": 0.02, "dev": 0.10}
    want = {"avoidable_bias": 0.01, "variance": 0.08}
    gaps_are(student.decompose_errors(short), want, " of three errors")
    got = student.decompose_errors({"human": 0.04, "train": 0.06, "dev": 0.08, "production": 0.15})
    want = {"avoidable_bias": 0.02, "variance": 0.02, "deployment_gap": 0.07}
    gaps_are(got, want, " without a test set")
    got = student.decompose_errors({**short, "test": 0.13, "production": 0.11})
    want = {"avoidable_bias": 0.01, "variance": 0.08, "dev_overfit": 0.03, "deployment_gap": -0.02}
    gaps_are(got, want, " without a training-dev set")
    fine = {"human": 1 / 30, "train": 1 / 15, "train_dev": 1 / 7, "dev": 1 / 9, "test": 3 / 16}
    want = dict(zip(GAPS, (1 / 30, 8 / 105, -2 / 63, 11 / 144), strict=False))
    gaps_are(student.decompose_errors(fine), want, " of errors that are no round numbers")
    nothing_wrong = {"human": 0.02, "train": 0, "train_dev": 0, "dev": 0.05, "test": 0.0}
    want = dict(zip(GAPS, (-0.02, 0.0, 0.05, -0.05, 0.03), strict=True))
    got = student.decompose_errors({**nothing_wrong, "production": 0.03})
    gaps_are(got, want, " of errors of 0")
    some = {"human": 0.0, "train": 0.3, "train_dev": 0.35, "dev": 0.25, "production": 0}
    want = {"avoidable_bias": 0.3, "variance": 0.05, "data_mismatch": -0.1, "deployment_gap": -0.25}
    gaps_are(student.decompose_errors(some), want, " of a production without a mistake")
    even = dict.fromkeys(LINKS, 0.125)
    gaps_are(student.decompose_errors(even), dict.fromkeys(GAPS, 0.0), " of six equal errors")
    unchanged(student.decompose_errors, {**short, "production": 0.11})


def six_errors(rng: Generator, _: draw.Sizes, __: draw.Fields) -> dict[str, float]:
    """All errors of a chain, up or down from one to the next; some are 0."""
    errors = np.round(rng.uniform(0, 0.4, size=len(LINKS)), 4)
    errors = np.where(rng.random(errors.size) < 0.15, 0.0, errors)
    return turned(rng, dict(zip(LINKS, errors.tolist(), strict=True)))


def chain_of(errors: Mapping[str, float], measured: Sequence[str]) -> dict[str, float]:
    """What a chain's gaps are: the name belongs to where a gap ends, but for variance."""
    links = [link for link in LINKS if link in measured]
    ends = dict(zip(LINKS[1:], GAPS, strict=True))
    if "train_dev" not in links:
        ends["dev"] = "variance"
    return {ends[end]: errors[end] - errors[start] for start, end in pairwise(links)}


@check(
    "decompose_errors",
    points=2,
    kind="property",
    hint="Neighbours only: in each of the eight cases the gaps add up to the last minus human.",
)
@given(errors=draw.drawn(errors=six_errors).map(lambda one: one["errors"]), examples=12)
def decompose_errors_adds_up(student: Student, ref: Reference, errors: dict[str, float]) -> None:
    """In all eight cases the right gaps, which add up to the last error minus human.

    With all errors halved and moved by as much, half of them; the dict stays as it is."""
    for case in range(8):
        left_out = [
            link for bit, link in enumerate(("train_dev", "test", "production")) if case >> bit & 1
        ]
        some = {link: error for link, error in errors.items() if link not in left_out}
        want = chain_of(some, list(some))
        told = f" without {', '.join(left_out)}" if left_out else " of all six errors"
        got = student.decompose_errors(some)
        gaps_are(got, want, told)
        last = [link for link in LINKS if link in some][-1]
        total = sum(scalar(gap, "a gap") for gap in exactly(got, list(want), "the dict of gaps"))
        close(total, some[last] - some["human"], what=f"the sum of the gaps{told}")
        lower = {link: np.float64(0.5 * error + 0.25) for link, error in some.items()}
        halves = {name: gap / 2 for name, gap in want.items()}
        gaps_are(student.decompose_errors(lower), halves, f"{told}, halved and moved")
        unchanged(student.decompose_errors, some)


# biggest_problem


def the_name(got: Any, want: str | None, what: str) -> None:
    """The name of a gap, or None."""
    law = f"{what} must be {'None' if want is None else 'the name of a gap'}; it is {kind_of(got)}"
    require(got is None if want is None else isinstance(got, str), law, got=got, want=want)
    equal(got, want, what)


@check(
    "biggest_problem",
    points=1,
    kind="example",
    public=True,
    hint="The largest gap, if it is above the tolerance; of equals the one earlier in the chain.",
)
def biggest_problem_by_hand(student: Student, ref: Reference) -> None:
    """The handout's five months, one problem each; None where no gap is above the tolerance.

    July with 0.06 tolerated: None; no gap above 0.01, or no gap at all: None; with 0 tolerated a
    gap above 0; equal gaps, in any order: the earlier in the chain; a large negative gap is none.
    The dict stays as it is."""
    for month, problem in zip(GAPS_OF, GAPS, strict=True):
        gaps = dict(zip(GAPS, GAPS_OF[month], strict=False))
        the_name(student.biggest_problem(gaps), problem, f"the problem of {month}")
    july = dict(zip(GAPS, GAPS_OF["July"], strict=False))
    the_name(student.biggest_problem(july, 0.06), None, "July's problem with 0.06 tolerated")
    got = student.biggest_problem(july, tolerance=0.0599)
    the_name(got, "data_mismatch", "July's problem with 0.0599 tolerated")
    small = {"avoidable_bias": 0.01, "variance": 0.009, "dev_overfit": -0.2}
    the_name(student.biggest_problem(small), None, "the problem of small gaps")
    got = student.biggest_problem({**small, "variance": 0.01 + HAIR})
    the_name(got, "variance", "the problem of a gap just above 0.01")
    the_name(student.biggest_problem({}), None, "the problem of no gaps")
    got = student.biggest_problem({"avoidable_bias": -0.02, "variance": -0.01}, 0)
    the_name(got, None, "the problem of negative gaps")
    got = student.biggest_problem({"variance": 0, "data_mismatch": -0.5}, 0)
    the_name(got, None, "the problem of a gap of 0 with 0 tolerated")
    got = student.biggest_problem({"variance": 0.004}, 0)
    the_name(got, "variance", "the problem of a single gap of 0.004 with 0 tolerated")
    got = student.biggest_problem({"variance": 0.5, "deployment_gap": 1})
    the_name(got, "deployment_gap", "the problem of gaps of 0.5 and 1")
    equals = {"deployment_gap": 0.05, "variance": 0.05, "dev_overfit": 0.05, "data_mismatch": 0.05}
    the_name(student.biggest_problem(equals), "variance", "the problem of four equal gaps")
    got = student.biggest_problem(equals, 0.3)
    the_name(got, None, "the problem of four gaps with 0.3 tolerated")
    got = student.biggest_problem({"avoidable_bias": 0.04, "data_mismatch": 0.04 + HAIR})
    the_name(got, "data_mismatch", "the problem of two gaps, of which the second is a bit larger,")
    for first, second in combinations(GAPS, 2):
        gaps = {name: 0.04 if name in (first, second) else 0.02 for name in reversed(GAPS)}
        the_name(student.biggest_problem(gaps), first, f"the problem of equal {first} and {second}")
    unchanged(student.biggest_problem, equals)


def some_gaps(rng: Generator, _: draw.Sizes, __: draw.Fields) -> dict[str, float]:
    """Some of the five gaps in any order, many of them equal, most of them small."""
    high = int(rng.choice([3, 6, 20]))
    grid = rng.integers(-high, high, size=len(GAPS), endpoint=True) / 200
    kept = rng.random(len(GAPS)) < 0.8
    found = {name: gap for name, gap, there in zip(GAPS, grid.tolist(), kept, strict=True) if there}
    return turned(rng, found)


def a_tolerance(rng: Generator, _: draw.Sizes, fields: draw.Fields) -> float:
    """One that the largest gap just reaches, or just exceeds, or another one, 0 among them."""
    most = max(fields["gaps"].values(), default=0.0)
    reached = [most, most - HAIR, most - 0.0004, most + HAIR]
    tolerance = float(rng.choice([*reached, 0.0, 0.01, 0.0175]))
    return tolerance if tolerance >= 0 else 0.01


@check(
    "biggest_problem",
    points=1,
    kind="reference",
    hint="A negative gap is no problem, however large; and equal to the tolerance isn't above it.",
)
@given(
    draw.drawn(
        gaps=some_gaps,
        tolerance=a_tolerance,
        other=lambda rng, _, fields: turned(rng, fields["gaps"]),
    ),
    examples=40,
)
def biggest_problem_is_the_largest(
    student: Student,
    ref: Reference,
    gaps: dict[str, float],
    tolerance: float,
    other: dict[str, float],
) -> None:
    """The largest gap, of equals the first in the chain, if it is above the tolerance, or None.

    The same for another order of the keys, and for twice of everything; the dict stays as it is."""
    want = ref.biggest_problem(gaps, tolerance)
    the_name(student.biggest_problem(gaps, tolerance), want, "the problem")
    got = student.biggest_problem(other, tolerance)
    the_name(got, want, "the problem of the same gaps in another order")
    twice = {name: np.float64(2 * gap) for name, gap in gaps.items()}
    got = student.biggest_problem(twice, 2 * tolerance)
    the_name(got, want, "the problem with all gaps and the tolerance doubled")
    unchanged(student.biggest_problem, gaps, tolerance)


# recommend_knobs


def drawer_is(got: Any, knobs: list[str], what: str) -> None:
    """These knobs, in this order."""
    found = sequence(got, what=what)
    names = [str(knob) for knob in found if isinstance(knob, str)]
    only_turned = names != knobs and sorted(names) == knobs and len(names) == len(found)
    require(not only_turned, f"{what} must be sorted by name", got=got, want=knobs)
    equal(found, knobs, what)


def refused(function: Function, name: str) -> None:
    """What is no name of a problem is refused; the message says which name it is."""
    try:
        refuses(function, name)
    except Failure as failure:
        law = f"{name!r} is no name of a problem: it must raise ValueError; it returned a value"
        raise Failure(law, got=failure.got, want=failure.want) from None


@check(
    "recommend_knobs",
    points=1,
    kind="example",
    public=True,
    hint="One drawer of knobs for each problem, as in the table; None is no problem: [].",
)
def recommend_knobs_by_hand(student: Student, ref: Reference) -> None:
    """The handout's table of knobs, sorted, a new list each time; [] for None.

    Names that are not in it, the empty one, "none" and those of c2_bias_variance too: ValueError;
    the same when asked twice."""
    for problem, knobs in [*KNOBS.items(), *KNOBS.items()]:
        drawer_is(student.recommend_knobs(problem), knobs, f"the answer to {problem}")
    drawer_is(student.recommend_knobs(None), [], "the answer to None")
    for other in ("bias", "", "Variance", " variance", "overfitting", "mismatch", "none", "None"):
        refused(student.recommend_knobs, other)
    for other in ("high_variance", "data mismatch", "data-mismatch", "deployment"):
        refused(student.recommend_knobs, other)
    for problem in (*KNOBS, None):
        fresh(student.recommend_knobs, problem)


@check(
    "recommend_knobs",
    points=1,
    kind="property",
    hint="Names are compared letter by letter, the empty one too. Each knob lies in one drawer, "
    "and whoever opens it gets a list of his own.",
)
@given(problem=draw.options(*KNOBS), examples=5)
def recommend_knobs_is_one_drawer(student: Student, ref: Reference, problem: str) -> None:
    """Each knob is listed for one problem only; a name that is only nearly right: ValueError.

    Each list is a new one each time, sorted, an empty one too."""
    # Names first, and each answer is judged as it comes: what fails is shown with its own call.
    for other in ("", problem.upper(), f"{problem}s", f"no_{problem}", f"{problem} ", problem[:-1]):
        refused(student.recommend_knobs, other)
    drawer_is(student.recommend_knobs(None), [], "the answer to None")
    drawer_is(student.recommend_knobs(problem), KNOBS[problem], f"the answer to {problem}")
    drawers = {name: sequence(student.recommend_knobs(name)) for name in KNOBS}
    knobs = [knob for drawer in drawers.values() for knob in drawer]
    law = "no knob may lie in the drawers of two problems"
    twice = [knob for place, knob in enumerate(knobs) if knob in knobs[:place]]
    require(not twice, law, got=twice, want=[])
    fresh(student.recommend_knobs, problem)
    fresh(student.recommend_knobs, None)


# orthogonal_knobs


def stages_of(got: Any, want: Mapping[str, str], what: str) -> None:
    """These knobs and no others, each with its stage."""
    found = exactly(got, list(want), what)
    for (knob, stage), name in zip(want.items(), found, strict=True):
        equal(name, stage, f"{what}: the stage of {called(knob)}")


# What the handout's team measured of four knobs.
EFFECTS: dict[str, dict[str, float]] = {
    "bigger_model": {"avoidable_bias": -0.03, "variance": 0.001, "data_mismatch": 0.0},
    "early_stopping": {"avoidable_bias": 0.02, "variance": -0.03, "data_mismatch": 0.0},
    "siren_noise": {"avoidable_bias": 0.0, "variance": 0.005, "data_mismatch": -0.04},
    "new_logo": {"avoidable_bias": 0.0, "variance": 0.0, "data_mismatch": 0.002},
}


@check(
    "orthogonal_knobs",
    points=1,
    kind="example",
    public=True,
    hint="Count, for each knob, the stages that change by more than the tolerance, up or down. "
    "Where it is one, it is this stage that belongs to the knob.",
)
def orthogonal_knobs_by_hand(student: Student, ref: Reference) -> None:
    """Of the handout's four knobs bigger_model and siren_noise move one stage each.

    early_stopping moves two stages, new_logo none; other tolerances, 0 among them; a knob that only
    makes one stage worse counts; names may be empty; no knobs, or none measured: nothing. The
    effects stay as they are, and the dict is a new one each time."""
    want = {"bigger_model": "avoidable_bias", "siren_noise": "data_mismatch"}
    stages_of(student.orthogonal_knobs(EFFECTS), want, "the dict of knobs")
    wider = {**want, "early_stopping": "variance"}
    got = student.orthogonal_knobs(EFFECTS, 0.02)
    stages_of(got, wider, "the dict of knobs with 0.02 tolerated")
    got = student.orthogonal_knobs(EFFECTS, tolerance=0.001)
    narrow = {"bigger_model": "avoidable_bias", "new_logo": "data_mismatch"}
    stages_of(got, narrow, "the dict of knobs with 0.001 tolerated")
    got = student.orthogonal_knobs(EFFECTS, 0)
    stages_of(got, {"new_logo": "data_mismatch"}, "the dict of knobs with 0 tolerated")
    others = {
        "smaller_model": {"variance": -0.001, "avoidable_bias": 0.08},
        "all at once": {"avoidable_bias": -0.01, "variance": -0.01, "dev_overfit": -0.01},
        "up and down": {"data_mismatch": 0.02, "variance": -0.02},
        "evened out": {"data_mismatch": -0.03, "variance": -0.01, "avoidable_bias": 0.01},
        "almost": {"avoidable_bias": 0.0051, "variance": -0.005},
        "nearly": {"avoidable_bias": -0.0051, "variance": -0.005},
        "mostly": {"variance": -0.09, "avoidable_bias": 0.006},
        "diluted": {"variance": -0.02, "avoidable_bias": 0.008, "data_mismatch": 0, "cost": 0.0},
        "a bit of all": {"variance": -0.02, "avoidable_bias": 0.004, "data_mismatch": 0.004},
        "slower": {"seconds": 0.3},
        "all gone": {"variance": -1, "seconds": 0},
        "": {"": 0.02},
        " ": {" ": 0.02},
        "not measured": {},
    }
    want = {"smaller_model": "avoidable_bias", "almost": "avoidable_bias", "slower": "seconds"}
    want |= {"nearly": "avoidable_bias", "a bit of all": "variance", "all gone": "variance"}
    want |= {"": "", " ": " "}
    stages_of(student.orthogonal_knobs(others), want, "the dict of other knobs")
    got = student.orthogonal_knobs(others, 0.5)
    stages_of(got, {"all gone": "variance"}, "the dict of other knobs with 0.5 tolerated")
    stages_of(student.orthogonal_knobs({}), {}, "the dict of no knobs")
    unchanged(student.orthogonal_knobs, EFFECTS)
    fresh(student.orthogonal_knobs, EFFECTS)


STAGES = ("avoidable_bias", "variance", "data_mismatch", "speed", "cost")


def some_effects(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> dict[str, dict[str, float]]:
    """Knobs that move none of their stages, one or more, up or down; many changes are near the
    tolerance, or at it."""
    effects = {}
    for number in range(sizes["knobs"]):
        count = int(rng.integers(0, sizes["stages"], endpoint=True))
        stages = rng.permutation(STAGES)[:count].tolist()
        at = float(rng.choice([0.005, 0.005 - HAIR, 0.005 + HAIR]))
        size = np.where(rng.random(count) < 0.4, at, np.round(rng.uniform(0, 0.02, count), 3))
        size = np.where(rng.random(count) < 0.6, np.minimum(size, 0.004), size)
        signs = rng.choice([-1.0, 1.0], size=count)
        effects[f"knob {number + 1}"] = dict(zip(stages, (signs * size).tolist(), strict=True))
    return turned(rng, effects)


@check(
    "orthogonal_knobs",
    points=1,
    kind="property",
    hint="Exactly one stage: none is too few, two are too many, and a side effect is an effect.",
)
@given(
    draw.drawn(
        sizes={"knobs": (0, 6), "stages": (1, 5)},
        effects=some_effects,
        other=lambda rng, _, fields: {
            knob: turned(rng, changes) for knob, changes in turned(rng, fields["effects"]).items()
        },
    ),
    examples=30,
)
def orthogonal_knobs_move_one_stage(
    student: Student,
    ref: Reference,
    effects: dict[str, dict[str, float]],
    other: dict[str, dict[str, float]],
) -> None:
    """The knobs that move exactly one stage, also in another order or with all signs turned.

    The same with everything doubled, and under other names; the effects stay as they are."""
    want = ref.orthogonal_knobs(effects)
    stages_of(student.orthogonal_knobs(effects), want, "the dict of knobs")
    stages_of(student.orthogonal_knobs(other), want, "the dict of knobs in another order")
    turned_round = {
        knob: {stage: -change for stage, change in one.items()} for knob, one in effects.items()
    }
    got = student.orthogonal_knobs(turned_round)
    stages_of(got, want, "the dict of knobs with all signs turned")
    doubled = {
        knob.upper(): {f"{stage}'": np.float64(2 * change) for stage, change in one.items()}
        for knob, one in effects.items()
    }
    renamed = {knob.upper(): f"{stage}'" for knob, stage in want.items()}
    got = student.orthogonal_knobs(doubled, 0.01)
    stages_of(got, renamed, "the dict of renamed knobs with everything doubled")
    unchanged(student.orthogonal_knobs, effects)


# error_analysis


def analysis_is(got: Any, shares: Mapping[str, float], dev_error: float, what: str = "") -> None:
    """These categories and no others, with these shares, and ceilings to match."""
    found = exactly(got, list(shares), f"the dict of categories{what}")
    for (name, want), one in zip(shares.items(), found, strict=True):
        a_dict(one, f"the entry of {called(name)}{what}", 'a dict with "share", "ceiling"')
        share, ceiling = entries(one, "share", "ceiling")
        close(share, want, what=f"the share of {called(name)}{what}")
        close(ceiling, dev_error * want, what=f"the ceiling of {called(name)}{what}")


# The handout's eight wrong sentences.
NOTED: list[list[str]] = [
    ["siren"],
    ["siren", "drug"],
    ["drug", "siren"],
    [],
    ["dialect", "siren"],
    ["siren", "siren"],
    ["drug"],
    [],
]


@check(
    "error_analysis",
    points=1,
    kind="example",
    public=True,
    hint="For each category: in how many of all examined examples is it, once or more?",
)
def error_analysis_by_hand(student: Student, ref: Reference) -> None:
    """The handout's eight sentences: siren 5/8, drug 3/8, dialect 1/8, and their ceilings.

    These are 0.10, 0.06 and 0.02; five pictures of dogs and nights; names that differ by a capital
    or a blank, and an empty one; a category of all examples; nothing noted, or nothing examined: an
    empty dict. The lists stay as they are, and the dict is a new one each time."""
    want = {"siren": 5 / 8, "drug": 3 / 8, "dialect": 1 / 8}
    analysis_is(student.error_analysis(NOTED, 0.16), want, 0.16)
    # As many examples, and other categories of one of them only.
    pictures = (("dog",), ("blur", "dog"), ("dog", "blur"), ("night",), ())
    want = {"dog": 0.6, "blur": 0.4, "night": 0.2}
    analysis_is(student.error_analysis(pictures, 0.1), want, 0.1, " of pictures")
    notes = [["a", "a", "a"], ["b", "B", "b"], ["b", "a", "b"], ["B", "", " b"], [], ["a"]]
    want = {"a": 1 / 2, "b": 1 / 3, "B": 1 / 3, "": 1 / 6, " b": 1 / 6}
    analysis_is(student.error_analysis(notes, 0.3), want, 0.3, " of a, b and B")
    got = student.error_analysis([["x"], ["y", "x"], ["x"]], 1)
    analysis_is(got, {"x": 1.0, "y": 1 / 3}, 1.0, " of x and y")
    analysis_is(student.error_analysis([[], [], []], 0.2), {}, 0.2, " of nothing noted")
    analysis_is(student.error_analysis([], 0.2), {}, 0.2, " of nothing examined")
    unchanged(student.error_analysis, NOTED, 0.16)
    fresh(student.error_analysis, NOTED, 0.16)


WORDS = ("blur", "Blur", "blurred", "dark", "dark ", "far away", "child", "")


def some_tags(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[list[str]]:
    """The categories of each example: none, one or several, some of them twice."""
    words = rng.permutation(WORDS)[: sizes["categories"]]
    chance = rng.uniform(0, 1, size=words.size)
    found = []
    for _ in range(sizes["examples"]):
        noted = words[rng.random(words.size) < chance].tolist()
        twice = [word for word in noted if rng.random() < 0.25]
        found.append(rng.permutation([*noted, *twice]).tolist() if noted else [])
    return found


@check(
    "error_analysis",
    points=1,
    kind="property",
    hint="Examples are counted, not notes; those without a note were examined as well.",
)
@given(
    draw.drawn(
        sizes={"examples": (1, 12), "categories": (1, 8)},
        tags=some_tags,
        dev_error=lambda rng, _, __: float(np.round(rng.uniform(0.01, 0.5), 3)),
        order=lambda rng, sizes, _: rng.permutation(sizes["examples"]).tolist(),
    ),
    examples=20,
)
def error_analysis_counts_examples(
    student: Student, ref: Reference, tags: list[list[str]], dev_error: float, order: list[int]
) -> None:
    """The share is of all examples examined, each counted once, and the ceiling dev_error times it.

    The same for other orders, for each note twice, and for each example twice; half with as many
    examples more that have no category."""
    names = [word for word in WORDS if any(word in noted for noted in tags)]
    want = {name: float(np.mean([name in noted for noted in tags])) for name in names}
    analysis_is(student.error_analysis(tags, dev_error), want, dev_error)
    for told, others in (
        (" in another order", [tuple(reversed(tags[place])) for place in order]),
        (" with each note twice", [2 * noted for noted in tags]),
        (" with each example twice", [*tags, *tags]),
    ):
        analysis_is(student.error_analysis(others, dev_error), want, dev_error, told)
    more = [*([] for _ in tags), *tags]
    halves = {name: share / 2 for name, share in want.items()}
    got = student.error_analysis(more, dev_error)
    analysis_is(got, halves, dev_error, " with as many that nobody could explain")
    unchanged(student.error_analysis, tags, dev_error)


# label_budget


def budget_is(got: Any, label: float, other: float, fix: bool, what: str = "") -> None:
    """The two parts of the dev error, and whether to mend the labels."""
    found = entries(got, "label_error", "other_error", "fix_labels")
    close(found[0], label, what=f"label_error{what}")
    close(found[1], other, what=f"other_error{what}")
    close(found[2], float(fix), rtol=0, atol=0, what=f"fix_labels (1 for true){what}")


@check(
    "label_budget",
    points=1,
    kind="example",
    public=True,
    hint="A share of the errors becomes an error by the dev error; compare that with the gap.",
)
def label_budget_by_hand(student: Student, ref: Reference) -> None:
    """The handout's July: 0.008, 0.152 and false; November: 0.008, 0.072 and true.

    A gap that the labels just reach: true; other pairs, small ones too, and no wrong labels, or
    nothing but these, or no error at all; the dict is a new one each time."""
    for (dev, share, gap), *want in (
        ((0.16, 0.05, 0.02), 0.008, 0.152, False),
        ((0.08, 0.1, 0.004), 0.008, 0.072, True),
        ((0.5, 0.25, 0.125), 0.125, 0.375, True),
        ((0.02, 0.3, 0.004), 0.006, 0.014, True),
        ((0.1, 0.6, 0.07), 0.06, 0.04, False),
        ((0.1, 0.39, 0.04), 0.039, 0.061, False),
        ((0.1, 0.0, 0.001), 0.0, 0.1, False),
        ((0.1, 1, 0.1), 0.1, 0.0, True),
        ((0.02, 0.04, 0.0005), 0.0008, 0.0192, True),
        ((1, 0.03125, 0.5), 0.03125, 0.96875, False),
        ((1 / 16, 1 / 3, 0.02), 1 / 48, 1 / 24, True),
        ((0.0, 0.5, 0.001), 0.0, 0.0, False),
    ):
        budget_is(student.label_budget(dev, share, gap), *want, f" of {(dev, share, gap)}")
    fresh(student.label_budget, 0.16, 0.05, 0.02)


def decided(drawn: dict[str, Any]) -> bool:
    """What is compared is off equality: rounding decides nothing."""
    return abs(drawn["dev_error"] * drawn["share"] - drawn["rival_gap"]) > 1.9 * HAIR


@check(
    "label_budget",
    points=1,
    kind="property",
    hint="Two parts of one error: they add up to it, and only the one is compared with the gap.",
)
@given(
    draw.drawn(
        dev_error=lambda rng, _, __: float(np.round(rng.uniform(0.01, 0.6), 3)),
        share=lambda rng, _, __: float(rng.choice([0.0, 1.0, *np.round(rng.random(6), 2)])),
        rival_gap=lambda rng, _, fields: float(
            np.maximum(
                fields["dev_error"] * fields["share"] * rng.choice([0.5, 0.9, 1.0, 1.1, 3.0])
                + rng.choice([-2 * HAIR, 2 * HAIR]),
                2 * HAIR,
            )
        ),
    ).filter(decided),
    examples=30,
)
def label_budget_adds_up(
    student: Student, ref: Reference, dev_error: float, share: float, rival_gap: float
) -> None:
    """label_error and other_error add up to dev_error; the first decides on fix_labels.

    Half of both errors gives half of both parts, and the same decision; 1 − mislabelled_share in
    place of mislabelled_share swaps the two parts."""
    label, other = dev_error * share, dev_error * (1 - share)
    fix = label > rival_gap
    got = student.label_budget(dev_error, share, rival_gap)
    budget_is(got, label, other, fix)
    parts = entries(got, "label_error", "other_error")
    close(sum(scalar(one, "a part") for one in parts), dev_error, what="the sum of the two parts")
    halves = np.float64(dev_error / 2), np.float64(share), np.float64(rival_gap / 2)
    budget_is(student.label_budget(*halves), label / 2, other / 2, fix, " of half the errors")
    got = student.label_budget(dev_error, 1 - share, 2 * dev_error)
    budget_is(got, other, label, False, " of the other share, with a wide gap")
