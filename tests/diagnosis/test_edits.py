"""The small edits of a function: which there are, and that each is one of a kind."""

import ast
import textwrap

import pytest

from grader.diagnosis import edits_of


def edits(body, **more):
    source = "def f(A, W, b, dZ, x, m, n, layer, p, q):\n" + textwrap.indent(body, "    ")
    return list(edits_of(source, **more))


def after(body, kind=""):
    return {one.new for one in edits(body) if kind in one.kind}


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("return A + W", {"return A - W", "return A", "return W"}),
        ("return A - W", {"return A + W", "return A", "return -W", "return W - A"}),
        ("return A * W / m", {"return A * W", "return A / W / m", "return A / m"}),
        ("return W @ A", {"return W * A", "return A @ W"}),
        ("return A ** 2", {"return A * 2", "return A", "return A ** 3", "return A ** 1"}),
        ("return -A", {"return A"}),
        ("return A.T", {"return A"}),
        ("return A < 0.5", {"return A <= 0.5", "return A > 0.5", "return A < 1.0"}),
        ("return p and q", {"return p or q", "return p", "return q"}),
        ("return A if p else W", {"return W if p else A", "return A", "return W"}),
        (
            "return np.sum(dZ, axis=1, keepdims=True)",
            {
                "return np.mean(dZ, axis=1, keepdims=True)",
                "return np.sum(dZ, axis=0, keepdims=True)",
                "return np.sum(dZ, axis=1)",
                "return np.sum(dZ, keepdims=True)",
                "return dZ",
            },
        ),
        ("return np.where(p, A, W)", {"return np.where(p, W, A)", "return A", "return W"}),
        ("return A.copy()", {"return A"}),
        ("return np.exp(A)", {"return A"}),
        ("return A[1, 0]", {"return A[0, 0]", "return A[2, 0]", "return A[0, 1]"}),
        ("return A[:n]", {"return A[:]", "return A[:n + 1]", "return A[:n - 1]"}),
        ("return A['W1']", {"return A['W2']", "return A['W0']"}),
        ("return f'W{layer}'", {"return f'W{layer - 1}'", "return f'W{layer + 1}'"}),
        ("return [i for i in range(n)]", {"return [i for i in range(1, n)]"}),
        ("return np.zeros((n, m))", {"return np.zeros((m, n))", "return np.ones((n, m))"}),
        ("return A, W, b", {"return (W, A, b)", "return (A, b, W)"}),
        ("return A + 1e-08", {"return A + 0.0", "return A"}),
        ("return default_rng(n)", {"return default_rng(0)"}),
    ],
)
def test_a_line_goes_wrong_in_the_ways_that_real_ones_do(line, some):
    assert some <= after(line)


def test_statements_go_missing_and_sums_are_overwritten():
    body = "total = 0\nfor i in range(n):\n    total += x[i]\nx[0] = 1\nreturn total"
    found = {(one.old, one.new) for one in edits(body)}
    assert ("total += x[i]", "total = x[i]") in found
    assert ("total += x[i]", "total -= x[i]") in found
    assert ("total += x[i]", "") in found
    assert ("x[0] = 1", "") in found
    sources = [one.source for one in edits(body) if one.kind == "a loop ends early"]
    assert len(sources) == 1
    assert "break" in sources[0]


def test_names_of_one_kind_are_taken_for_each_other():
    body = "A_prev = x\nA = A_prev @ W\ndA = A\nreturn dA"
    assert {"A = A @ W", "A = dA @ W"} <= after(body, "another name")


@pytest.mark.parametrize(
    "line",
    [
        "return np.maximum(0.0, A)",
        "return np.clip(A, 0.25, n)",
        "return [i + k for i, k in zip(A, W, strict=True)]",
        "raise ValueError(f'{n + 1} is one too many')",
        "return (A - W) ** 2",
        "return np.abs(A - W)",
    ],
)
def test_what_changes_nothing_is_no_edit(line):
    told = after(line)
    assert "return np.maximum(A, 0.0)" not in told
    assert "return np.clip(0.25, A, n)" not in told
    assert not any("strict=False" in one or "zip(A, W)" in one for one in told)
    assert not any("one too" in one for one in told)
    assert not any("W - A" in one for one in told)


def test_docstring_defaults_and_annotations_stay():
    source = '''
def f(x: int = 3, *, axis: int = 0) -> int:
    """Return 1 + 1."""
    y: int = x
    return y
'''.lstrip()
    assert [one.old for one in edits_of(source) if "1 + 1" not in one.source] == []
    assert all(one.line == 4 for one in edits_of(source) if "= 3" not in one.source)


def test_only_the_lines_that_are_asked_for_are_edited():
    body = "y = A + 1\nz = y + 1\nreturn z + 1"
    assert {one.line for one in edits(body, lines=range(3, 4))} == {3}


def test_each_edit_is_other_code_that_compiles():
    body = "if p:\n    A += b\nreturn [np.sum(A[i:, 1:] ** 2) for i in range(1, n)]"
    found = edits(body)
    assert len({one.source for one in found}) == len(found) > 20
    for one in found:
        ast.parse(one.source)


def test_the_source_is_the_same_again_after_its_edits():
    source = "def f(x):\n    return x + 1\n"
    assert [one.source for one in edits_of(source)] == [one.source for one in edits_of(source)]


def test_classes_are_edited_too():
    source = "class Node:\n    def __init__(self, x):\n        self.x = x + 1\n"
    assert "self.x = x - 1" in {one.new for one in edits_of(source)}
