# expect: update_parameters_with_adam loses
"""t is raised once for each array of parameters."""

import numpy as np
from nethelp import *
from nethelp import cost_and_grads, predict

def numLayers(parameters):
	return len(parameters) // 2

def allNames(parameters):
	names = []
	for i in range(1, numLayers(parameters) + 1):
		names.append("W%d" % i)
		names.append("b%d" % i)
	return names

def update_parameters_with_gd(parameters, grads, learning_rate):
	newParameters = dict()
	for n in allNames(parameters):
		newParameters[n] = parameters[n] - learning_rate * grads["d" + n]
	return newParameters

def random_mini_batches(X, Y, mini_batch_size = 64, seed = 0):
	np.random.seed(seed)
	m = X.shape[1]
	perm = np.random.permutation(m)
	Xs = X[:, perm]; Ys = Y[:, perm]
	numBatches = int(np.ceil(m / mini_batch_size))
	result = []
	for k in range(0, numBatches):
		lo = k * mini_batch_size
		hi = min(lo + mini_batch_size, m)
		result.append((Xs[:, lo:hi], Ys[:, lo:hi]))
	return result

def exponentially_weighted_average(values, beta, bias_correction = False):
	v = 0
	res = np.zeros(len(values))
	for i in range(len(values)):
		v = beta * v + (1 - beta) * values[i]
		res[i] = v
		if bias_correction == True:
			res[i] = v / (1 - beta ** (i + 1))
	return res

def initialize_velocity(parameters):
	v = {}
	for n in allNames(parameters):
		v["d" + n] = np.zeros((parameters[n].shape[0], parameters[n].shape[1]))
	return v

def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
	for n in allNames(parameters):
		v["d" + n] = beta * v["d" + n] + (1 - beta) * grads["d" + n]
		parameters[n] = parameters[n] - learning_rate * v["d" + n]
	return parameters, v

def update_parameters_with_rmsprop(parameters, grads, s, beta = 0.9, learning_rate = 0.01, epsilon = 1e-8):
	for n in allNames(parameters):
		s["d" + n] = beta * s["d" + n] + (1 - beta) * np.square(grads["d" + n])
		parameters[n] = parameters[n] - learning_rate * grads["d" + n] / (np.sqrt(s["d" + n]) + epsilon)
	return parameters, s

def initialize_adam(parameters):
	v = {}
	s = {}
	for n in allNames(parameters):
		v["d" + n] = np.zeros(parameters[n].shape)
		s["d" + n] = np.zeros(parameters[n].shape)
	return v, s

def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate = 0.01, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8):
	v_corrected = {}
	s_corrected = {}
	for n in allNames(parameters):
		d = "d" + n
		t = t + 1
		v[d] = beta1 * v[d] + (1 - beta1) * grads[d]
		v_corrected[d] = v[d] / (1 - np.power(beta1, t - 1))
		s[d] = beta2 * s[d] + (1 - beta2) * np.power(grads[d], 2)
		s_corrected[d] = s[d] / (1 - np.power(beta2, t))
		parameters[n] = parameters[n] - learning_rate * v_corrected[d] / (np.sqrt(s_corrected[d]) + epsilon)
	return parameters, v, s

def model(X, Y, initial, optimizer, learning_rate = 0.01, mini_batch_size = 64, num_epochs = 20, beta = 0.9, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, seed = 0):
	m = X.shape[1]
	costs = []
	t = 0
	parameters = {}
	for key in initial:
		parameters[key] = np.array(initial[key])
	if optimizer == "gd":
		pass
	elif optimizer == "momentum":
		v = initialize_velocity(parameters)
	elif optimizer == "rmsprop":
		s = initialize_velocity(parameters)
	elif optimizer == "adam":
		v, s = initialize_adam(parameters)
	else:
		raise ValueError("optimizer must be gd, momentum, rmsprop or adam")
	for i in range(num_epochs):
		minibatches = random_mini_batches(X, Y, mini_batch_size, seed + i)
		costSum = 0
		for (Xb, Yb) in minibatches:
			cost, grads = cost_and_grads(Xb, Yb, parameters)
			costSum += cost * Xb.shape[1]
			if optimizer == "gd":
				parameters = update_parameters_with_gd(parameters, grads, learning_rate)
			elif optimizer == "momentum":
				parameters, v = update_parameters_with_momentum(parameters, grads, v, beta, learning_rate)
			elif optimizer == "rmsprop":
				parameters, s = update_parameters_with_rmsprop(parameters, grads, s, beta, learning_rate, epsilon)
			else:
				t += 1
				parameters, v, s = update_parameters_with_adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
		costs.append(costSum / m)
	return parameters, costs

if __name__ == "__main__":
	rng = np.random.default_rng(1)
	X = rng.normal(size=(3, 50)); Y = (X[:1] > 0) * 1.0
	p0 = {"W1": rng.normal(size=(1, 3)), "b1": np.zeros((1, 1))}
	for o in ["gd", "momentum", "rmsprop", "adam"]:
		print(o, model(X, Y, p0, o)[1][-1])
