# exercise: filter_boxes
import numpy as np


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    box_scores = confidence * class_probs
    box_classes = np.argmax(box_scores, axis=-1)
    box_class_scores = np.max(class_probs, axis=-1)  # WRONG: the score is confidence times probability; this is the probability alone (box_scores was meant).
    mask = box_class_scores >= 0.6  # WRONG: the threshold is written in as 0.6; the argument is never used.
    return box_class_scores[mask], boxes[mask], box_classes[mask]
