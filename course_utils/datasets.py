"""The data of the chapters: no downloads, and equal generators (`rng`) give equal data.

Columns are examples, as everywhere in the course: X (n_x, m); Y (1, m) of 0 and 1, or one-hot (n_classes, m); all float64.
Real data come as ready parts, X_train, Y_train, X_dev, Y_dev: which example is in which part is fixed. Toys with two
features are drawn as they are asked for: ask once for training and once more, with the same rng, for dev data.
"""

from functools import cache

import numpy as np

PITCH = (1.05, 0.68)  # half the length and width of a football pitch, in units of 50 m
FORMATION = np.array([  # where our ten players stand; we play from left to right, and attack on the right wing
    (-0.85, -0.45), (-0.85, -0.15), (-0.85, 0.15), (-0.85, 0.45),  # defence
    (-0.45, -0.45), (-0.45, -0.15), (0.00, -0.35),  # middle
    (0.30, -0.15), (0.40, -0.45), (0.65, -0.20),  # attack
])  # fmt: skip

SERIES = (130, 126, 130, 130, 130, 130, 139, 114, 128, 130, 128, 130, 122, 130)  # how many digits one hand wrote, after the other


def digits():
    """Handwritten digits, 8 x 8 grey values in [0, 1]: X_train (64, 1437), Y_train (10, 1437) one-hot, X_dev (64, 360), Y_dev."""
    images, labels = _digits()
    return _parts(images.T / 16, np.eye(10)[labels].T, 5)


def digits_odd_even(m_train, flipped, rng):
    """Is a digit odd? X_train (64, m_train), Y_train (1, m_train) with the share `flipped` of its labels wrong, X_dev (64, 898), Y_dev.

    The training examples are drawn from one half of the digits (m_train <= 899); the other half is dev, with right labels.
    """
    images, labels = _digits()
    X, Y, X_dev, Y_dev = _parts(images.T / 16, labels[np.newaxis] % 2.0, 2)
    drawn = rng.choice(X.shape[1], m_train, replace=False)
    X_train, Y_train = X[:, drawn], Y[:, drawn]
    wrong = rng.choice(m_train, round(flipped * m_train), replace=False)
    Y_train[:, wrong] = 1 - Y_train[:, wrong]
    return X_train, Y_train, X_dev, Y_dev


def to_images(X, shape):
    """The columns of X (n_x, m) as pictures (m, h, w); shape (h, w), row after row of a picture in a column."""
    return X.T.reshape(-1, *shape)


def to_columns(images):
    """Pictures (m, h, w) as the columns of X (h w, m): `to_images`, back."""
    return images.reshape(len(images), -1).T


def in_frames(X, tops, lefts, side=10):
    """Digits X (64, m), 8 x 8, each put somewhere into an empty frame: X (side², m). tops, lefts (m,): its first row and column."""
    placed = [np.eye(side, 8, -top) @ digit @ np.eye(8, side, left) for digit, top, left in zip(to_images(X, (8, 8)), tops, lefts)]
    return to_columns(np.array(placed))


def digits_in_frames(m_train, rng, side=10):
    """Digits that lie anywhere in a frame: X_train (side², m_train), Y_train (10, m_train) one-hot, X_dev (side², 360), Y_dev.

    The training examples are the first of 1437 in an order that is drawn, as are their places: the same for every m_train.
    """
    X, Y, X_dev, Y_dev = digits()
    order = rng.permutation(X.shape[1])
    X, X_dev = (in_frames(part, *rng.integers(0, side - 7, (2, part.shape[1])), side) for part in (X[:, order], X_dev))
    return X[:, :m_train], Y[:, order[:m_train]], X_dev, Y_dev


def snapshots(m, m_new, rng):
    """Digits as a cheap camera sees them: X (64, m), whole numbers from 0 up, Y (10, m) one-hot, sorted by class; and m_new others.

    X_new (64, m_new), Y_new are of the same camera, in no order. Each call has a camera of its own: each pixel has its own gain and a
    value in the dark, the whole is mounted at one of 8 angles (some in a mirror), and the ten classes are numbered anew. From image to
    image the light changes, some digits lie one pixel off, and there is noise. All m + m_new originals are different (at most 1797).
    """
    images, labels = _digits()
    gain, dark, mounted, code = np.exp(rng.uniform(-1, 1, (64, 1))), rng.uniform(0, 60, (64, 1)), rng.integers(8), rng.permutation(10)
    chosen = rng.choice(len(images), m + m_new, replace=False)
    chosen[:m] = chosen[:m][np.argsort(code[labels[chosen[:m]]], kind="stable")]
    off = 1 + rng.integers(-1, 2, (2, m + m_new)) * (rng.random(m + m_new) < 0.2)
    pictures = to_images(in_frames(images[chosen].T, *off), (10, 10))[:, 1:9, 1:9] * rng.uniform(0.6, 1, (m + m_new, 1, 1))
    pictures = np.rot90(pictures, mounted, axes=(1, 2))
    X = to_columns(pictures.transpose(0, 2, 1) if mounted > 3 else pictures) * (150 / 16)
    X = np.round(np.maximum(gain * (X + 4 * rng.standard_normal(X.shape)) + dark, 0))
    Y = np.eye(10)[code[labels[chosen]]].T
    return X[:, :m], Y[:, :m], X[:, m:], Y[:, m:]


