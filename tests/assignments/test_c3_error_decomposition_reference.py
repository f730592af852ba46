"""The reference of c3_error_decomposition, against slow counting, fractions and the handout.

Nothing here may call the checks: they are proved elsewhere, and what they take for granted is
tested here.
"""

import itertools
import re
import runpy
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
SLUG = "c3_error_decomposition"
CHAIN = ["human", "train", "train_dev", "dev", "test", "production"]
GAPS = ["avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap"]


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / f"{SLUG}.py")))


@pytest.fixture(scope="module")
def tables():
    """The handout's tables: rows by their first cell, without backticks and stars."""
    text = (ROOT / "assignments" / SLUG / "README.md").read_text(encoding="utf-8")
    found: dict[str, list[list[str]]] = {}
    for line in text.splitlines():
        if line.startswith("|"):
            cells = [re.sub(r"[`*]", "", cell).strip() for cell in line.strip("|").split("|")]
            found.setdefault(cells[0], []).append(cells[1:])
    return found


def number(cell):
    return float(cell.replace("−", "-")) if cell else None


def measured(row):
    return {name: number(cell) for name, cell in zip(CHAIN, row, strict=True) if cell}


MONTHS = ["March", "May", "July", "September", "November"]


def test_the_best_group_is_the_bound(ref):
    for errors in itertools.permutations([0.09, 0.04, 0.05]):
        assert ref.bayes_proxy(dict(zip("abc", errors, strict=True))) == 0.04
    assert ref.bayes_proxy({"anybody": 0.0, "nobody": 1}) == 0.0
    with pytest.raises(ValueError, match="no group"):
        ref.bayes_proxy({})


@pytest.mark.parametrize(("month", "problem"), list(zip(MONTHS, GAPS, strict=True)))
def test_the_handouts_year(ref, tables, month, problem):
    errors, wanted = (tables[month][place] for place in (0, 1))
    gaps = ref.decompose_errors(measured(errors))
    want = {name: number(cell) for name, cell in zip(GAPS, wanted[:-1], strict=True) if cell}
    assert gaps == pytest.approx(want)
    assert sum(gaps.values()) == pytest.approx(number(wanted[-1]))
    assert ref.biggest_problem(gaps) == problem


@pytest.mark.parametrize("left_out", list(itertools.product([False, True], repeat=3)))
def test_gaps_of_all_eight_chains_by_fractions(ref, left_out):
    gone = set(itertools.compress(["train_dev", "test", "production"], left_out))
    rng = np.random.default_rng(1)
    for _ in range(20):
        errors = {
            name: Fraction(int(rng.integers(0, 50)), 100) for name in CHAIN if name not in gone
        }
        gaps = ref.decompose_errors(errors)
        last = next(name for name in reversed(CHAIN) if name in errors)
        assert sum(gaps.values()) == errors[last] - errors["human"]
        assert len(gaps) == len(errors) - 1
        assert ("data_mismatch" in gaps) == ("train_dev" in errors)
        assert ("dev_overfit" in gaps) == ("test" in errors)
        assert ("deployment_gap" in gaps) == ("production" in errors)
        # Each gap is where moving one error moves it: up at its end, down at its start.
        for name in errors:
            moved = ref.decompose_errors({**errors, name: errors[name] + 1})
            signs = sorted(moved[gap] - gaps[gap] for gap in gaps if moved[gap] != gaps[gap])
            assert signs == {"human": [-1], last: [1]}.get(name, [-1, 1])


def test_the_biggest_problem_against_sorting(ref):
    rng = np.random.default_rng(2)
    for _ in range(300):
        names = rng.permutation(GAPS)[: rng.integers(0, 6)].tolist()
        gaps = {name: int(rng.integers(-4, 5)) / 8 for name in names}
        tolerance = int(rng.integers(0, 5)) / 8
        ranked = sorted(gaps, key=lambda name, g=gaps: (-g[name], GAPS.index(name)))
        want = ranked[0] if ranked and gaps[ranked[0]] > tolerance else None
        assert ref.biggest_problem(gaps, tolerance) == want


