"""The edits that may mend a function: which there are, of which kind, and in which order."""

import ast
import textwrap

import pytest

from grader.diagnosis.edits.apart import (
    Base,
    Target,
    Wanted,
    made_here,
    request_of,
    variants_from,
)
from grader.diagnosis.edits.kinds import SAYS
from grader.diagnosis.edits.repairs import TIERS, Repairs

HEAD = "def f(X, W, b, m, axis_of, lr):\n"


def mends(body, tier=None, most=10_000):
    """Every edit of a function with this body, that far or all, with its code."""
    (statement,) = ast.parse(HEAD + textwrap.indent(textwrap.dedent(body).strip(), "    ")).body
    edits = Repairs(statement, range(1000))
    tiers = TIERS if tier is None else (tier,)
    return [(one, ast.unparse(edits.root)) for each in tiers for one in edits.of(each, most)]


@pytest.mark.parametrize(
    ("wrong", "right", "kind"),
    [
        ("return X - W", "return X + W", "sign"),
        ("return np.sum(X, axis=0)", "return np.sum(X, axis=1)", "axis"),
        ("return np.sum(X, 0)", "return np.sum(X, 1)", "axis"),
        ("return W - X", "return X - W", "order"),
        ("return X * m", "return X / m", "divides"),
        ("return X * W", "return X @ W", "product"),
        ("return X[1]", "return X[0]", "index"),
        ("return X[m]", "return X[m - 1]", "index"),
        ("return X > W", "return X >= W", "comparison"),
        ("return X > W", "return X <= W", "comparison"),
        ("return X ** 3", "return X ** 2", "number"),
        ("return X * 0.01", "return X * 0.1", "number"),
        ("return X.max(axis=1)", "return X.sum(axis=1)", "function"),
        ("return np.max(X, 0)", "return np.maximum(X, 0)", "function"),
        ("return np.log2(X) + np.log2(W)", "return np.log(X) + np.log(W)", "function"),
        ("return X @ W", "return -(X @ W)", "minus"),
        ("return np.exp(X)", "return np.exp(-X)", "minus"),
        ("return X @ W", "return X @ W / m", "factor"),
        ("return X @ W", "return X @ W / 2", "factor"),
        ("return X.sum(axis=1)", "return X.sum(axis=1, keepdims=True)", "keepdims"),
        ("return X.sum()", "return X.sum(axis=1, keepdims=True)", "no axis"),
        ("return np.sum(X)", "return np.sum(X, axis=0)", "no axis"),
        ("return X @ W", "return X.T @ W", "transpose"),
        ("return X.T @ W", "return X @ W.T", "transpose"),
        ("return np.dot(X, W)", "return np.dot(W.T, X)", "transpose"),
        ("return X.T @ W", "return X @ W", "two transposes"),
        ("return X + W / m", "return (X + W) / m", "brackets"),
        ("return X / W + m", "return X / (W + m)", "brackets"),
        ("return np.sum(X - W) ** 2", "return np.sum((X - W) ** 2)", "brackets"),
        ("return np.mean(X ** 2)", "return np.mean(X) ** 2", "brackets"),
        ("return X - W / 2 * lr", "return (X - W) / (2 * lr)", "brackets"),
        ("return np.asarray(X)", "return np.array(X)", "copy"),
        ("return np.zeros_like(X)", "return np.zeros_like(X, dtype=float)", "whole numbers"),
        ("return np.ones(m, dtype=int)", "return np.ones(m, dtype=float)", "whole numbers"),
        ("Y = X.copy()\nreturn Y", "Y = X.astype(float)\nreturn Y", "whole numbers"),
        (
            "t = 0\nfor x in X:\n    t += x\nreturn t",
            "for x in X:\n    t = 0\n    t += x\nreturn t",
            "inside",
        ),
        (
            "for x in X:\n    for y in x:\n        t = y\n        return t",
            "for x in X:\n    for y in x:\n        t = y\nreturn t",
            "early return",
        ),
        ("return np.zeros(m)", "return np.zeros((m, 1))", "shape"),
        ("return X @ W", "return X @ W + b", "unused"),
        ("return X @ W * 0.5", "return X @ W * lr", "unused"),
        ("return np.sqrt(X)", "return np.sqrt(X + 1e-08)", "term"),
        ("return X * W", "return X * (1 - W)", "term"),
        ("return X / W", "return X / np.sqrt(W)", "applied"),
        ("return X / m", "return np.sum(X) / m", "applied"),
        ("return -X", "return X", "extra sign"),
        ("return X * W", "return X", "extra"),
        ("return np.exp(X)", "return X", "extra call"),
        ("return X, W", "return (W, X)", "results"),
        ("Y = X\nreturn Y", "Y = X.copy()\nreturn Y", "copy"),
        ("W -= lr * X\nreturn W", "W = W - lr * X\nreturn W", "in place"),
        (
            "W[0] = X\nreturn W",
            "W = __import__('copy').deepcopy(W)\nW[0] = X\nreturn W",
            "in place",
        ),
        (
            "t = 0\nfor x in X:\n    t = x\nreturn t",
            "t = 0\nfor x in X:\n    t += x\nreturn t",
            "summed",
        ),
        (
            "for x in X:\n    ok = x > m\nreturn ok",
            "for x in X:\n    ok = ok and x > m\nreturn ok",
            "condition",
        ),
        (
            "t = 0\nfor x in X:\n    t += x\n    return t",
            "t = 0\nfor x in X:\n    t += x\nreturn t",
            "early return",
        ),
        ("Y = X @ W", "Y = X @ W\nreturn Y", "no return"),
        ("Y = X\nZ = Y\nreturn Z", "Z = Y\nY = X\nreturn Z", "swapped"),
        ("c = X['A1']\nd = X['Z1']\nreturn d", "c = X['Z1']\nd = X['Z1']\nreturn d", "index"),
        ("return 'relu' if m else 'tanh'", "return 'tanh' if m else 'tanh'", "text"),
        ("return [i for i in range(m)]", "return [i for i in range(1, m)]", "range"),
        (
            "for x in X:\n    m += x\nreturn m",
            "for x in reversed(list(X)):\n    m += x\nreturn m",
            "backwards",
        ),
        ("X[0] = 1\nreturn X", "return X", "left out"),
    ],
)
def test_what_was_left_out_or_mistaken_is_put_right(wrong, right, kind):
    wanted = plain(HEAD + textwrap.indent(right, "    "))
    assert kind in {one.kind for one, source in mends(wrong) if plain(source) == wanted}


