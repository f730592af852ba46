"""The reference of c2_learning_rate_decay, against mathematics written another way.

Factors epoch by epoch, the ends of each curve, worked numbers and slow loops. Nothing here may
call the checks: they are proved elsewhere, and what they take for granted is tested here.
"""

import itertools
import math
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c2_learning_rate_decay.py")))


@pytest.mark.parametrize(("drop", "period"), [(0.5, 10), (0.1, 1), (0.9, 7)])
def test_steps_multiply_at_the_end_of_each_period(ref, drop, period):
    rate = 0.8
    for epoch in range(60):
        if epoch and epoch % period == 0:
            rate *= drop
        assert ref.step_decay(0.8, epoch, drop, period) == pytest.approx(rate, rel=1e-12)


def test_exponential_loses_the_same_share_each_epoch(ref):
    rate = 0.3
    for epoch in range(200):
        assert ref.exponential_decay(0.3, epoch) == pytest.approx(rate, rel=1e-12)
        rate *= 0.95
    assert ref.exponential_decay(0.3, 10000) < 1e-200
    assert ref.exponential_decay(0.3, 10000, 1.0) == 0.3


def test_inverse_time_is_a_line_upside_down(ref):
    inverses = [1 / ref.inverse_time_decay(0.2, epoch, 0.3) for epoch in range(50)]
    assert np.allclose(np.diff(inverses), 0.3 / 0.2, rtol=1e-10)
    assert ref.inverse_time_decay(0.2, 0) == 0.2
    assert ref.inverse_time_decay(0.2, 77, 0.0) == 0.2


def test_stairs_lie_on_the_inverse_time_curve(ref):
    for epoch in range(100):
        want = ref.inverse_time_decay(0.6, math.floor(epoch / 8), 0.7)
        assert ref.staircase_inverse_time(0.6, epoch, 0.7, 8) == pytest.approx(want, rel=1e-12)
    assert ref.staircase_inverse_time(0.6, 999) == 0.6
    assert ref.staircase_inverse_time(0.6, 1000) == pytest.approx(0.3)


@pytest.mark.parametrize(("total", "least"), [(12, 0.0), (7, 0.2), (1, 0.1), (200, 0.5)])
def test_the_wave_falls_from_one_end_to_the_other(ref, total, least):
    rates = [ref.cosine_annealing(1.0, epoch, total, least) for epoch in range(total + 1)]
    assert rates[0] == pytest.approx(1.0)
    assert rates[-1] == pytest.approx(least, abs=1e-15)
    assert all(a > b for a, b in itertools.pairwise(rates))
    # What is left at one end is gone at the other.
    assert np.allclose(np.add(rates, rates[::-1]), 1 + least)
    # A rate on a circle over the half wave, by the parameter of the angle.
    for epoch, rate in enumerate(rates):
        height = complex(0, math.pi * epoch / total)
        cosine = (np.exp(height) + np.exp(-height)).real / 2
        assert rate == pytest.approx(least + (1 - least) * (1 + cosine) / 2, abs=1e-12)
    for beyond in (total + 1, 2 * total, 10000):
        assert ref.cosine_annealing(1.0, beyond, total, least) == pytest.approx(least, abs=1e-15)


def test_the_warm_up_rises_in_equal_steps_and_then_it_is_a_wave(ref):
    rates = [ref.warmup_cosine(0.9, epoch, 5, 17, 0.1) for epoch in range(25)]
    assert np.allclose(np.diff([0.0, *rates[:5]]), 0.9 / 5)
    assert max(rates) == rates[4] == rates[5] == 0.9
    assert all(a > b for a, b in itertools.pairwise(rates[5:18]))
    assert rates[17:] == pytest.approx([0.1] * 8)
    # Half of the wave's twelve epochs.
    assert rates[5 + 6] == pytest.approx(0.5)


def test_without_a_warm_up_it_is_the_wave_alone(ref):
    for epoch in range(12):
        want = ref.cosine_annealing(0.9, epoch, 9, 0.1)
        assert ref.warmup_cosine(0.9, epoch, 0, 9, 0.1) == want


