"""Examples to draw, and what is drawn of them."""

import numpy as np
from matplotlib.collections import LineCollection

X = np.array([[-1.0, -0.5, 0.5, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([[0, 0, 1, 1]])


def lines(ax):
    return [c for c in ax.collections if isinstance(c, LineCollection)]
