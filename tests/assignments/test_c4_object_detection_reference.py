"""The reference of c4_object_detection, against counted cells, loops and definitions.

Nothing here calls the checks: what they take for granted is tested here.
"""

import math
import runpy
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ref():
    path = ROOT / "solutions" / "c4_object_detection.py"
    return SimpleNamespace(**runpy.run_path(str(path)))


def whole_boxes(n, seed=3, side=9):
    """Corner boxes with whole corners, some of them without area."""
    rng = np.random.default_rng(seed)
    corners = np.sort(rng.integers(-side, side, size=(n, 2, 2), endpoint=True), axis=1)
    return corners.reshape(n, 4)


def cells(box):
    """The unit cells that a box with whole corners holds."""
    x1, y1, x2, y2 = (int(v) for v in box)
    return set(product(range(x1, x2), range(y1, y2)))


def counted_iou(a, b):
    """Intersection over union by counting."""
    either = cells(a) | cells(b)
    return len(cells(a) & cells(b)) / len(either) if either else 0.0


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def test_iou_by_counting_cells(ref):
    boxes = whole_boxes(40)
    found = [[ref.iou(a, b) for b in boxes] for a in boxes.tolist()]
    want = [[counted_iou(a, b) for b in boxes] for a in boxes]
    assert np.allclose(found, want, rtol=0, atol=1e-12)
    matrix = ref.iou_matrix(boxes[:15], boxes[15:])
    assert np.allclose(matrix, np.array(want)[:15, 15:], rtol=0, atol=1e-12)


@pytest.mark.parametrize(("n", "m"), [(0, 3), (2, 0), (0, 0)])
def test_no_boxes_have_an_empty_matrix(ref, n, m):
    assert ref.iou_matrix(np.zeros((n, 4)), np.ones((m, 4))).shape == (n, m)


def test_iou_has_no_unit(ref):
    a, b = np.array([1.0, 2.0, 5.0, 4.0]), np.array([3.0, 3.0, 9.0, 5.0])
    for scale in (1e-6, 1e6):
        assert ref.iou(scale * a, scale * b) == pytest.approx(1 / 9)
    point, line = np.full(4, 2.5), np.array([0.0, 1.0, 6.0, 1.0])
    assert [ref.iou(one, other) for one in (point, line) for other in (point, line, a)] == [0.0] * 6


@pytest.mark.parametrize("leading", [(), (5,), (2, 3), (0,)])
def test_the_two_forms_of_a_box(ref, leading):
    rng = np.random.default_rng(1)
    low, sides = rng.normal(size=(*leading, 2)), rng.uniform(0.1, 2, size=(*leading, 2))
    corners = np.concatenate([low, low + sides], axis=-1)
    centres = ref.corners_to_center(corners)
    assert centres.shape == corners.shape
    assert np.allclose(centres, np.concatenate([low + sides / 2, sides], axis=-1))
    assert np.allclose(ref.center_to_corners(centres), corners)


def test_whole_numbers_keep_their_halves(ref):
    assert ref.center_to_corners(np.array([2, 3, 3, 1])).tolist() == [0.5, 2.5, 3.5, 3.5]
    assert ref.corners_to_center(np.array([0, 2, 3, 3])).tolist() == [1.5, 2.5, 3.0, 1.0]


def test_best_anchor_is_the_iou_of_boxes_around_one_point(ref):
    rng = np.random.default_rng(2)
    for _ in range(200):
        w, h = rng.uniform(0.02, 1, size=2)
        anchors = rng.uniform(0.02, 1, size=(4, 2))
        around = [[-w / 2, -h / 2, w / 2, h / 2] for w, h in anchors]
        ious = [ref.iou([-w / 2, -h / 2, w / 2, h / 2], one) for one in around]
        assert ref.best_anchor(w, h, anchors) == int(np.argmax(ious))
    assert ref.best_anchor(0.5, 0.5, np.array([[0.1, 0.1], [0.5, 0.25], [0.25, 0.5]])) == 1


def test_encoding_and_decoding_by_loops(ref):
    rng = np.random.default_rng(5)
    S, anchors = 5, rng.uniform(0.1, 0.8, size=(3, 2))
    t = rng.normal(size=(S, S, 3, 4))
    boxes = ref.decode_boxes(t, anchors)
    for row, col, k in np.ndindex(S, S, 3):
        tx, ty, tw, th = t[row, col, k]
        cx, cy = (sigmoid(tx) + col) / S, (sigmoid(ty) + row) / S
        w, h = anchors[k, 0] * math.exp(tw), anchors[k, 1] * math.exp(th)
        want = [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2]
        assert np.allclose(boxes[row, col, k], want)
        found = ref.encode_box(np.array([cx, cy, w, h]), anchors, S)
        assert found[:2] == (row, col)
        assert found[2] == ref.best_anchor(w, h, anchors)
        if found[2] == k:
            assert np.allclose(found[3], t[row, col, k])


@pytest.mark.parametrize("place", range(6))
def test_a_box_without_a_cell_is_refused(ref, place):
    box = [0.3, 0.7, 0.2, 0.1]
    index, value = [(0, -0.01), (0, 1.0), (1, -0.01), (1, 1.0), (2, 0.0), (3, -0.1)][place]
    box[index] = value
    with pytest.raises(ValueError, match="no cell"):
        ref.encode_box(np.array(box), np.ones((1, 2)), 3)


