# expect: layer_style_cost_gradient loses
"""The activations of the style image are multiplied with the difference."""

import numpy as np
import convhelp

verbose = True

def content_cost(a_C, a_G):
	diff = a_G - a_C
	return 0.25*np.mean(diff*diff)          # mean = sum/(n_H n_W n_C)

def content_cost_gradient(a_C, a_G):
	diff = a_G - a_C
	return 0.5*diff/diff.size

def unroll(a):
	# channels to the front, then all places in one axis
	a = np.moveaxis(a, -1, 0)
	return a.reshape(len(a), -1)

def gram_matrix(A):
	return A.dot(A.T)

def gram(a):
	return gram_matrix(unroll(a))

def layer_style_cost(a_S, a_G):
	E = gram(a_G) - gram(a_S)
	N = a_G.shape[0]*a_G.shape[1]
	return np.mean(E**2)/(4.*N**2)          # mean = sum/n_C^2

def layer_style_cost_gradient(a_S, a_G):
	E = gram(a_G) - gram(a_S)
	n_H, n_W, n_C = a_G.shape
	g = a_S.reshape(-1, n_C) @ E.T          # already a row per place
	g /= (n_C*n_H*n_W)**2
	return g.reshape(n_H, n_W, n_C)

def style_cost(style_acts, gen_acts, weights):
	J = 0.
	for a_S, a_G, w in zip(style_acts, gen_acts, weights):
		J = J + w*layer_style_cost(a_S, a_G)
	return J

def total_cost(J_content, J_style, alpha=10.0, beta=40.0):
	return alpha*J_content + beta*J_style

def activation_gradients(content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0):
	out = [beta*w*layer_style_cost_gradient(s, g) for w, s, g in zip(weights, style_acts, gen_acts)]
	out[content_layer] = out[content_layer] + alpha*content_cost_gradient(content_acts[content_layer], gen_acts[content_layer])
	return out

def style_transfer(content, style, filters, content_layer, weights, start, alpha=10.0, beta=40.0, learning_rate=1.0, iterations=100):
	C = convhelp.extract(content, filters)[0]
	S = convhelp.extract(style, filters)[0]
	img = np.copy(start)
	costs = []
	for it in range(iterations):
		acts, cache = convhelp.extract(img, filters)
		Jc = content_cost(C[content_layer], acts[content_layer])
		Js = style_cost(S, acts, weights)
		J = total_cost(Jc, Js, alpha, beta)
		costs.append(J)
		if verbose and it % 20 == 0:
			print('iteration', it, 'J =', J, '(content', Jc, 'style', Js, ')')
		grads = activation_gradients(C, S, acts, content_layer, weights, alpha=alpha, beta=beta)
		img -= learning_rate*convhelp.extract_backward(grads, cache)
	return img, costs

if __name__ == '__main__':
	rng = np.random.default_rng(0)
	f = [0.3*rng.normal(size=(3, 3, 1, 4)), 0.3*rng.normal(size=(3, 3, 4, 3))]
	c, s = rng.random((6, 7, 1)), rng.random((6, 7, 1))
	print(style_transfer(c, s, f, 1, [.5, .5], c, iterations=10)[1])
