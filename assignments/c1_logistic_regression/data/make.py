"""Make breast_cancer.npz again from scikit-learn's bundled copy (see README.md here).

Run it as a script, in an environment with the extra `datasets`. It writes the raw values:
shuffling, splitting and standardising belong to the checks, and must never be done here.
"""

from pathlib import Path

import numpy as np


def main() -> None:
    """Write X (30, 569) and Y (1, 569), both float64, columns being examples."""
    from sklearn.datasets import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
        load_breast_cancer,
    )

    rows, labels = load_breast_cancer(return_X_y=True)
    np.savez_compressed(
        Path(__file__).with_name("breast_cancer.npz"),
        X=np.ascontiguousarray(rows.T, dtype=np.float64),
        Y=labels.reshape(1, -1).astype(np.float64),
    )


if __name__ == "__main__":
    main()
