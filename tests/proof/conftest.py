"""The tiny course as it is proved."""

import pytest


@pytest.fixture
def sound_course(tiny, tmp_path):
    """The root of a course of which everything can be proved."""
    return tiny.write_tiny_course(tmp_path / "course", tiny.SOUND)


@pytest.fixture
def sound_course_with(tiny, tmp_path):
    """Write that course with one text of one of its files replaced; gives its root."""

    def write(name, old, new):
        changed = tiny.changed_text(name, old, new, tiny.FILES | tiny.SOUND)
        return tiny.write_tiny_course(tmp_path / "course", tiny.SOUND | changed)

    return write
