"""What Gradus is measured against checks what Gradus checks."""

import ast
from pathlib import Path

import pytest

from grader.assignments import load

ROOT = Path(__file__).resolve().parents[1]
USUAL = sorted((ROOT / "benchmarks" / "usual").glob("test_*.py"))


@pytest.mark.parametrize("path", USUAL, ids=lambda path: path.stem)
def test_the_usual_file_has_a_test_for_each_check_with_as_many_examples(path):
    module = path.stem.removeprefix("test_")
    checks = load(ROOT, f"c1_{module}").checks
    wanted = {
        f"test_{check.id}": check.examples if check.inputs is not None else None for check in checks
    }
    found = {
        node.name: examples_of(node)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    assert list(found) == list(wanted)
    drawn = {name for name, examples in wanted.items() if examples is not None}
    assert {name: found[name] for name in drawn} == {name: wanted[name] for name in drawn}


def examples_of(function):
    """The `max_examples` of a test's `@settings`, if it has one."""
    for decorator in function.decorator_list:
        for keyword in getattr(decorator, "keywords", ()):
            if keyword.arg == "max_examples":
                return ast.literal_eval(keyword.value)
    return None
