"""What authors look things up in is made from the code, and says something of everything."""

from __future__ import annotations

import inspect

import pytest

import grader.authoring
from grader.authoring import draw, pictures
from grader.course import specs


@pytest.fixture(scope="module")
def writer(beside):
    return beside("authoring_page")


def test_it_is_fresh(writer):
    fresh = writer.PAGE.read_text(encoding="utf-8") == writer.page()
    assert fresh, f"it is not fresh: {writer.RENEW}"


def test_it_names_everything_that_an_author_may_import(writer):
    names = {*grader.authoring.__all__, *pictures.__all__} - {"draw"}
    names |= {f"draw.{name}" for name, one in vars(draw).items() if _is_own(name, one)}
    names.remove("draw.options_of")  # the engine's
    said = writer.PAGE.read_text(encoding="utf-8")
    for name in names:
        assert any(f"`{at}{name}{end}" in said for at in ("", "@") for end in ("`", "(")), name


def _is_own(name, one):
    return inspect.isfunction(one) and one.__module__ == draw.__name__ and not name.startswith("_")


def test_every_argument_of_a_decorator_is_explained():
    for decorator in (grader.authoring.check, grader.authoring.given, pictures.picture):
        for name in inspect.signature(decorator).parameters:
            assert f"- `{name}`: " in (inspect.getdoc(decorator) or ""), (decorator, name)


def test_every_key_of_a_course_s_files_is_there(writer):
    """A key without a description would be missing from the page."""
    tables = {*writer.TABLES.values()}
    for model in vars(specs).values():
        is_table = inspect.isclass(model) and issubclass(model, specs._Spec)
        if not is_table or model in (specs._Spec, specs.HandoutSpec):
            continue
        told = {key.name for key in specs.keys_of(model)}
        left = model.model_fields.keys() - told
        # What is left are tables of their own, which have a part of the page.
        for name in left:
            assert any(one.__name__ in str(model.model_fields[name]) for one in tables), name
        assert not told or model in tables, model