def photographs():
    """Two photographs in grey, a temple in China and a flower: (2, 106, 160), values in [0, 1]."""
    return _photographs().copy()


def digits_in_order(m):
    """Digits as a file that was filled digit by digit: X (64, m), and which digits they are (1, m), all 0 first (m <= 1797)."""
    images, labels = _digits()
    some = np.sort(labels[:m])  # the digits come in turn, so about as many of each
    return (images[:m].T / 16)[:, np.argsort(labels[:m], kind="stable")], some[np.newaxis]


def digits_by_writer():
    """All digits in the order in which they were collected: X (64, 1797), Y (1, 1797) is it odd?, writer (1, 1797) from 0 to 13.

    Their description names 13 writers; the file has 14 series of about 130, which scikit-learn's course found ("Sample grouping").
    """
    images, labels = _digits()
    writer = np.repeat(np.arange(len(SERIES)), SERIES)
    return images.T / 16, labels[np.newaxis] % 2.0, writer[np.newaxis]


def resized(X, factor):
    """Digits X (64, m), 8 x 8, drawn larger or smaller by this factor about the middle of their square; what leaves it is cropped."""
    place = np.arange(8) - 3.5
    mixed = np.maximum(0, 1 - np.abs(place[:, np.newaxis] / factor - place))  # row i of the new one is mixed of rows of the old one
    return to_columns(mixed @ to_images(X, (8, 8)) @ mixed.T)


def breast_cancer():
    """Measures of cell nuclei, in their own units: X_train (30, 456), Y_train (1, 456), 1 for benign, X_dev (30, 113), Y_dev."""
    X, labels = _breast_cancer()
    return _parts(X.T, labels[np.newaxis] * 1.0, 5)


def breast_cancer_features():
    """The names of the 30 features of `breast_cancer`, in its order."""
    from sklearn.datasets import load_breast_cancer

    return [str(name) for name in load_breast_cancer().feature_names]


def moons(m, noise, rng):
    """Two half-circles that reach into each other: X (2, m), Y (1, m); `noise` is the standard deviation around them."""
    Y = np.arange(m) % 2
    angle = rng.uniform(0, np.pi, m)
    X = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25]) * (1 - 2 * Y)
    return X + noise * rng.standard_normal((2, m)), Y[np.newaxis] * 1.0


def circles(m, noise, rng):
    """A ring of radius 1 (class 0) around one of radius 0.5 (class 1): X (2, m), Y (1, m)."""
    Y = np.arange(m) % 2
    angle = rng.uniform(0, 2 * np.pi, m)
    X = np.stack([np.cos(angle), np.sin(angle)]) * (1 - 0.5 * Y)
    return X + noise * rng.standard_normal((2, m)), Y[np.newaxis] * 1.0


def football(m, spread, rng):
    """Where m long balls came down on a pitch, X (2, m), and whether one of ours got it, Y (1, m).

    Each ball falls about `spread` (standard deviation) from a player, ours in FORMATION, theirs in the same turned by 180
    degrees, and goes to that player's side; one that would fall off the pitch bounces back as far.
    """
    Y = np.arange(m) % 2
    player = FORMATION[rng.integers(len(FORMATION), size=m)].T * (2 * Y - 1)
    X = player + spread * rng.standard_normal((2, m))
    line = np.copysign(np.array(PITCH)[:, np.newaxis], X)
    return np.where(np.abs(X) > np.abs(line), 2 * line - X, X), Y[np.newaxis] * 1.0


def read():
    """Read all files now, so that what is forked from this process need not."""
    _digits(), _breast_cancer(), _photographs()


# Each file is read once a session; what these return is not to be written into. scikit-learn is imported where it is needed: it
# takes longer than all the rest of what a chapter sets up.


@cache
def _digits():
    """The images (1797, 64) and labels (1797,) of scikit-learn."""
    from sklearn.datasets import load_digits

    return load_digits(return_X_y=True)


@cache
def _breast_cancer():
    """The measures (569, 30) and labels (569,) of scikit-learn."""
    from sklearn.datasets import load_breast_cancer

    return load_breast_cancer(return_X_y=True)


@cache
def _photographs():
    """The photographs (2, 106, 160): blocks of 4 x 4 pixels of scikit-learn's become one, its grey value their mean."""
    from sklearn.datasets import load_sample_image

    grey = np.array([load_sample_image(name).mean(axis=2) / 255 for name in ("china.jpg", "flower.jpg")])
    return grey[:, :424].reshape(2, 106, 4, 160, 4).mean(axis=(2, 4))


def _parts(X, Y, one_in):
    """X_train, Y_train, X_dev, Y_dev: one example in `one_in` is dev, of every ten at changing places (the digits come in turn)."""
    i = np.arange(X.shape[1])
    dev = (i + i // 10) % one_in == 0
    return X[:, ~dev], Y[:, ~dev], X[:, dev], Y[:, dev]
