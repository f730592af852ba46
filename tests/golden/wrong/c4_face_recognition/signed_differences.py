# expect: siamese_probability loses
"""The order of the pair matters."""
import numpy as np
from itertools import product

sq = lambda x, y: ((x - y)**2).sum(-1)

def l2_normalize(E, eps=1e-12):
	return E/np.maximum(np.sqrt((E**2).sum(1, keepdims=True)), eps)

def l2_normalize_backward(dN, E):
	r = np.sqrt((E**2).sum(1, keepdims=True)); N = E/r
	return (dN - (N*dN).sum(1, keepdims=True)*N)/r

def pairwise_squared_distances(A, B):
	return sq(A[:, None], B)

def siamese_probability(e1, e2, w, b):
	return .5*(1 + np.tanh(.5*((e1 - e2)@w + b)))

def triplet_loss(anchor, positive, negative, margin=0.2):
	return np.maximum(sq(anchor, positive) - sq(anchor, negative) + margin, 0).sum()

def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
	on = 2.*(sq(anchor, positive) - sq(anchor, negative) + margin > 0)[:, None]
	return on*(negative - positive), on*(positive - anchor), on*(anchor - negative)

def hardest_triplets(embeddings, labels):
	D, y = pairwise_squared_distances(embeddings, embeddings), np.array(labels)
	S = y[:, None] == y
	M = S & ~np.eye(len(y), dtype=bool)
	T = np.c_[np.arange(len(y)), np.where(M, D, -1).argmax(1), np.where(S, np.inf, D).argmin(1)]
	return T[M.any(1) & ~S.all(1)]

def semi_hard_triplets(embeddings, labels, margin=0.2):
	D, y = pairwise_squared_distances(embeddings, embeddings), labels
	return np.array([t for t in product(range(len(y)), repeat=3) if t[0] != t[1] and y[t[0]] == y[t[1]] != y[t[2]] and D[t[0], t[1]] < D[t[0], t[2]] < D[t[0], t[1]] + margin], dtype=int).reshape(-1, 3)

def verify(embedding, reference, threshold):
	d = sq(embedding, reference)
	return d, d <= threshold

def recognise(embedding, database, threshold):
	d = {k: sq(np.atleast_2d(v), embedding).min() for k, v in database.items()}
	k = min(d, key=d.get, default=None)
	return (None, np.inf) if k is None else (k if d[k] <= threshold else None, d[k])

def triplet_step(W, X, labels, margin, learning_rate):
	U = X@W; E = l2_normalize(U); T = hardest_triplets(E, labels)
	if not len(T): return W.copy(), 0.
	three = E[T[:, 0]], E[T[:, 1]], E[T[:, 2]]
	dE = 0*E
	for rows, g in zip(T.T, triplet_loss_gradient(*three, margin)): np.add.at(dE, rows, g)
	return W - learning_rate/len(T)*X.T@l2_normalize_backward(dE, U), triplet_loss(*three, margin)/len(T)
