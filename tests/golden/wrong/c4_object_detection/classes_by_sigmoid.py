# expect: detect loses
"""Each class has a sigmoid of its own."""

import numpy as np


EPS_FREE = True


def logistic(z):
	return .5 * (1 + np.tanh(.5 * z))


def iou(box1, box2):
	xi1 = max(box1[0], box2[0])
	yi1 = max(box1[1], box2[1])
	xi2 = min(box1[2], box2[2])
	yi2 = min(box1[3], box2[3])
	inter_width = xi2 - xi1
	inter_height = yi2 - yi1
	if inter_width < 0 or inter_height < 0:
		inter_area = 0
	else:
		inter_area = inter_width * inter_height
	box1_area = (box1[2] - box1[0]) * (box1[3] - box1[1])
	box2_area = (box2[2] - box2[0]) * (box2[3] - box2[1])
	union_area = box1_area + box2_area - inter_area
	if union_area == 0: return 0
	return inter_area / union_area


def iou_matrix(boxes_a, boxes_b):
	N, M = len(boxes_a), len(boxes_b)
	A = np.repeat(boxes_a, M, axis=0)
	B = np.tile(boxes_b, (N, 1))
	w = np.minimum(A[:, 2], B[:, 2]) - np.maximum(A[:, 0], B[:, 0])
	h = np.minimum(A[:, 3], B[:, 3]) - np.maximum(A[:, 1], B[:, 1])
	w[w < 0] = 0
	h[h < 0] = 0
	inter = w * h
	union = (A[:, 2] - A[:, 0]) * (A[:, 3] - A[:, 1]) + (B[:, 2] - B[:, 0]) * (B[:, 3] - B[:, 1]) - inter
	out = np.zeros(N * M)
	np.divide(inter, union, out=out, where=union != 0)
	return out.reshape(N, M)


def center_to_corners(boxes):
	boxes = boxes.astype(float)
	lo = boxes[..., 0:2] - boxes[..., 2:4] / 2.
	hi = boxes[..., 0:2] + boxes[..., 2:4] / 2.
	return np.concatenate([lo, hi], axis=-1)


def corners_to_center(boxes):
	boxes = boxes.astype(float)
	return np.concatenate([(boxes[..., 0:2] + boxes[..., 2:4]) / 2., boxes[..., 2:4] - boxes[..., 0:2]], axis=-1)


def best_anchor(w, h, anchors):
	ious = []
	for a in anchors:
		ious.append(iou([0, 0, w, h], [0, 0, a[0], a[1]]))
	return ious.index(max(ious))


def encode_box(box, anchors, S):
	cx, cy, w, h = box
	if cx < 0 or cx >= 1 or cy < 0 or cy >= 1: raise ValueError('center')
	if w <= 0 or h <= 0: raise ValueError('size')
	gx, gy = cx * S, cy * S
	i, j = int(gy), int(gx)
	a = best_anchor(w, h, anchors)
	fx, fy = gx - j, gy - i
	t = np.zeros(4)
	t[0] = np.log(fx) - np.log(1 - fx)
	t[1] = np.log(fy) - np.log(1 - fy)
	t[2] = np.log(w / anchors[a][0])
	t[3] = np.log(h / anchors[a][1])
	return i, j, a, t


def decode_boxes(t, anchors):
	S = t.shape[0]
	A = t.shape[2]
	cols = np.tile(np.arange(S).reshape(1, S, 1), (S, 1, A))
	rows = cols.transpose(1, 0, 2)
	out = np.zeros((S, S, A, 4))
	out[:, :, :, 0] = (logistic(t[:, :, :, 0]) + cols) / S
	out[:, :, :, 1] = (logistic(t[:, :, :, 1]) + rows) / S
	out[:, :, :, 2] = np.exp(t[:, :, :, 2]) * anchors[:, 0].reshape(1, 1, A)
	out[:, :, :, 3] = np.exp(t[:, :, :, 3]) * anchors[:, 1].reshape(1, 1, A)
	return center_to_corners(out)


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
	box_scores = np.multiply(confidence, class_probs)
	box_classes = np.argmax(box_scores, axis=-1)
	box_class_scores = np.max(box_scores, axis=-1, keepdims=False)
	filtering_mask = (box_class_scores >= threshold)
	scores = box_class_scores[filtering_mask]
	boxes = boxes[filtering_mask]
	classes = box_classes[filtering_mask]
	return scores, boxes, classes


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
	remaining = list(np.argsort(-scores, kind='stable'))
	result = []
	while remaining and len(result) < max_boxes:
		best = remaining[0]
		result.append(int(best))
		remaining = [r for r in remaining[1:] if iou(boxes[best], boxes[r]) <= iou_threshold]
	return result


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
	pairs = []
	for c in range(0, 1 + max([0] + list(classes))):
		where = [n for n in range(len(classes)) if classes[n] == c]
		if not where: continue
		for k in non_max_suppression(boxes[where], scores[where], iou_threshold, len(where)):
			pairs.append((-scores[where[k]], where[k]))
	pairs.sort()
	return [n for s, n in pairs][:max_boxes]


def build_target(boxes, classes, anchors, S, n_classes):
	y = np.zeros((S, S, len(anchors), 5 + n_classes))
	for k in range(len(boxes)):
		i, j, a, t = encode_box(boxes[k], anchors, S)
		if y[i, j, a, 4] > 0: continue
		y[i, j, a, 0:4] = t
		y[i, j, a, 4] = 1.
		y[i, j, a, 5 + classes[k]] = 1.
	return y


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
	p = logistic(output[..., 4:])
	b = decode_boxes(output[..., 0:4], anchors)
	s, b, c = filter_boxes(p[..., :1], b, p[..., 1:], score_threshold)
	idx = list(class_nms(b, s, c, iou_threshold, max_boxes))
	return s[idx], b[idx], c[idx]


if __name__ == '__main__':
	print(iou((1, 2, 5, 4), (3, 3, 9, 5)))
