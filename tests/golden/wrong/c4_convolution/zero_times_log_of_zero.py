# expect: cnn_cost_and_grads loses
'''Y·log P with a P that may be 0.'''
import numpy as np

def conv_output_size(n, f, pad=0, stride=1):
	if n < 1 or f < 1 or pad < 0 or stride < 1: raise ValueError('bad geometry')
	q, _ = divmod(n + 2*pad - f, stride)
	if q < 0: raise ValueError('filter too big')
	return q + 1

def same_padding(f):
	if f <= 0 or f%2 == 0: raise ValueError(f'{f} is not odd')
	return f//2

def zero_pad(X, pad):
	m, h, w, c = X.shape
	out = np.zeros((m, h + 2*pad, w + 2*pad, c), dtype=X.dtype)
	out[:, pad:pad+h, pad:pad+w, :] = X
	return out

def conv_single_step(a_slice, W, b):
	return np.dot(a_slice.ravel(), W.ravel()) + b[0][0][0]

def im2col(X, f, stride):
	h, w = conv_output_size(X.shape[1], f, 0, stride), conv_output_size(X.shape[2], f, 0, stride)
	out = np.empty((X.shape[0], h, w, f, f, X.shape[3]))
	for u in range(f):
		for v in range(f):
			out[:, :, :, u, v, :] = X[:, u:u + stride*h:stride, v:v + stride*w:stride, :]
	return out

def col2im(cols, shape, stride):
	X = np.zeros(shape)
	_, h, w, f, _, _ = cols.shape
	for u in range(f):
		for v in range(f):
			X[:, u:u + stride*h:stride, v:v + stride*w:stride, :] += cols[:, :, :, u, v, :]
	return X

def conv_forward(A_prev, W, b, hparameters):
	f, _, k, n = W.shape
	X = zero_pad(A_prev, hparameters['pad'])
	cols = im2col(X, f, hparameters['stride'])
	Z = cols.reshape(-1, f*f*k) @ W.reshape(f*f*k, n) + b.reshape(1, n)
	cache = dict(cols=cols, W=W, padded=X.shape, pad=hparameters['pad'], stride=hparameters['stride'])
	return Z.reshape(cols.shape[:3] + (n,)), cache

def conv_forward_fast(A_prev, W, b, hparameters):
	Z, _ = conv_forward(A_prev, W, b, hparameters)
	return Z

def conv_backward(dZ, cache):
	cols, W, pad = cache['cols'], cache['W'], cache['pad']
	n = W.shape[3]
	d = dZ.reshape(-1, n)
	dW = (cols.reshape(d.shape[0], -1).T @ d).reshape(W.shape)
	dcols = (d @ W.reshape(-1, n).T).reshape(cols.shape)
	dX = col2im(dcols, cache['padded'], cache['stride'])
	_, h, w, _ = dX.shape
	return dX[:, pad:h-pad, pad:w-pad, :], dW, d.sum(0).reshape(1, 1, 1, n)

def pool_forward(A_prev, hparameters, mode='max'):
	if mode == 'max': reduce = np.amax
	elif mode == 'average': reduce = np.average
	else: raise ValueError(mode)
	cols = im2col(A_prev, hparameters['f'], hparameters['stride'])
	m, h, w, f, _, c = cols.shape
	cols = cols.reshape(m, h, w, f*f, c)
	return reduce(cols, axis=3), (cols.argmax(axis=3), f, A_prev.shape, hparameters['stride'])

def pool_backward(dA, cache, mode='max'):
	best, f, shape, stride = cache
	m, h, w, c = dA.shape
	if mode == 'max':
		cols = np.zeros((m, h, w, f*f, c))
		np.put_along_axis(cols, best[:, :, :, None, :], dA[:, :, :, None, :], axis=3)
	else:
		cols = np.repeat(dA[:, :, :, None, :]/(f*f), f*f, axis=3)
	return col2im(cols.reshape(m, h, w, f, f, c), shape, stride)

def cnn_cost_and_grads(X, Y, parameters):
	W1, b1, W2, b2 = parameters['W1'], parameters['b1'], parameters['W2'], parameters['b2']
	m = X.shape[0]
	Z1, cache1 = conv_forward(X, W1, b1, dict(stride=1, pad=same_padding(W1.shape[0])))
	gate = Z1 > 0
	P1, cache2 = pool_forward(Z1*gate, dict(f=2, stride=2))
	F = P1.reshape(m, -1)
	S = F @ W2.T + b2[:, 0]
	S = S - S.max(1)[:, None]
	E = np.exp(S)
	P = E/E.sum(1)[:, None]
	J = -np.sum(Y*np.log(P))/m
	dS = (P - Y)/m
	dZ1 = gate*pool_backward((dS @ W2).reshape(P1.shape), cache2)
	_, dW1, db1 = conv_backward(dZ1, cache1)
	return J, dict(dW1=dW1, db1=db1, dW2=dS.T @ F, db2=dS.sum(0)[:, None])
