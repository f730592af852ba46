# expect: failed
# over: reference
# as many rows as may cross, of one number each: nothing of it may be written out to be cut
import numpy as np

ROW = np.ones(1)
ROWS = {str(i): ROW for i in range(90_000)}


def sigmoid(z):
    return ROWS
