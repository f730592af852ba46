"""A notebook's outputs: taken out whatever they hold, and nothing else with them."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submissions import Expected, read_source
from grader.submissions.model import NOTEBOOK_LIMIT
from grader.submissions.outputs import without_outputs

OUTPUTS = st.recursive(
    st.text() | st.none() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("outputs"), inner),
    max_leaves=8,
)


TRAP = "def f(x):\n    return '[\"outputs\": [{'\n"


def book(outputs: list[Any], source: str = TRAP) -> dict[str, Any]:
    cell = {"cell_type": "code", "metadata": {"outputs": 1}, "source": source}
    return {"nbformat": 4, "cells": [{**cell, "outputs": outputs}, {**cell, "outputs": []}]}


@given(st.lists(OUTPUTS), st.sampled_from([None, 1]))
def test_all_else_is_as_it_was(outputs: list[Any], indent: int | None) -> None:
    data = json.dumps(book(outputs), indent=indent).encode()
    assert json.loads(without_outputs(data)) == book([])


@pytest.mark.parametrize(
    "data", [b"", b'"outputs": [', b'{"outputs": [{]', b'"outputs": ["', b"[" * 50, b"\xff\x00"]
)
def test_what_has_no_end_stays_as_it_is(data: bytes) -> None:
    assert without_outputs(data) == data


LONG = (
    b'"outputs": [' * 200_000,
    b'"outputs": ["' + b"\\" * 2_000_000,
    b'"outputs": [' + b'"a",' * 500_000 + b"]",
)


@pytest.mark.parametrize("data", LONG, ids=["open", "escapes", "texts"])
def test_it_takes_no_longer_than_the_text_is_long(data: bytes) -> None:
    start = time.process_time()
    without_outputs(data)
    assert time.process_time() - start < 5


def test_a_notebook_whose_outputs_are_large_is_read(tmp_path: Path) -> None:
    image = {"data": {"image/png": "A" * (NOTEBOOK_LIMIT + 1)}, "output_type": "display_data"}
    path = tmp_path / "neuron.ipynb"
    path.write_text(json.dumps(book([image], "x = 1\n")))
    row = read_source(path, Expected("c1_neuron", "neuron"))
    assert (row.problem, row.source.split()) == ("", ["x", "=", "1"] * 2)
