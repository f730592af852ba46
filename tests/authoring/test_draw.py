"""Strategies: the inputs that checks need, in the mixture that finds mistakes."""

from __future__ import annotations

import numpy as np
import pytest

from grader.authoring import draw as draw
from grader.authoring.checks import check, given
from grader.preparation.examples import draw as examples_of

RNG = np.random.default_rng
SIZES = {"n": 4, "m": 5, "one": 1}


def drawn(*joint, count=60, seed=0, **single):
    """Examples as a check of these inputs gets them."""

    @check("e", points=1, kind="property", hint="h")
    @given(*joint, examples=count, **single)
    def one_check(student, ref, **inputs):
        """Inputs."""

    return examples_of(one_check, seed)


def field(noun, seed=0, sizes=SIZES, so_far=None):
    return noun(RNG(seed), sizes, so_far or {})


# Sizes


@pytest.mark.parametrize(
    "sizes",
    [
        {"n": (1, 6), "m": (2, 12)},
        {"n": (2, 5), "m": (2, 5)},
        {"a": (1, 6), "b": (2, 12), "c": (2, 5)},
    ],
    ids=str,
)
def test_sizes_are_all_different_in_half_and_all_equal_in_a_fifth(sizes):
    found = drawn(draw.drawn(sizes=sizes, X=draw.normal(*sizes)), count=200)
    shapes = [one["X"].shape for one in found]
    assert len(shapes) == 200
    assert sum(len(set(shape)) == len(shape) for shape in shapes) >= 100
    assert sum(len(set(shape)) == 1 for shape in shapes) >= 40
    for place, (low, high) in enumerate(sizes.values()):
        assert {shape[place] for shape in shapes} == set(range(low, high + 1))


@pytest.mark.parametrize(
    "sizes", [{"n": (3, 3), "m": (3, 3)}, {"n": (1, 2), "m": (5, 6)}, {"n": (2, 4)}, {"n": (7, 7)}]
)
def test_ranges_that_leave_no_choice_draw_all_the_same(sizes):
    for one in drawn(draw.drawn(sizes=sizes, X=draw.normal(*sizes)), count=20):
        for side, (low, high) in zip(one["X"].shape, sizes.values(), strict=True):
            assert low <= side <= high


# Fields


def test_normal_numbers_are_readable_and_never_zero():
    found = drawn(draw.drawn(sizes={"n": (1, 20)}, X=draw.normal("n", scale=0.01), b=draw.normal()))
    values = np.concatenate([one["X"] for one in found] + [[one["b"]] for one in found])
    assert np.abs(values).min() >= 0.01 - 1e-12
    assert np.array_equal(values, np.round(values, draw.DECIMALS))
    assert (values > 0).any()
    assert (values < 0).any()


def test_normal_numbers_have_their_scale():
    values = field(draw.normal(20_000, scale=3.0))
    assert abs(values.mean()) < 0.1
    assert values.std() == pytest.approx(3.0, rel=0.03)


def test_dims_are_names_of_sizes_or_numbers():
    assert field(draw.normal("n", 3, "m")).shape == (4, 3, 5)
    assert field(draw.uniform("m", low=0, high=1)).shape == (5,)
    assert field(draw.integers(2, "n", low=0, high=1)).shape == (2, 4)


def test_without_dims_a_field_is_a_plain_number():
    assert type(field(draw.normal())) is float
    assert type(field(draw.uniform(low=0, high=1))) is float
    assert type(field(draw.integers(low=0, high=1))) is int


def test_uniform_numbers_lie_between_their_bounds():
    values = field(draw.uniform(5000, low=-2.0, high=3.0))
    assert -2.0 <= values.min() < -1.9
    assert 2.9 < values.max() <= 3.0


def test_integers_include_both_bounds():
    values = field(draw.integers(500, low=-1, high=2))
    assert values.dtype == np.int64
    assert set(values.tolist()) == {-1, 0, 1, 2}
    assert {field(draw.integers(low=3, high=4), seed) for seed in range(20)} == {3, 4}


