# exercise: corners_to_center
import numpy as np


def corners_to_center(boxes):
    b = np.array(boxes, dtype=np.float64)
    b[..., 2] = b[..., 2] - b[..., 0]   # width
    b[..., 3] = b[..., 3] - b[..., 1]   # height
    b[..., 0] = (b[..., 0] + b[..., 2]) / 2  # WRONG: b[..., 2] has become the width above and is no longer x2; the middle is x1 + w / 2.
    b[..., 1] = (b[..., 1] + b[..., 3]) / 2  # WRONG: the same here, b[..., 3] is already the height.
    return b
