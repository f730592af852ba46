"""Make digits.npz again from scikit-learn's bundled copy (see README.md here).

Run it as a script, in an environment with the extra `datasets`. It writes the raw values.
"""

from pathlib import Path

import numpy as np

COUNT = 10


def main() -> None:
    """Write images (10, 8, 8, 1), uint8: one of each digit."""
    from sklearn.datasets import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
        load_digits,
    )

    rows, _ = load_digits(return_X_y=True)
    np.savez_compressed(
        Path(__file__).with_name("digits.npz"),
        images=rows[:COUNT].reshape(COUNT, 8, 8, 1).astype(np.uint8),
    )


if __name__ == "__main__":
    main()
