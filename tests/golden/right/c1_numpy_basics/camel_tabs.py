# -*- coding: utf-8 -*-
# Łukasz Żółć, group 3

import numpy
from numpy import exp, sqrt, zeros, ones


def sigmoid(z):
	inputValue = z
	theInput = numpy.array(inputValue, dtype=float)
	theInput[theInput > 500] = 500
	theInput[theInput < -500] = -500
	theResult = 1 / (1 + exp(-theInput))
	print("sigmoid", theResult)
	return theResult


def sigmoid_derivative(z):
	inputValue = z
	sig = sigmoid(inputValue)
	oneMinus = 1 - sig
	return sig * oneMinus


def image_to_vector(image):
	theImage = image
	theVector = theImage.reshape((theImage.shape[0] * theImage.shape[1] * theImage.shape[2], 1))
	print("vector shape", theVector.shape)
	return theVector


def flatten_images(images):
	allImages = images
	howMany = allImages.shape[0]
	perImage = allImages[0].size
	theMatrix = zeros((perImage, howMany)).astype(allImages.dtype)
	for number, oneImage in enumerate(allImages):
		theMatrix[:, number:number + 1] = image_to_vector(oneImage)
	return theMatrix


def scale_pixels(X):
	thePixels = X
	newPixels = numpy.copy(thePixels).astype(float)
	newPixels *= 1
	newPixels /= 255
	return newPixels


def normalize_rows(x):
	theMatrix = x
	rowNorms = sqrt((theMatrix * theMatrix).sum(axis=1))
	rowNorms = rowNorms.reshape(len(rowNorms), 1)
	print(rowNorms)
	return theMatrix / numpy.maximum(rowNorms, 1e-300)


def softmax(x):
	theMatrix = x
	rowMax = theMatrix.max(axis=1).reshape(theMatrix.shape[0], 1)
	expMatrix = exp(theMatrix - rowMax)
	rowSum = expMatrix.dot(ones((theMatrix.shape[1], 1)))
	return expMatrix / rowSum


def l1_loss(yhat, y):
	yPredicted = yhat
	yTrue = y
	checkShapes(yPredicted, yTrue)
	return numpy.sum(numpy.absolute(numpy.array(yPredicted) - numpy.array(yTrue)))


def l2_loss(yhat, y):
	yPredicted = yhat
	yTrue = y
	checkShapes(yPredicted, yTrue)
	return numpy.sum(numpy.power(numpy.array(yPredicted) - numpy.array(yTrue), 2))


def checkShapes(first, second):
	if numpy.shape(first) != numpy.shape(second):
		raise ValueError("The shapes are not the same!!")


def broadcast_shape(shape_a, shape_b):
	shapeOne = shape_a
	shapeTwo = shape_b
	biggest = max(len(shapeOne), len(shapeTwo))
	newShape = [None] * biggest
	for fromRight in range(1, biggest + 1):
		sideOne = shapeOne[-fromRight] if fromRight <= len(shapeOne) else 1
		sideTwo = shapeTwo[-fromRight] if fromRight <= len(shapeTwo) else 1
		if sideOne != sideTwo and sideOne != 1 and sideTwo != 1:
			raise ValueError("do not fit")
		newShape[-fromRight] = sideTwo if sideOne == 1 else sideOne
	print(newShape)
	return tuple(newShape)


def center_and_scale(X):
	theData = X
	theMean = theData.mean(axis=1).reshape(-1, 1)
	centered = theData - theMean
	theStd = sqrt((centered**2).mean(axis=1)).reshape(-1, 1)
	with numpy.errstate(divide="ignore", invalid="ignore"):
		scaled = centered / theStd
	scaled[numpy.isnan(scaled)] = 0
	return scaled


def pairwise_sq_distances(A, B):
	pointsA = A
	pointsB = B
	allA = numpy.repeat(pointsA, pointsB.shape[0], axis=0)
	allB = numpy.tile(pointsB, (pointsA.shape[0], 1))
	return ((allA - allB) ** 2).sum(axis=1).reshape(pointsA.shape[0], pointsB.shape[0])


if __name__ == "__main__":
	print(sigmoid([0, 1, 2]))
	print(softmax(numpy.random.rand(3, 4)))
