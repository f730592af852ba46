# Homework 3, Siddharth & (a little) Mei-Lin
import numpy
from numpy import exp, expm1, where, ones, zeros, mean


def sigmoid(z):
	inputZ = z
	smallExp = exp(-abs(inputZ))
	rightSide = 1 / (1 + smallExp)
	leftSide = smallExp / (1 + smallExp)
	return where(inputZ >= 0, rightSide, leftSide)


def tanh(z):
	inputZ = z
	clippedZ = numpy.minimum(numpy.maximum(inputZ, -100), 100)
	topPart = expm1(2 * clippedZ)
	bottomPart = topPart + 2
	print('tanh', topPart, bottomPart)
	return topPart / bottomPart


def relu(z):
	inputZ = z
	return (abs(inputZ) + inputZ) / 2


def leaky_relu(z, alpha=0.01):
	inputZ = z
	result = zeros(inputZ.shape)
	result = result + inputZ
	negativeOnes = inputZ < 0
	result = where(negativeOnes, result * alpha, result)
	return result


def sigmoid_backward(dA, Z):
	gradA = dA
	preZ = Z
	theA = sigmoid(preZ)
	gradZ = gradA * theA * (1 - theA)
	return gradZ


def tanh_backward(dA, Z):
	gradA = dA
	preZ = Z
	theA = numpy.tanh(preZ)
	return gradA * (1 - theA**2)


def relu_backward(dA, Z):
	gradA = dA
	preZ = Z
	gradZ = where(preZ > 0, gradA, 0)
	print('dZ', gradZ)
	return gradZ


def leaky_relu_backward(dA, Z, alpha=0.01):
	gradA = dA
	preZ = Z
	return where(preZ > 0, gradA, gradA * alpha)


def getSlopes(preZ, activationName):
	if activationName == 'sigmoid':
		return sigmoid_backward(ones(preZ.shape), preZ)
	if activationName == 'tanh':
		return tanh_backward(ones(preZ.shape), preZ)
	if activationName == 'relu':
		return relu_backward(ones(preZ.shape), preZ)
	if activationName == 'leaky_relu':
		return leaky_relu_backward(ones(preZ.shape), preZ)
	raise ValueError('I do not know ' + activationName)


def saturated_fraction(Z, activation, tol=0.01):
	preZ = Z
	activationName = activation
	tolerance = tol
	return mean(where(getSlopes(preZ, activationName) < tolerance, 1, 0))


def dead_units(Z):
	preZ = Z
	return relu(preZ).sum(axis=1) == 0


def gradient_attenuation(Zs, activation):
	listOfZ = Zs
	activationName = activation
	numberOfLayers = len(listOfZ)
	theAnswer = [0] * numberOfLayers
	runningProduct = ones(listOfZ[0].shape)
	for layer in range(numberOfLayers - 1, -1, -1):
		runningProduct = runningProduct * getSlopes(listOfZ[layer], activationName)
		theAnswer[layer] = abs(runningProduct).mean()
	return theAnswer


def collapse_linear(Ws, bs):
	listOfW = Ws
	listOfB = bs
	theW = listOfW[0]
	theB = listOfB[0]
	layer = 1
	while layer < len(listOfW):
		theW = numpy.dot(listOfW[layer], theW)
		theB = numpy.dot(listOfW[layer], theB) + listOfB[layer]
		layer += 1
	return theW, theB


if __name__ == '__main__':
	testZ = numpy.linspace(-6, 6, 13)
	print(sigmoid(testZ), tanh(testZ), relu(testZ), leaky_relu(testZ))
	input('press enter')
