"""l1_loss as it should be, but for the names of its arguments."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def l1_loss(prediction: ArrayLike, target: ArrayLike) -> Any:
    prediction = np.asarray(prediction, dtype=np.float64)
    target = np.asarray(target, dtype=np.float64)
    if prediction.shape != target.shape:
        raise ValueError(f"{prediction.shape} and {target.shape}")
    return np.sum(np.abs(target - prediction))
