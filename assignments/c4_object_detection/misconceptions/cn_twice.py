import numpy as np


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    kept = []
    for label in np.unique(classes):
        index = np.flatnonzero(classes == label)
        best = non_max_suppression(  # noqa: F821
            boxes[index], scores[index], iou_threshold, len(index)
        )
        kept += index[best].tolist()
    kept = np.array(sorted(kept, key=lambda i: (-scores[i], i)), dtype=int)
    again = non_max_suppression(boxes[kept], scores[kept], iou_threshold, max_boxes)  # noqa: F821
    return kept[again]
