"""Make digits.npz again from scikit-learn's bundled copy (see README.md here).

Run it as a script, in an environment with the extra `datasets`. It writes the raw values:
shuffling, splitting and scaling belong to the checks, and must never be done here.
"""

from pathlib import Path

import numpy as np


def main() -> None:
    """Write X (64, 1797) and digit (1, 1797), both uint8, columns being images."""
    from sklearn.datasets import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
        load_digits,
    )

    rows, digits = load_digits(return_X_y=True)
    np.savez_compressed(
        Path(__file__).with_name("digits.npz"),
        X=np.ascontiguousarray(rows.T, dtype=np.uint8),
        digit=digits.reshape(1, -1).astype(np.uint8),
    )


if __name__ == "__main__":
    main()