def test_the_handouts_drawers(ref, tables):
    every = []
    for problem in GAPS:
        knobs = tables[problem][-1][0].split(", ")
        assert ref.recommend_knobs(problem) == knobs == sorted(knobs)
        every += knobs
    assert len(every) == len({*every}) == 10
    assert ref.recommend_knobs(None) == []
    for other in ("bias", "", "Variance"):
        with pytest.raises(ValueError, match="no knob"):
            ref.recommend_knobs(other)
    ref.recommend_knobs("variance").clear()
    ref.recommend_knobs(None).append("all")
    assert len(ref.recommend_knobs("variance")) == 2
    assert ref.recommend_knobs(None) == []


def test_the_handouts_knobs(ref, tables):
    effects = {
        knob: dict(zip(GAPS, map(number, tables[knob][0]), strict=False))
        for knob in ("bigger_model", "early_stopping", "siren_noise", "new_logo")
    }
    want = {"bigger_model": "avoidable_bias", "siren_noise": "data_mismatch"}
    assert ref.orthogonal_knobs(effects) == want
    assert ref.orthogonal_knobs(effects, 0.02) == {**want, "early_stopping": "variance"}


def test_orthogonal_knobs_by_matrices(ref):
    rng = np.random.default_rng(3)
    for _ in range(100):
        table = rng.integers(-2, 3, size=(int(rng.integers(1, 6)), 4))
        effects = {f"k{i}": {f"s{j}": int(v) for j, v in enumerate(r)} for i, r in enumerate(table)}
        moved = np.abs(table) > 1
        want = {f"k{i}": f"s{moved[i].argmax()}" for i in np.flatnonzero(moved.sum(axis=1) == 1)}
        assert ref.orthogonal_knobs(effects, 1) == want
    assert ref.orthogonal_knobs({}) == ref.orthogonal_knobs({"a": {}}) == {}


def test_the_handouts_sentences(ref, tables):
    tags = [cell.split(", ") if cell else [] for cell in tables["categories"][0]]
    assert len(tags) == 8
    want = {"siren": (0.625, 0.10), "drug": (0.375, 0.06), "dialect": (0.125, 0.02)}
    got = ref.error_analysis(tags, 0.16)
    assert got.keys() == want.keys()
    for name, (share, ceiling) in want.items():
        assert got[name] == pytest.approx({"share": share, "ceiling": ceiling})


def test_shares_against_a_table_of_examples(ref):
    rng = np.random.default_rng(4)
    names = np.array(["a", "b", "c"])
    for _ in range(50):
        table = rng.random((int(rng.integers(1, 9)), 3)) < 0.4
        tags = [[*names[row].tolist(), *names[row].tolist()[:1]] for row in table]
        got = ref.error_analysis(tags, 0.2)
        assert set(got) == {*names[table.any(axis=0)].tolist()}
        for name, share in zip(names.tolist(), table.mean(axis=0), strict=True):
            if share:
                assert got[name] == pytest.approx({"share": share, "ceiling": 0.2 * share})
    assert ref.error_analysis([], 0.2) == ref.error_analysis([[], []], 0.2) == {}


@pytest.mark.parametrize(
    ("asked", "label", "other", "fix"),
    [
        ((0.16, 0.05, 0.02), 0.008, 0.152, False),
        ((0.08, 0.10, 0.004), 0.008, 0.072, True),
        ((0.5, 0.25, 0.125), 0.125, 0.375, True),
        ((0.10, 0.06, 0.02), 0.006, 0.094, False),
        ((0.02, 0.30, 0.004), 0.006, 0.014, True),
    ],
)
def test_the_budget_of_labels(ref, asked, label, other, fix):
    got = ref.label_budget(*asked)
    assert got == pytest.approx({"label_error": label, "other_error": other, "fix_labels": fix})


def test_the_budget_counts_sentences(ref):
    """Of a thousand sentences so many are wrong, and of these so many by their label."""
    for wrong, by_label, differ in itertools.product(range(1, 60, 7), range(0, 60, 5), (1, 8, 40)):
        if by_label > wrong:
            continue
        got = ref.label_budget(Fraction(wrong, 1000), Fraction(by_label, wrong), differ / 1000)
        assert got["label_error"] == Fraction(by_label, 1000)
        assert got["other_error"] == Fraction(wrong - by_label, 1000)
        assert got["fix_labels"] == (Fraction(by_label, 1000) >= differ / 1000)
