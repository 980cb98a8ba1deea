"""The mutants that may keep points: by exercise and by the lines changed (`old -> new`), each with the reason.

EQUIVALENT  whatever the docstring allows, the result is as right: such a mutant keeps all points on every seed
TOO_WEAK    a change below the power of a statistical rule: on how many of 20 seeds it is seen, and why not on more
OWN         lines in which a student does what they like: how each begins, and the reason
HOLES       a wrong answer that the trials do not tell yet on some seed: each is to be mended in its exercise's entry
"""

EQUIVALENT = {
    "best_so_far": {
        "dev_errors = np.array([row['dev_error'] for row in log]) -> dev_errors = [row['dev_error'] for row in log]": "NumPy takes a list as well",
    },
    "bias_variance_decomposition": {
        "bias_squared = np.mean((mean_prediction - f) ** 2) -> bias_squared = np.mean((f - mean_prediction) ** 2)": "it is squared",
        "bias_squared = np.mean((mean_prediction - f) ** 2) -> bias_squared = np.mean((-(mean_prediction - f)) ** 2)": "it is squared",
        "variance = np.mean((predictions - mean_prediction) ** 2) -> variance = np.mean((mean_prediction - predictions) ** 2)": "it is squared",
        "variance = np.mean((predictions - mean_prediction) ** 2) -> variance = np.mean((-(predictions - mean_prediction)) ** 2)": "it is squared",
    },
    "check_network_gradients": {
        "return {name: relative_difference(approx[name], grads['d' + name]) for name in parameters} -> return {name: relative_difference(grads['d' + name], approx[name]) for name in parameters}": "it is symmetric",
        "shapes = {name: value.shape for name, value in parameters.items()} -> shapes = {name: value.shape for name, value in list(parameters.items())[::-1]}": "looked up by name",
        "return {name: relative_difference(approx[name], grads['d' + name]) for name in parameters} -> return {name: relative_difference(approx[name], grads['d' + name]) for name in shapes}": "the same keys",
        "return {name: relative_difference(approx[name], grads['d' + name]) for name in parameters} -> return {name: relative_difference(approx[name], grads['d' + name]) for name in approx}": "the same keys",
        "return {name: relative_difference(approx[name], grads['d' + name]) for name in parameters} -> return {name: relative_difference(approx[name], grads['d' + name]) for name in list(parameters)[::-1]}": "a dict has no order that counts",
    },
    "check_with_l2": {
        "squares = sum((np.sum(value ** 2) for name, value in moved.items() if name.startswith('W'))) -> squares = sum((np.sum(value ** 2) for name, value in list(moved.items())[:-1] if name.startswith('W')))": "`theta_to_parameters` puts bL last, and biases are free",
        "squares = sum((np.sum(value ** 2) for name, value in moved.items() if name.startswith('W'))) -> squares = sum((np.sum(value ** 2) for name, value in list(moved.items())[::-1] if name.startswith('W')))": "a sum, whatever the order",
    },
    "choose_lambda": {
        "best = dev_errors == dev_errors.min() -> best = np.isclose(dev_errors, dev_errors.min())": "errors are shares of examples: none are nearer than a hundred-thousandth and not the same",
        "best = dev_errors == dev_errors.min() -> best = dev_errors <= dev_errors.min()": "nothing is less than the minimum",
    },
    "distinct_units": {
        "for unit in np.hstack([W, b]): -> for unit in list(np.hstack([W, b]))[::-1]:": "a count, whatever the order",
        "for unit in np.hstack([W, b]): -> for unit in -np.hstack([W, b]):": "distances stay",
        "for unit in np.hstack([W, b]): -> for unit in np.hstack([b, W]):": "distances stay",
        "if not any((np.allclose(unit, other, rtol=0, atol=1e-09) for other in distinct)): -> if not any((np.allclose(other, unit, rtol=0, atol=1e-09) for other in distinct)):": "with rtol=0 it is symmetric",
        "if not any((np.allclose(unit, other, rtol=0, atol=1e-09) for other in distinct)): -> if not any((np.allclose(unit, other, rtol=0, atol=1e-09) for other in list(distinct)[::-1])):": "whether any is alike, whatever the order",
    },
    "dropout_forward": {
        "D = rng.random(A.shape) < keep_prob -> D = rng.random(A.shape) <= keep_prob": "a draw hits the bound itself once in 2**53",
    },
    "estimate_human_error": {
        "shared = sum((verdict != 'model' for verdict in verdicts)) -> shared = np.round(sum((verdict != 'model' for verdict in verdicts)), 2)": "a count is whole",
        "shared = sum((verdict != 'model' for verdict in verdicts)) -> shared = np.round(sum((verdict != 'model' for verdict in verdicts)), 4)": "a count is whole",
        "shared = sum((verdict != 'model' for verdict in verdicts)) -> shared = np.trunc(sum((verdict != 'model' for verdict in verdicts)))": "a count is whole",
        "shared = sum((verdict != 'model' for verdict in verdicts)) -> shared = sum((verdict != 'model' for verdict in list(verdicts)[::-1]))": "a count, whatever the order",
    },
    "find_buggy_layer": {
        "return max(wrong, default=0) -> return np.round(max(wrong, default=0), 2)": "a layer's number is whole",
        "return max(wrong, default=0) -> return np.round(max(wrong, default=0), 4)": "a layer's number is whole",
        "return max(wrong, default=0) -> return np.trunc(max(wrong, default=0))": "a layer's number is whole",
        "wrong = [int(name[1:]) for name, difference in table.items() if not difference < 1e-06] -> wrong = [int(name[1:]) for name, difference in list(table.items())[::-1] if not difference < 1e-06]": "a maximum, whatever the order",
        "wrong = [int(name[1:]) for name, difference in table.items() if not difference < 1e-06] -> wrong = [int(name[1:]) for name, difference in table.items() if not difference <= 1e-06]": "no difference that was computed is the bound itself",
    },
    "fit_normalization": {
        "constant = np.max(X, axis=1, keepdims=True) == np.min(X, axis=1, keepdims=True) -> constant = np.max(X, axis=1, keepdims=True) <= np.min(X, axis=1, keepdims=True)": "nothing is less than the minimum",
    },
    "forward_with_dropout": {
        "cache = {'A0': X} -> cache = {'A0': A}": "A is X here",
    },
    "group_folds": {
        "for i, group in enumerate(np.unique(groups)): -> for i, group in list(enumerate(np.unique(groups)))[1:]:": "fold 0 is there from the start",
        "for i, group in enumerate(np.unique(groups)): -> for i, group in list(enumerate(np.unique(groups)))[::-1]:": "each group is written once, whatever the order",
        "return fold -> return np.round(fold, 2)": "folds and the numbers of groups are whole",
        "return fold -> return np.round(fold, 4)": "folds and the numbers of groups are whole",
        "return fold -> return np.trunc(fold)": "folds and the numbers of groups are whole",
        "fold = np.zeros(groups.shape, dtype=int) -> fold = np.ones(groups.shape, dtype=int)": "filled in later, every entry",
        "fold = np.zeros(groups.shape, dtype=int) -> fold = np.zeros(groups.shape)": "whole numbers as floats are the same numbers",
        "fold[groups == group] = i % k -> fold[groups == group] = np.round(i % k, 2)": "folds and the numbers of groups are whole",
        "fold[groups == group] = i % k -> fold[groups == group] = np.round(i % k, 4)": "folds and the numbers of groups are whole",
        "fold[groups == group] = i % k -> fold[groups == group] = np.trunc(i % k)": "folds and the numbers of groups are whole",
        "fold[groups == group] = i % k -> fold[groups >= group] = i % k": "the larger ones are overwritten later",
        "fold[groups == group] = i % k -> fold[np.isclose(groups, group)] = i % k": "folds and the numbers of groups are whole",
        "fold[groups == group] = i % k -> fold[np.round(groups, 2) == group] = i % k": "folds and the numbers of groups are whole",
        "fold[groups == group] = i % k -> fold[np.round(groups, 4) == group] = i % k": "folds and the numbers of groups are whole",
        "fold[groups == group] = i % k -> fold[np.trunc(groups) == group] = i % k": "folds and the numbers of groups are whole",
        "fold[groups == group] = i % k -> fold[groups == np.round(group, 2)] = i % k": "folds and the numbers of groups are whole",
        "fold[groups == group] = i % k -> fold[groups == np.round(group, 4)] = i % k": "folds and the numbers of groups are whole",
        "fold[groups == group] = i % k -> fold[groups == np.trunc(group)] = i % k": "folds and the numbers of groups are whole",
    },
    "l1_penalty": {
        "sizes += np.sum(np.abs(parameters[f'W{l}'])) -> sizes += np.sum(np.abs(parameters[f'W{l}'].T))": "a sum, whatever the order",
    },
    "l2_penalty": {
        "squares += np.sum(parameters[f'W{l}'] ** 2) -> squares += np.sum(parameters[f'W{l}'].T ** 2)": "a sum, whatever the order",
    },
    "largest_learning_rate": {
        "return 2 / np.linalg.eigvalsh(H).max() -> return 2 / np.linalg.eigvalsh(H.T).max()": "H is symmetric",
    },
    "learning_curve": {
        "train_errors, dev_errors = (np.zeros(len(sizes)), np.zeros(len(sizes))) -> dev_errors, train_errors = (np.zeros(len(sizes)), np.zeros(len(sizes)))": "both are empty",
        "for i, size in enumerate(sizes): -> for i, size in list(enumerate(sizes))[::-1]:": "each model is trained anew",
        "train_errors, dev_errors = (np.zeros(len(sizes)), np.zeros(len(sizes))) -> train_errors, dev_errors = (np.ones(len(sizes)), np.zeros(len(sizes)))": "filled in later, every entry",
        "train_errors, dev_errors = (np.zeros(len(sizes)), np.zeros(len(sizes))) -> train_errors, dev_errors = (np.zeros(len(sizes)), np.ones(len(sizes)))": "filled in later, every entry",
        "X_some, Y_some = (X[:, :size], Y[:, :size]) -> X_some, Y_some = (X[:, :size], Y[::-1, :size])": "Y has one row",
    },
    "looks_at_dev": {
        "if not (np.allclose(train_alone, train_new) and np.allclose(dev_alone, dev_new[:, i:i + 1])): -> if not (np.allclose(train_alone, train_new) and np.array_equal(dev_alone, dev_new[:, i:i + 1])):": "a preparation that does the same twice gives the very same numbers; which comparison is free",
        "if not (np.allclose(train_alone, train_new) and np.allclose(dev_alone, dev_new[:, i:i + 1])): -> if not (np.array_equal(train_alone, train_new) and np.allclose(dev_alone, dev_new[:, i:i + 1])):": "a preparation that does the same twice gives the very same numbers; which comparison is free",
        "for i in range(X_dev.shape[1]): -> for i in range(X_dev.shape[1] + 1):": "a dev set without examples tells nothing",
        "if not (np.allclose(train_alone, train_new) and np.allclose(dev_alone, dev_new[:, i:i + 1])): -> if not (np.allclose(train_new, train_alone) and np.allclose(dev_alone, dev_new[:, i:i + 1])):": "they differ only where a difference is as large as the tolerance",
        "if not (np.allclose(train_alone, train_new) and np.allclose(dev_alone, dev_new[:, i:i + 1])): -> if not (np.allclose(train_alone, train_new) and np.allclose(dev_new[:, i:i + 1], dev_alone)):": "they differ only where a difference is as large as the tolerance",
    },
    "mask_is_frozen": {
        "_, first = dropout(A, keep_prob, rng) -> _, first = np.round(dropout(A, keep_prob, rng), 2)": "a mask holds 0 and 1",
        "_, first = dropout(A, keep_prob, rng) -> _, first = np.round(dropout(A, keep_prob, rng), 4)": "a mask holds 0 and 1",
        "_, first = dropout(A, keep_prob, rng) -> _, first = np.trunc(dropout(A, keep_prob, rng))": "a mask holds 0 and 1",
        "_, first = dropout(A, keep_prob, rng) -> _, first = dropout(A, keep_prob, np.random.default_rng())": "any generator tells a frozen mask",
        "_, first = dropout(A, keep_prob, rng) -> _, first = dropout(A, keep_prob, np.random.default_rng(0))": "any generator tells a frozen mask",
        "return all((np.array_equal(dropout(A, keep_prob, rng)[1], first) for _ in range(50))) -> return all((np.allclose(dropout(A, keep_prob, rng)[1], first) for _ in range(50)))": "a mask holds 0 and 1",
        "return all((np.array_equal(dropout(A, keep_prob, rng)[1], first) for _ in range(50))) -> return all((np.array_equal(dropout(A, keep_prob, rng)[1], first) for _ in range(50 - 1)))": "how often to try is free",
        "return all((np.array_equal(dropout(A, keep_prob, rng)[1], first) for _ in range(50))) -> return all((np.array_equal(dropout(A, keep_prob, rng)[1], first) for _ in range(50 + 1)))": "how often to try is free",
        "return all((np.array_equal(dropout(A, keep_prob, rng)[1], first) for _ in range(50))) -> return all((np.array_equal(dropout(A, keep_prob, rng)[1], first) for _ in range(51)))": "how often to try is free",
        "return all((np.array_equal(dropout(A, keep_prob, rng)[1], first) for _ in range(50))) -> return all((np.array_equal(dropout(A, keep_prob, rng)[1], first) for _ in range(49)))": "how often to try is free",
        "return all((np.array_equal(dropout(A, keep_prob, rng)[1], first) for _ in range(50))) -> return all((np.array_equal(dropout(A, keep_prob, np.random.default_rng())[1], first) for _ in range(50)))": "any generator tells a frozen mask",
    },
    "mended_backward": {
        "if l > 1: -> if True:": "a dZ of the inputs, which nobody asks for",
        "if l > 1: -> if l >= 1:": "a dZ of the inputs, which nobody asks for",
        "if l > 1: -> if l > 0:": "a dZ of the inputs, which nobody asks for",
    },
    "numerical_gradient": {
        "approx = np.zeros(theta.shape) -> approx = np.ones(theta.shape)": "filled in later, every entry",
        "for i in range(theta.size): -> for i in range(approx.size):": "of the same shape",
        "step = np.zeros(theta.shape) -> step = np.zeros(approx.shape)": "of the same shape",
    },
    "own_turn": {
        "mended, spoiled = (np.sum(was & ~now), np.sum(now & ~was)) -> mended, spoiled = (np.round(np.sum(was & ~now), 2), np.sum(now & ~was))": "a count is whole",
        "mended, spoiled = (np.sum(was & ~now), np.sum(now & ~was)) -> mended, spoiled = (np.round(np.sum(was & ~now), 4), np.sum(now & ~was))": "a count is whole",
        "mended, spoiled = (np.sum(was & ~now), np.sum(now & ~was)) -> mended, spoiled = (np.trunc(np.sum(was & ~now)), np.sum(now & ~was))": "a count is whole",
        "mended, spoiled = (np.sum(was & ~now), np.sum(now & ~was)) -> mended, spoiled = (np.sum(was & ~now), np.round(np.sum(now & ~was), 2))": "a count is whole",
        "mended, spoiled = (np.sum(was & ~now), np.sum(now & ~was)) -> mended, spoiled = (np.sum(was & ~now), np.round(np.sum(now & ~was), 4))": "a count is whole",
        "mended, spoiled = (np.sum(was & ~now), np.sum(now & ~was)) -> mended, spoiled = (np.sum(was & ~now), np.trunc(np.sum(now & ~was)))": "a count is whole",
        "mended, spoiled = (np.sum(was & ~now), np.sum(now & ~was)) -> mended, spoiled = (np.sum(~now & was), np.sum(now & ~was))": "the order does not count",
        "mended, spoiled = (np.sum(was & ~now), np.sum(now & ~was)) -> mended, spoiled = (np.sum(was & ~now), np.sum(~was & now))": "the order does not count",
        "row['keep'] = mended - spoiled > np.sqrt(mended + spoiled) -> row['keep'] = np.round(mended - spoiled, 2) > np.sqrt(mended + spoiled)": "a difference of counts is whole",
        "row['keep'] = mended - spoiled > np.sqrt(mended + spoiled) -> row['keep'] = np.round(mended - spoiled, 4) > np.sqrt(mended + spoiled)": "a difference of counts is whole",
        "row['keep'] = mended - spoiled > np.sqrt(mended + spoiled) -> row['keep'] = np.trunc(mended - spoiled) > np.sqrt(mended + spoiled)": "a difference of counts is whole",
        "row['keep'] = mended - spoiled > np.sqrt(mended + spoiled) -> row['keep'] = mended - spoiled > np.round(np.sqrt(mended + spoiled), 2)": "a whole number is above the root of one if it is above that root cut or rounded",
        "row['keep'] = mended - spoiled > np.sqrt(mended + spoiled) -> row['keep'] = mended - spoiled > np.round(np.sqrt(mended + spoiled), 4)": "a whole number is above the root of one if it is above that root cut or rounded",
        "row['keep'] = mended - spoiled > np.sqrt(mended + spoiled) -> row['keep'] = mended - spoiled > np.trunc(np.sqrt(mended + spoiled))": "a whole number is above the root of one if it is above that root cut or rounded",
        "was, now = (network.predict(data['X_dev'], p)[0] != data['Y_dev'].argmax(axis=0) for p in (before, tried)) -> was, now = (np.round(network.predict(data['X_dev'], p)[0], 2) != data['Y_dev'].argmax(axis=0) for p in (before, tried))": "classes are whole",
        "was, now = (network.predict(data['X_dev'], p)[0] != data['Y_dev'].argmax(axis=0) for p in (before, tried)) -> was, now = (np.round(network.predict(data['X_dev'], p)[0], 4) != data['Y_dev'].argmax(axis=0) for p in (before, tried))": "classes are whole",
        "was, now = (network.predict(data['X_dev'], p)[0] != data['Y_dev'].argmax(axis=0) for p in (before, tried)) -> was, now = (np.trunc(network.predict(data['X_dev'], p)[0]) != data['Y_dev'].argmax(axis=0) for p in (before, tried))": "classes are whole",
        "was, now = (network.predict(data['X_dev'], p)[0] != data['Y_dev'].argmax(axis=0) for p in (before, tried)) -> was, now = (network.predict(data['X_dev'], p)[-1] != data['Y_dev'].argmax(axis=0) for p in (before, tried))": "labels have one row",
    },
    "random_flip": {
        "mirrored = rng.random(len(images)) < p -> mirrored = rng.random(len(images)) <= p": "a draw hits the bound itself once in 2**53",
        "return np.where(mirrored[:, np.newaxis, np.newaxis], images[:, :, ::-1], images) -> return np.where(mirrored[::-1, np.newaxis, np.newaxis], images[:, :, ::-1], images)": "each has a draw of its own, whatever the order",
    },
    "random_rotation": {
        "angles = rng.uniform(-most, most, len(images)) -> angles = -rng.uniform(-most, most, len(images))": "even between -most and most",
        "return np.array([rotate(image, angle, reshape=False, order=1) for image, angle in zip(images, angles)]) -> return np.array([rotate(image, angle, reshape=False) for image, angle in zip(images, angles)])": "interpolation is free",
        "return np.array([rotate(image, angle, reshape=False, order=1) for image, angle in zip(images, angles)]) -> return np.array([rotate(image, angle, reshape=False, order=2) for image, angle in zip(images, angles)])": "interpolation is free",
        "return np.array([rotate(image, angle, reshape=False, order=1) for image, angle in zip(images, angles)]) -> return np.array([rotate(image, angle, reshape=False, order=0) for image, angle in zip(images, angles)])": "interpolation is free",
    },
    "random_shift": {
        "shifted = np.empty_like(images) -> shifted = np.zeros_like(images)": "filled in later, every entry",
        "shifted = np.empty_like(images) -> shifted = np.ones_like(images)": "filled in later, every entry",
        "top, left = rng.integers(0, 2 * most + 1, 2) -> left, top = rng.integers(0, 2 * most + 1, 2)": "two draws alike",
        "padded = np.pad(images, ((0, 0), (most, most), (most, most))) -> padded = np.pad(images, ((0, 1), (most, most), (most, most)))": "the picture more is not looked at",
        "padded = np.pad(images, ((0, 0), (most, most), (most, most))) -> padded = np.pad(images, ((0, 0), (most, h), (most, most)))": "wider than any shift, which is less than h",
        "padded = np.pad(images, ((0, 0), (most, most), (most, most))) -> padded = np.pad(images, ((0, 0), (most, w), (most, most)))": "wider than any shift, which is less than w",
        "padded = np.pad(images, ((0, 0), (most, most), (most, most))) -> padded = np.pad(images, ((0, 0), (most, most), (most, h)))": "wider than any shift, which is less than h",
        "padded = np.pad(images, ((0, 0), (most, most), (most, most))) -> padded = np.pad(images, ((0, 0), (most, most), (most, w)))": "wider than any shift, which is less than w",
    },
    "regularized_cost": {
        "m = AL.shape[1] -> m = Y.shape[1]": "as many examples",
    },
    "regularized_gradients": {
        "L = len(parameters) // 2 -> L = len(grads) // 2": "a gradient for each parameter",
        "new[f'dW{l}'] = grads[f'dW{l}'] + lambd / m * parameters[f'W{l}'] -> new[f'dW{l}'] = new[f'dW{l}'] + lambd / m * parameters[f'W{l}']": "a copy of the gradients",
    },
    "relative_difference": {
        "return 0.0 if lengths == 0 else np.linalg.norm(approx - exact) / lengths -> return 0.0 if lengths <= 0 else np.linalg.norm(approx - exact) / lengths": "no length is less than 0",
        "return 0.0 if lengths == 0 else np.linalg.norm(approx - exact) / lengths -> return 0.0 if (lengths != 0) == 0 else np.linalg.norm(approx - exact) / lengths": "the same question",
        "return 0.0 if lengths == 0 else np.linalg.norm(approx - exact) / lengths -> return 0.0 if lengths == 0 else np.linalg.norm(exact - approx) / lengths": "a length has no sign",
        "return 0.0 if lengths == 0 else np.linalg.norm(approx - exact) / lengths -> return 0.0 if lengths == 0 else np.linalg.norm(-(approx - exact)) / lengths": "a length has no sign",
    },
    "run_turns": {
        "for name, X, Y in (('train_error', data['X'], data['Y']), ('dev_error', data['X_dev'], data['Y_dev'])): -> for name, X, Y in (('dev_error', data['X_dev'], data['Y_dev']), ('train_error', data['X'], data['Y'])):": "a dict has no order that counts",
        "for name, X, Y in (('train_error', data['X'], data['Y']), ('dev_error', data['X_dev'], data['Y_dev'])): -> for name, X, Y in list((('train_error', data['X'], data['Y']), ('dev_error', data['X_dev'], data['Y_dev'])))[::-1]:": "a dict has no order that counts",
    },
    "shuffle_and_split": {
        "order = rng.permutation(X.shape[1]) -> order = rng.permutation(Y.shape[1])": "as many examples",
        "X, Y = (X[:, order], Y[:, order]) -> X, Y = (X[:, order], Y[::-1, order])": "Y has one row",
        "train = (X[:, :first], Y[:, :first]) -> train = (X[:, :first], Y[::-1, :first])": "Y has one row",
        "dev = (X[:, first:second], Y[:, first:second]) -> dev = (X[:, first:second], Y[::-1, first:second])": "Y has one row",
        "test = (X[:, second:], Y[:, second:]) -> test = (X[:, second:], Y[::-1, second:])": "Y has one row",
    },
    "signal_fate": {
        "if abs(largest - 1) < 1e-06: -> if abs(largest - 1) <= 1e-06:": "no eigenvalue that was computed is the bound itself",
        "return 'explodes' if largest > 1 else 'vanishes' -> return 'explodes' if largest >= 1 else 'vanishes'": "1 was told before",
        "if abs(largest - 1) < 1e-06: -> if abs(1 - largest) < 1e-06:": "a size has no sign",
        "if abs(largest - 1) < 1e-06: -> if abs(-(largest - 1)) < 1e-06:": "a size has no sign",
        "largest = np.abs(np.linalg.eigvals(W)).max() -> largest = np.abs(-np.linalg.eigvals(W)).max()": "a size has no sign",
        "largest = np.abs(np.linalg.eigvals(W)).max() -> largest = np.abs(np.linalg.eigvals(W.T)).max()": "a matrix and its transpose have the same eigenvalues",
    },
    "split_for_target": {
        "Y_train = np.concatenate([Y_source, Y_target[:, rest]], axis=1) -> Y_train = np.round(np.concatenate([Y_source, Y_target[:, rest]], axis=1), 2)": "labels are whole",
        "Y_train = np.concatenate([Y_source, Y_target[:, rest]], axis=1) -> Y_train = np.round(np.concatenate([Y_source, Y_target[:, rest]], axis=1), 4)": "labels are whole",
        "Y_train = np.concatenate([Y_source, Y_target[:, rest]], axis=1) -> Y_train = np.trunc(np.concatenate([Y_source, Y_target[:, rest]], axis=1))": "labels are whole",
        "order = rng.permutation(X_target.shape[1]) -> order = rng.permutation(Y_target.shape[1])": "as many examples",
        "Y_train = np.concatenate([Y_source, Y_target[:, rest]], axis=1) -> Y_train = np.concatenate([Y_source, Y_target[::-1, rest]], axis=1)": "Y has one row",
        "return ((X_train, Y_train), (X_target[:, dev], Y_target[:, dev]), (X_target[:, test], Y_target[:, test])) -> return ((X_train, Y_train), (X_target[:, dev], Y_target[::-1, dev]), (X_target[:, test], Y_target[:, test]))": "Y has one row",
        "return ((X_train, Y_train), (X_target[:, dev], Y_target[:, dev]), (X_target[:, test], Y_target[:, test])) -> return ((X_train, Y_train), (X_target[:, dev], Y_target[:, dev]), (X_target[:, test], Y_target[::-1, test]))": "Y has one row",
    },
    "stopping_epoch": {
        "for epoch, cost in enumerate(dev_costs): -> for epoch, cost in list(enumerate(dev_costs))[1:]:": "epoch 0 is the best so far anyway",
        "if epoch - best == patience: -> if epoch - best >= patience:": "it grows by one, so it meets the bound first",
        "if cost < dev_costs[best] - min_change: -> if cost < dev_costs[best].T - min_change:": "a number is its own transpose",
    },
    "theta_to_parameters": {
        "rows, columns = shapes[name] -> columns, rows = shapes[name]": "only their product is used",
    },
    "train_keeping_best": {
        "if epoch - best_so_far == patience: -> if epoch - best_so_far >= patience:": "it grows by one, so it meets the bound first",
    },
    "train_network": {
        "m, now, best, history, waited = (data['X'].shape[1], start, start, [], 0) -> m, best, now, history, waited = (data['X'].shape[1], start, start, [], 0)": "both are the start",
        "m, now, best, history, waited = (data['X'].shape[1], start, start, [], 0) -> m, now, best, history, waited = (data['X'].shape[1], start, data, [], 0)": "put in place by the first epoch",
        "m, now, best, history, waited = (data['X'].shape[1], start, start, [], 0) -> m, now, best, history, waited = (data['X'].shape[1], start, settings, [], 0)": "put in place by the first epoch",
        "m, now, best, history, waited = (data['X'].shape[1], start, start, [], 0) -> m, now, best, history, waited = (data['X'].shape[1], start, start, [], -1)": "set by the first epoch",
        "best = now if waited == 0 else best -> best = now if waited <= 0 else best": "it is never less than 0",
        "now = {name: value - settings['alpha'] * (grads['d' + name] + rate[name[0]] * value) for name, value in now.items()} -> now = {name: value - settings['alpha'] * (grads['d' + name] + rate[name[0]] * value) for name, value in list(now.items())[::-1]}": "a dict has no order that counts",
        "m, now, best, history, waited = (data['X'].shape[1], start, start, [], 0) -> m, now, best, history, waited = (data['Y'].shape[1], start, start, [], 0)": "as many examples",
    },
    "weight_decay_update": {
        "L = len(parameters) // 2 -> L = len(grads) // 2": "a gradient for each parameter",
    },
}

