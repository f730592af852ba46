"""Object detection: boxes and how much they overlap, a grid of predictions, and what is kept.

Corner boxes are (x1, y1, x2, y2), centre boxes (cx, cy, w, h), in units of the image, which is
[0, 1] x [0, 1]; x goes with columns, y with rows. Arrays of a grid are indexed [row, col, anchor].
"""

import numpy as np


def iou(box1, box2):
    """Intersection over union of two corner boxes, a number; 0 where they share no area."""
    raise NotImplementedError


def iou_matrix(boxes_a, boxes_b):
    """The IoU of each of boxes_a (N, 4) with each of boxes_b (M, 4), corners: (N, M)."""
    raise NotImplementedError


def center_to_corners(boxes):
    """(cx, cy, w, h) to (x1, y1, x2, y2), for boxes (..., 4), as a new float64 array (..., 4)."""
    raise NotImplementedError


def corners_to_center(boxes):
    """(x1, y1, x2, y2) to (cx, cy, w, h), for boxes (..., 4), as a new float64 array (..., 4)."""
    raise NotImplementedError


def best_anchor(w, h, anchors):
    """Which of anchors (A, 2) has the greatest IoU with w x h, as shapes; the first of equals."""
    raise NotImplementedError


def encode_box(box, anchors, S):
    """(row, col, anchor, t) of a centre box (4,) on a grid of S x S cells; t (4,).

    Raises ValueError where the centre lies outside of the image or a side is not above 0.
    """
    raise NotImplementedError


def decode_boxes(t, anchors):
    """The corner boxes (S, S, A, 4) that t (S, S, A, 4) stands for, with anchors (A, 2)."""
    raise NotImplementedError


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    """(scores, boxes, classes) of the boxes whose best score reaches the threshold.

    confidence is (S, S, A, 1), boxes (S, S, A, 4) and class_probs (S, S, A, C); of K boxes come
    (K,), (K, 4) and (K,), in the order of the grid: row, column, anchor.
    """
    raise NotImplementedError


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    """The indices of the corner boxes (n, 4) that are kept, in the order in which they are.

    scores are (n,). From the best score down, a box stays if its IoU with none of those that
    stayed before exceeds the threshold; max_boxes stay at most.
    """
    raise NotImplementedError


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    """The indices that are kept where suppression runs within each of classes (n,) by itself.

    The best scores come first, and of equal ones the lower index; max_boxes stay in all.
    """
    raise NotImplementedError


def build_target(boxes, classes, anchors, S, n_classes):
    """What a network should say of centre boxes (n, 4) of classes (n,): (S, S, A, 5 + n_classes).

    In each box's slot: t, then 1, then the class one-hot; 0 elsewhere. The first box has the slot.
    """
    raise NotImplementedError


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    """(scores, boxes, classes) of what a raw output (S, S, A, 5 + C) has found, the best first."""
    raise NotImplementedError