def test_a_schedule_is_a_list_of_what_its_function_gives(ref):
    assert ref.make_schedule("constant", 0.1, 3) == [0.1, 0.1, 0.1]
    assert ref.make_schedule("step", 1.0, 5, drop=0.1, epochs_per_drop=2) == pytest.approx(
        [1, 1, 0.1, 0.1, 0.01]
    )
    assert ref.make_schedule("step", 1.0, 11)[-2:] == [1.0, 0.5]
    assert ref.make_schedule("exponential", 1.0, 3, rate=0.5) == [1.0, 0.5, 0.25]
    assert ref.make_schedule("inverse_time", 1.0, 3, decay_rate=0.5) == pytest.approx(
        [1, 2 / 3, 1 / 2]
    )
    cosine = ref.make_schedule("cosine", 1.0, 3, lr_min=0.2)
    assert cosine == pytest.approx([1.0, 0.2 + 0.8 * 0.75, 0.2 + 0.8 * 0.25])
    assert ref.make_schedule("cosine", 1.0, 0) == []


@pytest.mark.parametrize("name", ["linear", "", "Cosine", "inverse"])
def test_other_schedules_are_refused(ref, name):
    with pytest.raises(ValueError, match="schedule"):
        ref.make_schedule(name, 0.1, 3)


def test_descent_goes_down_the_slope_of_one_example(ref):
    rng = np.random.default_rng(3)
    x, y, rates = rng.normal(size=4), rng.normal(size=4), rng.uniform(0.01, 0.4, size=11)
    weights = ref.sgd_with_rates(x, y, 0.7, rates)
    assert weights.shape == (12,)
    assert weights[0] == 0.7

    def loss(w, j):
        return (w * x[j] - y[j]) ** 2 / 2

    h = 1e-5
    for i, rate in enumerate(rates):
        w, j = weights[i], (0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2)[i]
        slope = (loss(w + h, j) - loss(w - h, j)) / (2 * h)
        assert weights[i + 1] == pytest.approx(w - rate * slope, abs=1e-9)


def test_descent_without_a_step_stays_where_it_is(ref):
    weights = ref.sgd_with_rates(np.ones(3), np.ones(3), 2.0, [])
    assert weights.tolist() == [2.0]
    assert weights.dtype == np.float64


def test_a_single_example_is_met_at_once_by_the_right_rate(ref):
    weights = ref.sgd_with_rates(np.array([2.0]), np.array([6.0]), 0.0, [0.25, 0.25])
    assert weights.tolist() == [0.0, 3.0, 3.0]


def test_the_handouts_worked_example(ref):
    x, y = np.array([1.0, 2.0, 4.0]), np.array([3.0, 2.0, 4.0])
    weights = ref.sgd_with_rates(x, y, 1.0, [0.5, 0.25, 0.125, 0.25])
    assert weights.tolist() == [1.0, 2.0, 1.0, 1.0, 1.5]
    epochs = 0, 1, 9, 10, 19, 20, 25
    rows = {
        ref.step_decay: (0.8, 0.8, 0.8, 0.4, 0.4, 0.2, 0.2),
        ref.inverse_time_decay: (0.8, 0.4, 0.08, 0.0727, 0.04, 0.0381, 0.0308),
    }
    for schedule, row in rows.items():
        assert [schedule(0.8, epoch) for epoch in epochs] == pytest.approx(row, abs=5e-5)
    stairs = [ref.staircase_inverse_time(0.8, epoch, 1.0, 10) for epoch in epochs]
    assert stairs == pytest.approx((0.8, 0.8, 0.8, 0.4, 0.4, 0.2667, 0.2667), abs=5e-5)
    warm = [ref.warmup_cosine(1.0, epoch, 4, 16) for epoch in (0, 1, 2, 3, 4, 8)]
    assert warm == pytest.approx([0.25, 0.5, 0.75, 1, 1, 0.75])


def test_a_rate_that_decays_comes_to_rest_on_any_data(ref):
    """What the training check rests on, with its margin."""
    for seed in range(60):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=100)
        y = 2 * x + 0.5 * rng.normal(size=100)
        best = np.linalg.lstsq(x[:, None], y, rcond=None)[0][0]
        off = [
            np.abs(ref.sgd_with_rates(x, y, 0.0, rates)[-100:] - best).mean()
            for rates in ([0.3] * 600, [0.3 / (1 + 0.05 * i) for i in range(600)])
        ]
        assert off[1] < 0.25 * off[0]
