# expect: best_anchor loses
# Takes the anchor whose sides have to be stretched least, not that of the greatest IoU.
"""Object detection, one step after the other."""

import warnings

import numpy as np


def sigmoid(z):
    # log(1 + exp(-z)) without overflow
    log_of_denominator = np.logaddexp(0.0, -z)
    return np.exp(-log_of_denominator)


def iou(box1, box2):
    a = np.asarray(box1, dtype=np.float64)
    b = np.asarray(box2, dtype=np.float64)
    a_x1, a_y1, a_x2, a_y2 = a[0], a[1], a[2], a[3]
    b_x1, b_y1, b_x2, b_y2 = b[0], b[1], b[2], b[3]

    left = np.maximum(a_x1, b_x1)
    right = np.minimum(a_x2, b_x2)
    upper = np.maximum(a_y1, b_y1)
    lower = np.minimum(a_y2, b_y2)

    if right <= left:
        return 0
    if lower <= upper:
        return 0

    intersection = (right - left) * (lower - upper)
    area_a = (a_x2 - a_x1) * (a_y2 - a_y1)
    area_b = (b_x2 - b_x1) * (b_y2 - b_y1)
    union = area_a + area_b - intersection
    result = intersection / union
    return np.array([result])


def iou_matrix(boxes_a, boxes_b):
    a_x1, a_y1, a_x2, a_y2 = np.split(boxes_a, 4, axis=1)  # each (N, 1)
    b_x1, b_y1, b_x2, b_y2 = boxes_b.T  # each (M,)

    overlap_x = np.minimum(a_x2, b_x2) - np.maximum(a_x1, b_x1)
    overlap_y = np.minimum(a_y2, b_y2) - np.maximum(a_y1, b_y1)
    overlap_x[overlap_x < 0] = 0
    overlap_y[overlap_y < 0] = 0
    intersection = overlap_x * overlap_y

    area_a = (a_x2 - a_x1) * (a_y2 - a_y1)
    area_b = (b_x2 - b_x1) * (b_y2 - b_y1)
    union = area_a + area_b - intersection

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with np.errstate(divide="ignore", invalid="ignore"):
            result = intersection / union
    result[union == 0] = 0
    return result


def center_to_corners(boxes):
    result = np.zeros(boxes.shape, dtype=np.float64)
    half_width = boxes[..., 2] * 0.5
    half_height = boxes[..., 3] * 0.5
    result[..., 0] = boxes[..., 0] - half_width
    result[..., 1] = boxes[..., 1] - half_height
    result[..., 2] = boxes[..., 0] + half_width
    result[..., 3] = boxes[..., 1] + half_height
    return result


def corners_to_center(boxes):
    result = np.array(boxes, dtype=np.float64)
    width = result[..., 2] - result[..., 0]
    height = result[..., 3] - result[..., 1]
    result[..., 0] += width / 2
    result[..., 1] += height / 2
    result[..., 2] = width
    result[..., 3] = height
    return result


def best_anchor(w, h, anchors):
    widths = anchors[:, 0]
    heights = anchors[:, 1]
    stretch_width = np.maximum(w / widths, widths / w)
    stretch_height = np.maximum(h / heights, heights / h)
    stretch = np.maximum(stretch_width, stretch_height)
    index = np.argmin(stretch)
    return index


def encode_box(box, anchors, S):
    cx, cy, w, h = box
    inside_x = 0 <= cx < 1
    inside_y = 0 <= cy < 1
    has_sides = w > 0 and h > 0
    if not (inside_x and inside_y and has_sides):
        raise ValueError("The middle must be in the image, and the sides above 0.")

    col = int(np.floor(cx * S))
    row = int(np.floor(cy * S))
    place_x = cx * S - col
    place_y = cy * S - row

    anchor = best_anchor(w, h, anchors)
    anchor_width = anchors[anchor, 0]
    anchor_height = anchors[anchor, 1]

    t = np.zeros(4)
    t[0] = np.log(place_x / (1 - place_x))
    t[1] = np.log(place_y / (1 - place_y))
    t[2] = np.log(w) - np.log(anchor_width)
    t[3] = np.log(h) - np.log(anchor_height)
    return [row, col, anchor, t]


def decode_boxes(t, anchors):
    S = t.shape[0]
    A = len(anchors)
    t_x = t[:, :, :, 0]
    t_y = t[:, :, :, 1]
    t_w = t[:, :, :, 2]
    t_h = t[:, :, :, 3]

    col = np.arange(S).reshape(1, S, 1)
    row = np.arange(S).reshape(S, 1, 1)
    p_w = anchors[:, 0].reshape(1, 1, A)
    p_h = anchors[:, 1].reshape(1, 1, A)

    boxes = np.zeros((S, S, A, 4))
    boxes[:, :, :, 0] = (sigmoid(t_x) + col) / S
    boxes[:, :, :, 1] = (sigmoid(t_y) + row) / S
    boxes[:, :, :, 2] = p_w * np.exp(t_w)
    boxes[:, :, :, 3] = p_h * np.exp(t_h)
    corners = center_to_corners(boxes)
    return corners


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    best_class = np.argmax(class_probs, axis=-1)
    best_prob = np.max(class_probs, axis=-1)
    best_score = confidence[..., 0] * best_prob
    places = np.argwhere(best_score >= threshold)
    row = places[:, 0]
    col = places[:, 1]
    slot = places[:, 2]
    return [best_score[row, col, slot], boxes[row, col, slot], best_class[row, col, slot]]


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    indices = np.arange(len(scores))
    left = np.lexsort((indices, -scores))
    kept = []
    while len(left) > 0 and len(kept) < max_boxes:
        best = left[0]
        kept.append(best)
        others = left[1:]
        overlaps = iou_matrix(boxes[[best]], boxes[others])
        far = overlaps[0] <= iou_threshold
        left = others[far]
    return kept


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    stays = np.zeros(len(scores), dtype=bool)
    for label in np.unique(classes):
        members = np.flatnonzero(classes == label)
        member_boxes = boxes[members]
        member_scores = scores[members]
        room = len(members)
        kept = non_max_suppression(member_boxes, member_scores, iou_threshold, room)
        stays[members[kept]] = True
    survivors = np.flatnonzero(stays)
    order = np.argsort(-scores[survivors], kind="mergesort")
    result = survivors[order]
    return result[:max_boxes].tolist()


def build_target(boxes, classes, anchors, S, n_classes):
    n = boxes.shape[0]
    A = anchors.shape[0]
    target = np.zeros((S, S, A, 5 + n_classes))
    # backwards, so that the earlier one is written last
    for i in range(n - 1, -1, -1):
        row, col, anchor, t = encode_box(boxes[i], anchors, S)
        numbers = np.zeros(5 + n_classes)
        numbers[0:4] = t
        numbers[4] = 1
        numbers[5 + classes[i]] = 1
        target[row, col, anchor] = numbers
    return target


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    t = output[:, :, :, 0:4]
    confidence_logits = output[:, :, :, 4:5]
    class_logits = output[:, :, :, 5:]

    boxes = decode_boxes(t, anchors)
    confidence = sigmoid(confidence_logits)
    largest = np.max(class_logits, axis=3, keepdims=True)
    exponentials = np.exp(class_logits - largest)
    sums = np.sum(exponentials, axis=3, keepdims=True)
    class_probs = exponentials / sums

    scores, boxes, classes = filter_boxes(confidence, boxes, class_probs, score_threshold)
    if len(scores) == 0:
        return scores, boxes, classes
    kept = class_nms(boxes, scores, classes, iou_threshold, max_boxes)
    return scores[kept], boxes[kept], classes[kept]
