# expect: fold_batchnorm loses
"""The mean is taken away after scaling."""
import numpy as np

def batchnorm_forward(Z, gamma, beta, eps=1e-8):
	m = Z.shape[1]
	mu = (Z.sum(axis=1)/m)[:, None]
	d = Z - mu
	var = ((d*d).sum(axis=1)/m)[:, None]
	std = (var + eps)**0.5
	out = d/std
	out = out*gamma
	out += beta
	return out, {'xhat': d/std, 'inv_std': 1.0/std, 'gamma': gamma, 'd': d, 'std': std}

def update_running_stats(running, Z, momentum=0.9):
	new = dict(running)
	new['mean'] = new['mean'] + (1 - momentum)*(Z.mean(axis=1)[:, None] - new['mean'])
	new['var'] = new['var'] + (1 - momentum)*(Z.std(axis=1)[:, None]**2 - new['var'])
	return new

def batchnorm_predict(Z, gamma, beta, running, eps=1e-8):
	factor = gamma/(running['var'] + eps)**0.5
	return factor*Z + (beta - factor*running['mean'])

def batchnorm_backward(dout, cache):
	d, std, m = cache['d'], cache['std'], dout.shape[1]
	dxhat = dout*cache['gamma']
	dvar = (dxhat*d).sum(axis=1)[:, None]*(-0.5)*std**-3
	dmu = (-dxhat/std).sum(axis=1)[:, None] + dvar*(-2*d).mean(axis=1)[:, None]
	dZ = dxhat/std + dvar*2*d/m + dmu/m
	return dZ, (dout*cache['xhat']).sum(axis=1)[:, None], dout.sum(axis=1)[:, None]

def fold_batchnorm(W, b, gamma, beta, running, eps=1e-8):
	scale = gamma/np.sqrt(running['var'] + eps)
	return scale*W, scale*b - running['mean'] + beta

def bn_network_gradients(X, Y, parameters, eps=1e-8):
	p = parameters; m = X.shape[1]
	N, cache = batchnorm_forward(p['W1'].dot(X) + p['b1'], p['gamma1'], p['beta1'], eps)
	A = N.copy(); A[A < 0] = 0
	Z = p['W2'].dot(A) + p['b2']
	cost = (np.logaddexp(0, -Z)*Y + np.logaddexp(0, Z)*(1 - Y)).sum()/m
	dZ = 1/(1 + np.exp(-Z)) - Y
	dZ /= m
	dA = p['W2'].T.dot(dZ)
	dA[N < 0] = 0
	dZ1, dg, db = batchnorm_backward(dA, cache)
	return [cost, {'dW1': dZ1.dot(X.T), 'db1': dZ1.sum(axis=1)[:, None], 'dgamma1': dg, 'dbeta1': db,
		'dW2': dZ.dot(A.T), 'db2': dZ.sum(axis=1)[:, None]}]

def bn_model(X, Y, n_h, learning_rate=0.5, mini_batch_size=32, num_epochs=30, momentum=0.9, eps=1e-8, seed=0):
	np.random.seed(seed)
	m = X.shape[1]
	p = {'W1': np.random.randn(n_h, X.shape[0])/np.sqrt(X.shape[0]), 'W2': np.random.randn(Y.shape[0], n_h)/np.sqrt(n_h)}
	p['b1'] = np.zeros((n_h, 1)); p['b2'] = np.zeros((Y.shape[0], 1))
	p['gamma1'] = np.ones((n_h, 1)); p['beta1'] = np.zeros((n_h, 1))
	running = {'mean': np.zeros((n_h, 1)), 'var': np.ones((n_h, 1))}
	order = np.arange(m)
	for epoch in range(num_epochs):
		np.random.shuffle(order)
		for k in range(int(np.ceil(m/mini_batch_size))):
			part = order[k*mini_batch_size:(k + 1)*mini_batch_size]
			if part.size >= 2:
				x = X[:, part]
				running = update_running_stats(running, p['W1'].dot(x) + p['b1'], momentum)
				cost, g = bn_network_gradients(x, Y[:, part], p, eps)
				for key in p: p[key] -= learning_rate*g['d' + key]
	return [p, running]

def bn_predict(X, parameters, running, eps=1e-8):
	N = batchnorm_predict(parameters['W1'].dot(X) + parameters['b1'], parameters['gamma1'], parameters['beta1'], running, eps)
	return (parameters['W2'].dot(N.clip(min=0)) + parameters['b2'] > 0)*1
