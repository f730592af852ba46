def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    remaining = sorted(range(len(scores)), key=lambda i: -scores[i])
    kept = []
    while remaining and len(kept) < max_boxes:
        best = remaining.pop(0)
        kept.append(best)
        for i in remaining:
            if iou(boxes[best], boxes[i]) > iou_threshold:  # noqa: F821
                remaining.remove(i)
    return kept