def test_labels_hold_both_classes():
    for seed in range(100):
        for count in (2, 3, 7):
            labels = field(draw.labels(count), seed)
            assert labels.shape == (1, count)
            assert labels.dtype == np.float64
            assert set(labels.ravel().tolist()) == {0.0, 1.0}


def test_a_lone_label_may_be_of_either_class():
    found = {float(field(draw.labels("one"), seed)[0, 0]) for seed in range(30)}
    assert found == {0.0, 1.0}


def test_either_class_may_be_the_larger_one_and_come_first():
    firsts = [field(draw.labels(5), seed) for seed in range(60)]
    assert {float(one[0, 0]) for one in firsts} == {0.0, 1.0}
    assert {float(one.sum()) for one in firsts} == {1.0, 2.0, 3.0, 4.0}


def test_choices_are_all_taken():
    options = ["a", None, 3]
    assert {field(draw.choice(options), seed) for seed in range(50)} == set(options)


def test_a_field_may_build_on_those_before_it():
    found = drawn(
        draw.drawn(
            sizes={"n": (2, 5)},
            X=draw.normal("n"),
            Y=lambda rng, sizes, fields: (fields["X"] > 0, sizes["n"]),
        ),
        count=10,
    )
    for one in found:
        assert list(one) == ["X", "Y"]
        assert np.array_equal(one["Y"][0], one["X"] > 0)
        assert one["Y"][1] == len(one["X"])


def test_fields_need_no_sizes():
    found = drawn(draw.drawn(b=draw.normal()), count=20)
    assert len({one["b"] for one in found}) > 10


def test_joint_and_single_inputs_go_together():
    one, *_ = drawn(
        draw.drawn(X=draw.normal(2)), draw.drawn(Y=draw.normal(3)), c=draw.integer(1, 1), count=3
    )
    assert {name: np.shape(value) for name, value in one.items()} == {"X": (2,), "Y": (3,), "c": ()}


# Strategies of their own


def test_numbers_and_integers_stay_within_their_bounds():
    found = drawn(x=draw.number(-1.5, 2.5), n=draw.integer(3, 6))
    assert all(-1.5 <= one["x"] <= 2.5 for one in found)
    assert {one["n"] for one in found} == {3, 4, 5, 6}
    assert len({one["x"] for one in found}) > 20


def test_options_are_all_taken():
    assert {one["o"] for one in drawn(o=draw.options("a", "b", None), count=50)} == {
        "a",
        "b",
        None,
    }


def test_any_shape_draws_every_number_of_dimensions():
    found = [one["x"] for one in drawn(x=draw.any_shape(low=-3, high=3))]
    assert {one.ndim for one in found} == {0, 1, 2, 3}
    assert all(isinstance(one, np.ndarray) and one.dtype == np.float64 for one in found)
    assert all(max(one.shape, default=1) <= 4 and np.abs(one).max() <= 3 for one in found)
    some = [one["x"] for one in drawn(x=draw.any_shape(min_dims=2, max_dims=2, max_side=2))]
    assert {one.ndim for one in some} == {2}


def test_growing_sizes_are_drawn_and_far_apart():
    found = [*drawn(draw.growing()), *drawn(draw.growing(), seed=1)]
    for one in found:
        sizes = one["sizes"]
        assert len(sizes) == len({*sizes}) == 5
        assert sizes == sorted(sizes)
        assert sizes[0] <= 8
        assert 1200 <= sizes[-1] <= 2000
    assert len({size for one in found for size in one["sizes"]}) > 100
    assert len({one["seed"] for one in found}) > 100


def test_another_seed_of_an_assignment_has_other_sizes():
    # The first example is the same for every seed: Hypothesis begins with the simplest.
    few, more = (drawn(draw.growing(), count=3, seed=seed)[1:] for seed in (0, 1))
    assert not [one for one in few if one in more]
    assert len({one["sizes"][-1] for one in [*few, *more]}) == 4