def plain(source):
    """What code says, however it is laid out, without statements that do nothing."""
    return ast.unparse(ast.parse(source)).replace("    pass\n", "")


BODY = """
m = X.shape[1]
Z = W @ X + b
cache = {"Z1": Z, "A1": X}
for layer in range(1, 3):
    if Z.sum() > 0:
        Z[layer] += np.mean(cache[f"A{layer}"], axis=1)
    W -= 0.1 * cache["Z1"]
return (Z, *cache), -np.sum(Z * np.log(Z) / m)
"""


def test_each_edit_is_other_code_that_compiles_and_has_words():
    found = mends(BODY)
    assert len(found) > 300
    for one, source in found:
        compile(source, "f", "exec")
        assert SAYS[one.kind].endswith(".")
        assert one.old != one.new


def test_the_function_is_as_before_when_its_edits_were_made():
    (statement,) = ast.parse(HEAD + textwrap.indent(BODY.strip(), "    ")).body
    before = ast.dump(statement)
    edits = Repairs(statement, range(1000))
    for tier in TIERS:
        assert [*edits.of(tier, 10_000)] == [*edits.of(tier, 10_000)]
    assert ast.dump(statement) == before


def test_the_words_of_a_kind_hold_no_code():
    for words in SAYS.values():
        assert not set(words) & set("`()[]{}=*/+_@")


def test_so_many_are_made_as_are_asked_for():
    assert len(mends(BODY, tier=1, most=20)) == 20


SOURCE = "import numpy as np\n\n\n" + HEAD + textwrap.indent(BODY.strip(), "    ") + "\n"


def variants(**more):
    asked = {"source": SOURCE, "filename": "f.py", "targets": (Target(4, "f"),), "tier": 0}
    wanted = Wanted(**{**asked, "lines": tuple(range(50)), "most": 1000, **more})
    return variants_from(made_here(request_of(wanted)))


def test_only_lines_that_may_be_told_are_edited():
    assert {one.mend.line for one in variants(lines=(5, 6))} == {5, 6}


def test_what_is_no_target_is_left_alone():
    assert variants(targets=(Target(3, "f"),)) == []
    assert variants(targets=(Target(4, "g"),)) == []
    assert variants(source="def f(:") == []


def test_an_edit_may_stand_on_another_one():
    first = next(one for one in variants() if one.mend.kind == "axis")
    on_top = variants(base=Base(0, 0, first.number))
    assert on_top
    assert first.mend.line not in {one.mend.line for one in on_top}
    kinds = {(one.mend.line, one.mend.old) for one in variants()}
    assert {(one.mend.line, one.mend.old) for one in on_top} <= kinds


@pytest.mark.parametrize(
    ("wrong", "right", "odd"),
    [
        ("return X[:m + 1]", "return X[:m]", " + 1 - 1"),
        ("return X[:m + 1]", "return X[:m + 2]", " + 1 + 1"),
        ("return X[m - 1:]", "return X[m:]", " - 0"),
        ("return X[:, m - 1:]", "return X[:, m - 2:]", " - 1 - 1"),
        ("return X[m + 1, 0]", "return X[m, 0]", " + 0"),
        ("return W[f'W{m - 1}']", "return W[f'W{m}']", " - 0"),
        ("return [X[i] for i in range(m - 1)]", "return [X[i] for i in range(m)]", " - 1 + 1"),
    ],
)
def test_bounds_are_told_in_their_simple_form(wrong, right, odd):
    told = {one.new for one, _ in mends(wrong)}
    assert right in told
    assert not [one for one in told if odd in one]
    assert [code for _, code in mends(wrong) if odd in code]  # so it is tried


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("return X + 1", "return X + 0"),  # a copy, as X is not
        ("return X[m + 1 - 1] - W", "return X[m + 1 - 1] + W"),  # the student's own
    ],
)
def test_what_is_no_bound_of_the_edit_is_told_as_it_is(wrong, right):
    assert right in {one.new for one, _ in mends(wrong)}
