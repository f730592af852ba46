# exercise: iou
def iou(box1, box2):
    a = [float(v) for v in box1]
    b = [float(v) for v in box2]
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    inter = w * h
    area_a = (a[2] - a[0]) * (a[3] - a[1])
    area_b = (b[2] - b[0]) * (b[3] - b[1])
    union = area_a + area_b  # WRONG: the intersection is counted twice in the sum of the areas; it has to be taken away once.
    return inter / (union + 1e-10)  # WRONG: a small number in the denominator makes IoU depend on the unit (boxes of 1e-5 a side have areas of 1e-10); ask for union == 0 instead.
