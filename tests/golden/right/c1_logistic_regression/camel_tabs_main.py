# ---------------------------------------------
# Author : Jean-Élie N'Diaye
# Date   : handed in one day late, sorry!
# ---------------------------------------------
import numpy
from numpy import exp, log, dot, zeros

VERBOSE = True


def sigmoid(z):
	z = numpy.array(z, dtype=float)
	res = zeros(z.shape)
	big = z > 0
	res[big] = 1 / (1 + exp(-z[big]))
	res[~big] = exp(z[~big]) / (1 + exp(z[~big]))
	return res


def initialize(n_x):
	nX = n_x
	weights = numpy.zeros(nX).reshape(nX, 1)
	bias = 0
	return [weights, bias]


def compute_cost(A, Y):
	predA = A
	labelsY = Y
	smallest = 1e-8
	predA = numpy.clip(predA, smallest, 1 - smallest)
	howMany = labelsY.shape[1]
	total = 0
	total -= (labelsY * log(predA)).sum()
	total -= ((1 - labelsY) * log(1 - predA)).sum()
	return total / howMany


def forwardPass(w, b, X):
	return sigmoid(dot(w.T, X) + b)


def propagate(w, b, X, Y):
	howMany = X.shape[1]
	activations = forwardPass(w, b, X)
	theCost = compute_cost(activations, Y)
	theErrors = activations - Y
	gradients = {}
	gradients['dw'] = (1 / howMany) * dot(X, theErrors.T)
	gradients['db'] = (1 / howMany) * theErrors.sum()
	gradients['A'] = activations
	return gradients, theCost


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
	costList = []
	gradients = {}
	iterationNumber = 0
	while iterationNumber < num_iterations:
		gradients, currentCost = propagate(w, b, X, Y)
		if iterationNumber % record_every == 0:
			costList.append(currentCost)
			if VERBOSE:
				print('Cost after iteration %i: %f' % (iterationNumber, currentCost))
		w = w - learning_rate * gradients['dw']
		b = b - learning_rate * gradients['db']
		iterationNumber += 1
	return {'w': w, 'b': b}, gradients, costList


def predict(w, b, X):
	activations = forwardPass(w, b, X)
	thePrediction = zeros((1, X.shape[1]))
	thePrediction[activations <= 0.5] = 0
	thePrediction[activations > 0.5] = 1
	return thePrediction


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
	w, b = initialize(X_train.shape[0])
	parameters, gradients, costList = optimize(
		w, b, X_train, Y_train, num_iterations, learning_rate
	)
	w = parameters['w']
	b = parameters['b']
	predTest = predict(w, b, X_test)
	predTrain = predict(w, b, X_train)
	accTrain = 100 - numpy.mean(numpy.abs(predTrain - Y_train)) * 100
	accTest = 100 - numpy.mean(numpy.abs(predTest - Y_test)) * 100
	print('train accuracy: {} %'.format(accTrain))
	print('test accuracy: {} %'.format(accTest))
	return {
		'costs': costList,
		'Y_prediction_test': predTest,
		'Y_prediction_train': predTrain,
		'w': w,
		'b': b,
		'train_accuracy': accTrain,
		'test_accuracy': accTest,
	}


def mse_propagate(w, b, X, Y):
	howMany = X.shape[1]
	activations = forwardPass(w, b, X)
	theErrors = activations - Y
	theCost = 1 / (2 * howMany) * (theErrors**2).sum()
	slopes = activations * (1 - activations)
	return {
		'dw': dot(X, (theErrors * slopes).T) / howMany,
		'db': (theErrors * slopes).mean(),
	}, theCost


def curvature(w, x, y, loss):
	x = numpy.array(x, dtype=float)
	y = numpy.array(y, dtype=float)
	a = sigmoid(w * x)
	if loss == 'bce':
		result = x**2 * a * (1 - a)
	elif loss == 'mse':
		firstPart = (a * (1 - a)) ** 2
		secondPart = (a - y) * a * (1 - a) ** 2
		thirdPart = (a - y) * a**2 * (1 - a)
		result = x**2 * (firstPart + secondPart - thirdPart)
	else:
		raise ValueError('loss?')
	return sum(result) / len(result)


def nonconvexity_witness():
	return {'x': [10], 'y': [0], 'wa': -0.1, 'wb': 2}


if __name__ == '__main__':
	numpy.random.seed(1)
	X = numpy.random.randn(2, 200)
	Y = (X.sum(axis=0, keepdims=True) > 0) * 1.0
	d = model(X[:, :150], Y[:, :150], X[:, 150:], Y[:, 150:])
	with open('result.txt', 'w') as f:
		f.write(str(d))
