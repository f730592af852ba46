# exercise: class_nms
import numpy as np


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    final = []
    for c in set(classes.tolist()):
        members = np.where(classes == c)[0]
        kept = non_max_suppression(boxes[members], scores[members], iou_threshold, max_boxes)
        for k in kept:
            final.append(int(k))  # WRONG: k is an index into the boxes of this class alone; it has to be taken back to the whole list with members[k].
    final.sort(key=lambda i: (-scores[i], i))
    return final[:max_boxes]