TOO_WEAK: dict[str, dict[str, tuple[int, str]]] = {
    "distinct_units": {
        "if not any((np.allclose(unit, other, rtol=0, atol=1e-09) for other in distinct)): -> if not any((np.allclose(unit, other, rtol=0, atol=5e-10) for other in distinct)):": (
            0,
            "who rounds to nine digits, which is right, draws the line there too: trials keep away from it",
        ),
    },
    "dropout_forward": {
        "D = rng.random(A.shape) < keep_prob -> D = np.round(rng.random(A.shape), 4) < keep_prob": (
            0,
            "the share kept moves by 0.00005 at most, which no number of draws that a check can make tells from chance",
        ),
        "D = rng.random(A.shape) < keep_prob -> D = rng.random(A.shape) < np.round(keep_prob, 4)": (
            0,
            "the share kept moves by 0.00005 at most, which no number of draws that a check can make tells from chance",
        ),
    },
    "glorot_initialization": {
        "parameters[f'W{l}'] = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / (n_in + n_out)) -> parameters[f'W{l}'] = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / (n_in + n_out - 1))": (
            0,
            "the spread of 200 units and more moves by a quarter of a per cent, where the rule sees 4 %",
        ),
    },
    "initialize_for": {
        "variance = {'relu': 2 / n_in, 'tanh': 1 / n_in}.get(activations[l - 1], 2 / (n_in + n_out)) -> variance = {'relu': 2 / n_in, 'tanh': 1 / n_in}.get(activations[l - 1], 2 / (n_in + n_out - 1))": (
            0,
            "the spread of 200 units and more moves by a quarter of a per cent, where the rule sees 4 %",
        ),
    },
    "random_flip": {
        "mirrored = rng.random(len(images)) < p -> mirrored = np.round(rng.random(len(images)), 2) < p": (
            1,
            "the share mirrored moves by 0.005 at most, where the rule sees six standard deviations: 0.14 of 400 draws",
        ),
        "mirrored = rng.random(len(images)) < p -> mirrored = np.round(rng.random(len(images)), 4) < p": (
            0,
            "the share mirrored moves by 0.005 at most, where the rule sees six standard deviations: 0.14 of 400 draws",
        ),
        "mirrored = rng.random(len(images)) < p -> mirrored = rng.random(len(images)) < np.round(p, 2)": (
            0,
            "the share mirrored moves by 0.005 at most, where the rule sees six standard deviations: 0.14 of 400 draws",
        ),
        "mirrored = rng.random(len(images)) < p -> mirrored = rng.random(len(images)) < np.round(p, 4)": (
            0,
            "the share mirrored moves by 0.005 at most, where the rule sees six standard deviations: 0.14 of 400 draws",
        ),
    },
    "random_rotation": {
        "angles = rng.uniform(-most, most, len(images)) -> angles = np.round(rng.uniform(-most, most, len(images)), 2)": (
            0,
            "a hundredth of a degree moves no pixel by what interpolation leaves free",
        ),
        "angles = rng.uniform(-most, most, len(images)) -> angles = np.round(rng.uniform(-most, most, len(images)), 4)": (
            0,
            "a ten-thousandth of a degree moves no pixel by what interpolation leaves free",
        ),
        "return np.array([rotate(image, angle, reshape=False, order=1) for image, angle in zip(images, angles)]) -> return np.round(np.array([rotate(image, angle, reshape=False, order=1) for image, angle in zip(images, angles)]), 4)": (
            0,
            "pixels are measured by their sums and their middle, which interpolation leaves free",
        ),
        "return np.array([rotate(image, angle, reshape=False, order=1) for image, angle in zip(images, angles)]) -> return np.array([np.round(rotate(image, angle, reshape=False, order=1), 4) for image, angle in zip(images, angles)])": (
            0,
            "pixels are measured by their sums and their middle, which interpolation leaves free",
        ),
    },
    "random_shift": {
        "padded = np.pad(images, ((0, 0), (most, most), (most, most))) -> padded = np.pad(images, ((0, 0), (most, m), (most, most)))": (
            1,
            "padded too little where there are fewer pictures than `most`, and only if the draw is that large",
        ),
        "padded = np.pad(images, ((0, 0), (most, most), (most, most))) -> padded = np.pad(images, ((0, 0), (most, most), (most, m)))": (
            1,
            "padded too little where there are fewer pictures than `most`, and only if the draw is that large",
        ),
    },
}

OWN: dict[str, dict[str, str]] = {
    "own_turn": dict.fromkeys(
        ("pictures = ", "copies = ", "X, Y = ", "changes = ", "tried = ", "row = "),
        "what is changed in the turn, and what it is called, is the student's own; whether it draws, too",
    ),
}

HOLES: dict[str, list[str]] = {}
