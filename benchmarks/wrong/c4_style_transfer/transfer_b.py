# exercise: style_transfer
from convhelp import extract, extract_backward


def style_transfer(content, style, filters, content_layer, weights, start, alpha=10.0, beta=40.0, learning_rate=1.0, iterations=100):
    image = start  # WRONG: this is no copy but start itself, and the -= below changes the caller's array (start, which may be the content image).
    aC, cacheC = extract(content, filters)
    aS, cacheS = extract(style, filters)
    costs = []
    for i in range(iterations):
        aG, cacheG = extract(image, filters)
        grads = activation_gradients(aC, aS, aG, content_layer, weights, alpha, beta)
        image -= learning_rate * extract_backward(grads, cacheG)
        aG, _ = extract(image, filters)  # WRONG: the activations are taken anew after the update, so the cost below is that after the step; costs[k] is the cost before it.
        J = total_cost(content_cost(aC[content_layer], aG[content_layer]), style_cost(aS, aG, weights), alpha, beta)
        costs.append(float(J))
    return image, costs
