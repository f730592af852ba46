'''Flat copies with .flat, tabs, camelCase helpers, and answers in other number types.'''
import numpy as np
from math import sqrt

def lengthOf(v):
	total = 0.0
	for x in np.ravel(v):
		total += float(x)*float(x)
	return sqrt(total)

def parameters_to_vector(parameters, keys):
	theta = []
	for k in keys:
		theta += list(np.ravel(parameters[k]))
	return np.array(theta, dtype='float64')

def vector_to_parameters(theta, keys, shapes):
	out = dict(); start = 0
	for k, s in zip(keys, shapes):
		a = np.empty(s)
		stop = start + a.size
		if stop > len(theta): raise ValueError('theta ends too early')
		a.flat[:] = theta[start:stop] if a.size else 0
		out[k] = a; start = stop
	if start < len(theta): raise ValueError('theta goes on')
	return out

def forward_difference(f, x, h):
	y0 = f(x); y1 = f(x + h)
	return np.array((y1 - y0)/h)

def central_difference(f, x, h):
	yMinus = f(x - h); yPlus = f(x + h)
	return np.array([(yPlus - yMinus)/h*0.5])

def numeric_gradient(f, theta, epsilon=1e-6):
	t = np.array(theta, dtype='float64', order='C'); g = np.zeros_like(t)
	for i in range(t.size):
		was = t.flat[i]
		def at(x):
			t.flat[i] = x
			return f(t)
		g.flat[i] = np.asarray(central_difference(at, was, epsilon)).item()
		t.flat[i] = was
	return g

def relative_difference(grad, gradapprox):
	below = lengthOf(grad) + lengthOf(gradapprox)
	return np.array([[lengthOf(grad - gradapprox)/below if below else 0]])

def gradient_check(f, grad_f, theta, epsilon=1e-6, threshold=1e-6):
	d = relative_difference(grad_f(theta.copy()), numeric_gradient(f, theta, epsilon)).item()
	return {'difference': d, 'ok': 1 if d <= threshold else 0}

def check_parameters(cost, gradients, parameters, epsilon=1e-6):
	names = list(parameters.keys()); ds = []
	for k in names:
		f = lambda v: cost({n: (v if n == k else parameters[n]) for n in names})
		ds.append(relative_difference(gradients['d'+k], numeric_gradient(f, parameters[k], epsilon)).item())
	return [dict(zip(names, ds)), names[int(np.argmax(ds))]]

def kink_coordinates(f, theta, epsilon=1e-5, tol=1e-2):
	hits = np.zeros(len(theta), dtype=bool); y = f(theta)
	for i in range(len(theta)):
		up = theta.copy(); up[i] += epsilon
		down = theta.copy(); down[i] -= epsilon
		hits[i] = abs(f(up) - y - (y - f(down)))/epsilon > tol
	return np.where(hits)[0]
