# exercise: iou
def iou(box1, box2):
    (b1x1, b1y1, b1x2, b1y2) = box1
    (b2x1, b2y1, b2x2, b2y2) = box2
    xi1 = max(b1x1, b2x1)
    yi1 = max(b1y1, b2y1)
    xi2 = min(b1x2, b2x2)
    yi2 = min(b1y2, b2y2)
    inter_width = xi2 - xi1
    inter_height = yi2 - yi1
    inter_area = max(0, inter_width * inter_height)  # WRONG: the 0 must stand in each of the two sides; boxes that are apart along both axes have two negative sides, whose product is positive.
    box1_area = (b1x2 - b1x1) * (b1y2 - b1y1)
    box2_area = (b2x2 - b2x1) * (b2y2 - b2y1)
    union_area = box1_area + box2_area - inter_area
    if union_area == 0:
        return 0.0
    return float(inter_area / union_area)
