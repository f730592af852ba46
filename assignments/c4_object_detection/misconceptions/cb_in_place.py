def corners_to_center(boxes):
    if boxes.dtype.kind != "f":
        boxes = boxes * 1.0
    boxes[..., 2:] -= boxes[..., :2]
    boxes[..., :2] += boxes[..., 2:] / 2
    return boxes