def test_filtering_by_loops(ref):
    rng = np.random.default_rng(6)
    S, A, C = 3, 2, 4
    confidence, boxes = rng.random((S, S, A, 1)), rng.random((S, S, A, 4))
    class_probs = rng.random((S, S, A, C))
    want = []
    for place in np.ndindex(S, S, A):
        products = [float(confidence[place][0] * p) for p in class_probs[place]]
        if max(products) >= 0.4:
            want.append((max(products), boxes[place].tolist(), products.index(max(products))))
    scores, kept, classes = ref.filter_boxes(confidence, boxes, class_probs, 0.4)
    assert 0 < len(want) < S * S * A
    assert list(zip(scores.tolist(), kept.tolist(), classes.tolist(), strict=True)) == want
    none = ref.filter_boxes(confidence, boxes, class_probs, 1.5)
    assert [one.shape for one in none] == [(0,), (0, 4), (0,)]


def kept_by_definition(boxes, scores, threshold):
    """Whether each box stays: it does if no better box that stays overlaps it too much."""
    rank = [(-score, place) for place, score in enumerate(scores)]

    def stays(i):
        better = [j for j in range(len(boxes)) if rank[j] < rank[i]]
        return all(counted_iou(boxes[i], boxes[j]) <= threshold or not stays(j) for j in better)

    return sorted((i for i in range(len(boxes)) if stays(i)), key=lambda i: rank[i])


@pytest.mark.parametrize("threshold", [0.0, 0.1, 0.25, 0.5])
def test_suppression_by_its_definition(ref, threshold):
    for seed in range(20):
        boxes = whole_boxes(9, seed, side=4)
        scores = np.random.default_rng(seed).integers(1, 6, size=9) / 5
        want = kept_by_definition(boxes, scores.tolist(), threshold)
        found = ref.non_max_suppression(boxes.astype(float), scores, threshold)
        assert found == want
        assert ref.non_max_suppression(boxes, scores, threshold, 2) == want[:2]


def test_suppression_class_by_class(ref):
    for seed in range(20):
        rng = np.random.default_rng(seed)
        boxes = whole_boxes(12, seed, side=4)
        scores, classes = rng.integers(1, 6, size=12) / 5, rng.choice([2, 5, 7], size=12)
        want = []
        for label in (2, 5, 7):
            index = np.flatnonzero(classes == label)
            kept = kept_by_definition(boxes[index], scores[index].tolist(), 0.3)
            want += [int(index[i]) for i in kept]
        want.sort(key=lambda i: (-scores[i], i))
        assert ref.class_nms(boxes, scores, classes, 0.3, 12) == want
        assert ref.class_nms(boxes, scores, classes, 0.3, 3) == want[:3]
    assert ref.class_nms(np.zeros((0, 4)), np.zeros(0), np.zeros(0, dtype=int)) == []


def test_a_target_is_found_again(ref):
    anchors = np.array([[0.5, 0.25], [0.125, 0.5]])
    boxes = np.array(
        [
            [0.6875, 0.375, 0.25, 0.25],
            [0.0625, 0.6875, 0.25, 0.75],
            [0.64, 0.30, 0.28, 0.24],  # the slot of the first
            [0.7, 0.3, 0.1, 0.4],  # its cell, and the other anchor
        ]
    )
    target = ref.build_target(boxes, [2, 0, 1, 1], anchors, 4, 3)
    assert target.shape == (4, 4, 2, 8)
    assert np.argwhere(target[..., 4]).tolist() == [[1, 2, 0], [1, 2, 1], [2, 0, 1]]
    assert np.allclose(target[1, 2, 0], [math.log(3), 0, -math.log(2), 0, 1, 0, 0, 1])
    assert target[..., 5:].sum() == 3
    output = np.concatenate([target[..., :4], 24 * target[..., 4:] - 12], axis=-1)
    scores, found, classes = ref.detect(output, anchors)
    assert scores.min() > 0.99
    want = ref.center_to_corners(boxes[[0, 1, 3]])
    order = [int(np.argmin(np.abs(want - box).max(axis=1))) for box in found]
    assert sorted(order) == [0, 1, 2]
    assert np.allclose(found, want[order])
    assert [[2, 0, 1][i] for i in order] == classes.tolist()


def test_detection_by_loops(ref):
    rng = np.random.default_rng(8)
    S, C, anchors = 3, 3, np.array([[0.9, 0.5], [0.4, 0.8]])
    output = 2 * rng.normal(size=(S, S, 2, 5 + C))
    boxes, scores, classes = [], [], []
    for place in np.ndindex(S, S, 2):
        powers = [math.exp(z) for z in output[place][5:]]
        products = [sigmoid(output[place][4]) * p / sum(powers) for p in powers]
        if max(products) >= 0.1:
            boxes.append(ref.decode_boxes(output[..., :4], anchors)[place])
            scores.append(max(products))
            classes.append(products.index(max(products)))
    keep = ref.class_nms(np.array(boxes), np.array(scores), np.array(classes), 0.2, 5)
    assert len(keep) < len(scores)
    found = ref.detect(output, anchors, 0.1, 0.2, 5)
    assert np.allclose(found[0], np.array(scores)[keep])
    assert np.allclose(found[1], np.array(boxes)[keep])
    assert found[2].tolist() == [classes[i] for i in keep]


def test_extreme_logits(ref):
    anchors = np.array([[0.5, 0.25]])
    output = np.zeros((2, 2, 1, 7))
    output[..., 4] = -1000
    output[0, 1, 0] = [800, -800, 0, 0, 1000, -1000, 1000]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        scores, boxes, classes = ref.detect(output, anchors)
    assert (scores.tolist(), classes.tolist()) == ([1.0], [1])
    assert np.allclose(boxes, [[0.75, -0.125, 1.25, 0.125]])
