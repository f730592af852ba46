"""Each assignment's own handout, handed in as it is, is as if it were not handed in."""

from functools import partial

import pytest

from grader.course import load_course, stub_of
from grader.marking import asked_of
from grader.submissions import Expected, discover


@pytest.mark.parametrize("suffix", [".py", ".ipynb"])
def test_the_handout_is_known_again(every_slug, root, tmp_path, suffix):
    one = load_course(root).load(every_slug)
    name = f"{one.slug}/{one.spec.module}{suffix}"
    text = (root / "student_template" / name).read_text(encoding="utf-8")
    tried = text.replace("raise NotImplementedError", "return 1.0", 1)
    for student, source in (("ada", text), ("bob", tried)):
        path = tmp_path / student / name
        path.parent.mkdir(parents=True)
        path.write_text(source, encoding="utf-8")
    expected = Expected(one.slug, one.spec.module, asked_of(one), handout=partial(stub_of, one))
    rows = discover(tmp_path, [expected])
    assert [row.missing for row in rows] == [True, False]
