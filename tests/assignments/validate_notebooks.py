"""What nbgrader itself says of the notebooks that are named: a program of its own.

nbgrader takes seconds to import and warns while it does, so it is started once for all. For
each notebook a line of JSON: whether its checksums are those that nbgrader computes, and
what its `validate` finds. That runs the notebook; the run is kept as `<name>.run.ipynb`.
"""

import json
import sys
from pathlib import Path

import nbformat
from nbconvert.preprocessors import Preprocessor
from nbgrader.nbgraderformat import MetadataValidator, read
from nbgrader.utils import compute_checksum, is_locked
from nbgrader.validator import Validator


def validated(path):
    class Keep(Preprocessor):
        def preprocess(self, nb, resources):
            nbformat.write(nb, path.with_suffix(".run.ipynb"))
            return nb, resources

    with path.open(encoding="utf-8") as file:
        book = read(file, as_version=4)
    MetadataValidator().validate_nb(book)
    locked = [cell for cell in book.cells if is_locked(cell)]
    sums = [cell.metadata.nbgrader.checksum for cell in locked]
    validator = Validator()
    validator.preprocessors = [*validator.preprocessors, Keep]
    found = validator.validate(str(path))
    return {
        "path": str(path),
        "locked": len(locked),
        "same": sums == [compute_checksum(cell) for cell in locked],
        "found": {kind: len(cells) for kind, cells in found.items()},
    }


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(json.dumps(validated(Path(name))))
