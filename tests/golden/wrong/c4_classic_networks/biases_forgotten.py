# expect: layer_parameter_count, dense_equivalent loses
"""Weights only, everywhere but in the cost."""
import numpy as np
from convhelp import *

def layer_output_shape(shape, layer):
	t = layer['type']
	if t == 'relu' or t == 'dropout': return shape
	if t == 'flatten':
		if len(shape) == 1: return shape
		return (shape[0]*shape[1]*shape[2],)
	if t == 'fc':
		if len(shape) > 1: raise ValueError('flatten first')
		return (layer['units'],)
	if t not in ['conv', 'pool']: raise ValueError('type?')
	if len(shape) < 3: raise ValueError('volume?')
	f = layer['f']; s = layer['stride']
	if 'pad' not in layer: p = 0
	elif layer['pad'] == 'valid': p = 0
	elif layer['pad'] == 'same':
		p = (f - 1)/2
		if p != int(p): raise ValueError('odd f!')
		p = int(p)
	else: p = layer['pad']
	h = shape[0] + 2*p; w = shape[1] + 2*p
	if h < f or w < f: raise ValueError('too big')
	h2 = int(np.floor((h - f)/s)) + 1
	w2 = int(np.floor((w - f)/s)) + 1
	return (h2, w2, layer['filters']) if t == 'conv' else (h2, w2, shape[2])

def layer_parameter_count(shape, layer):
	if layer['type'] == 'conv': return layer['f']**2*shape[2]*layer['filters']
	if layer['type'] == 'fc': return shape[0]*layer['units']
	return 0

def network_summary(input_shape, layers):
	res = []; s = input_shape
	for l in layers:
		d = {}
		d['type'] = l['type']
		d['parameters'] = layer_parameter_count(s, l)
		s = layer_output_shape(s, l)
		d['output_shape'] = s
		res = res + [d]
	return res

def conv(n, f, s, p): return {'type': 'conv', 'f': f, 'stride': s, 'pad': p, 'filters': n}
def pool(f, mode): return {'type': 'pool', 'f': f, 'stride': 2, 'mode': mode}
def fc(n): return {'type': 'fc', 'units': n}
def r(): return {'type': 'relu'}
def d(): return {'type': 'dropout', 'keep_prob': .5}

def classic_network(name):
	if name == 'lenet5':
		return (32, 32, 1), [conv(6, 5, 1, 0), pool(2, 'average'), conv(16, 5, 1, 0), pool(2, 'average'), {'type': 'flatten'}, fc(120), fc(84), fc(10)]
	elif name == 'alexnet':
		return (227, 227, 3), [conv(96, 11, 4, 0), r(), pool(3, 'max'), conv(256, 5, 1, 2), r(), pool(3, 'max'),
			conv(384, 3, 1, 1), r(), conv(384, 3, 1, 1), r(), conv(256, 3, 1, 1), r(), pool(3, 'max'), {'type': 'flatten'},
			fc(4096), r(), d(), fc(4096), r(), d(), fc(1000)]
	elif name == 'vgg16':
		L = []
		for n in [64, 64, 'P', 128, 128, 'P', 256, 256, 256, 'P', 512, 512, 512, 'P', 512, 512, 512, 'P']:
			if n == 'P': L.append(pool(2, 'max'))
			else: L.extend([conv(n, 3, 1, 1), r()])
		L += [{'type': 'flatten'}, fc(4096), r(), d(), fc(4096), r(), d(), fc(1000)]
		return (224, 224, 3), L
	else: raise ValueError(name)

def receptive_field(layers):
	rf = 1; strides = []
	for l in layers:
		if 'f' not in l: continue
		rf += (l['f'] - 1)*int(np.prod(strides))
		strides.append(l['stride'])
	return rf

def conv_cost(shape, f, filters, bottleneck=None):
	h, w, c = shape
	if bottleneck == None:
		return {'multiplications': h*w*filters*f*f*c, 'parameters': f*f*c*filters + filters}
	b = bottleneck
	return {'multiplications': h*w*b*c + h*w*filters*f*f*b, 'parameters': c*b + b + f*f*b*filters + filters}

def dense_equivalent(shape, layer):
	i = shape[0]*shape[1]*shape[2]
	o = layer_output_shape(shape, layer)
	o = o[0]*o[1]*o[2]
	return i*o

def max_pool_same(A, f=3):
	B = A.copy(); p = f//2
	H, W = A.shape[1], A.shape[2]
	for i in range(H):
		for j in range(W):
			for u in range(-p, p + 1):
				for v in range(-p, p + 1):
					if 0 <= i + u < H and 0 <= j + v < W:
						B[:, i, j] = np.maximum(B[:, i, j], A[:, i + u, j + v])
	return B

def inception_forward(A_prev, parameters):
	p = parameters; X = A_prev
	out = [relu(conv_same(X, p['W1'], p['b1']))]
	for k in '35':
		out += [relu(conv_same(relu(conv_same(X, p['W' + k + 'r'], p['b' + k + 'r'])), p['W' + k], p['b' + k]))]
	out += [relu(conv_same(max_pool_same(X), p['Wp'], p['bp']))]
	return np.concatenate(out, -1)

def augment_batch(images, crop, seed):
	m, H, W, C = images.shape
	if crop <= 0 or crop > H or crop > W: raise ValueError('crop')
	np.random.seed(seed)
	out = np.empty((m, crop, crop, C), images.dtype)
	for i in range(m):
		y = np.random.randint(H - crop + 1); x = np.random.randint(W - crop + 1)
		out[i] = images[i, y:y+crop, x:x+crop]
		if np.random.rand() > .5: out[i] = np.fliplr(out[i].copy())
	return out
