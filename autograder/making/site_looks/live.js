// The front page's figure: a network that is trained before the reader's eyes, and learns wrong labels by heart.
// Forward and backward pass are those that chapters are given (course_utils/network.py); nothing of an exercise is in here.
(() => {
  const SEED = 2, TRAIN = 70, DEV = 600, WRONG = 10, UNITS = 24, ALPHA = 0.15, LAST = 4000, STEPS = 16;
  const figure = document.getElementById("live"), canvas = figure.querySelector("canvas"), words = figure.querySelector("output");
  const [play, again] = figure.querySelectorAll("button");

  function generator(state) { // mulberry32
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
  }
  const normal = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

  function moons(m, random) {
    return Array.from({ length: m }, (_, i) => {
      const y = i % 2, angle = Math.PI * random();
      const x = y ? [1 - Math.cos(angle), 0.5 - Math.sin(angle)] : [Math.cos(angle), Math.sin(angle)];
      return { x: [x[0] - 0.5 + 0.22 * normal(random), x[1] - 0.25 + 0.22 * normal(random)], y };
    });
  }

  function begin() {
    const random = generator(SEED), train = moons(TRAIN, random), dev = moons(DEV, random);
    for (let i = 0; i < WRONG; i++) train[7 * i].y = 1 - train[7 * i].y;
    const layer = (out, into) => ({
      W: Array.from({ length: out }, () => Float64Array.from({ length: into }, () => 0.6 * normal(random))),
      b: new Float64Array(out),
    });
    return { train, dev, layers: [layer(UNITS, 2), layer(UNITS, UNITS), layer(1, UNITS)], epoch: 0, errors: [] };
  }

  function forward(layers, x) {
    const A = [x];
    layers.forEach(({ W, b }, l) => {
      A.push(W.map((row, i) => {
        let z = b[i];
        for (let j = 0; j < row.length; j++) z += row[j] * A[l][j];
        return l < layers.length - 1 ? Math.tanh(z) : 1 / (1 + Math.exp(-z));
      }));
    });
    return A;
  }

  function step({ train, layers }) {
    const grads = layers.map(({ W, b }) => ({ W: W.map((row) => new Float64Array(row.length)), b: new Float64Array(b.length) }));
    for (const { x, y } of train) {
      const A = forward(layers, x);
      let dZ = [(A[3][0] - y) / train.length];
      for (let l = layers.length - 1; l >= 0; l--) {
        dZ.forEach((d, i) => {
          grads[l].b[i] += d;
          for (let j = 0; j < A[l].length; j++) grads[l].W[i][j] += d * A[l][j];
        });
        if (l) dZ = A[l].map((a, j) => (1 - a * a) * dZ.reduce((sum, d, i) => sum + d * layers[l].W[i][j], 0));
      }
    }
    layers.forEach((layer, l) => {
      layer.W.forEach((row, i) => row.forEach((_, j) => (row[j] -= ALPHA * grads[l].W[i][j])));
      layer.b.forEach((_, i) => (layer.b[i] -= ALPHA * grads[l].b[i]));
    });
  }

  const answer = (state, x) => forward(state.layers, x).at(-1)[0];
  const error = (state, examples) => examples.filter(({ x, y }) => answer(state, x) > 0.5 !== (y === 1)).length / examples.length;

  function go(state, steps) {
    for (let n = 0; n < steps && state.epoch < LAST; n++, state.epoch++) step(state);
    state.errors.push([state.epoch, error(state, state.train), error(state, state.dev)]);
  }

  function draw(state) {
    const wide = figure.clientWidth > 560, side = wide ? Math.min(300, figure.clientWidth * 0.44) : Math.min(figure.clientWidth, 340);
    const width = figure.clientWidth, height = wide ? side : 2 * side - 40, dots = window.devicePixelRatio || 1;
    canvas.width = width * dots, canvas.height = height * dots;
    canvas.style.height = `${height}px`;
    const pen = canvas.getContext("2d"), dark = document.documentElement.dataset.theme === "dark";
    const ink = dark ? "#e6e6e6" : "#222", rule = dark ? "#777" : "#999", colours = dark ? ["#56b4e9", "#e69f00"] : ["#0072b2", "#d55e00"];
    pen.scale(dots, dots);
    pen.font = "13px system-ui, sans-serif";
    plane(pen, state, side, colours, ink);
    pen.translate(wide ? side + 50 : 40, wide ? 0 : side + 10);
    curves(pen, state, width - (wide ? side + 50 : 40) - 8, wide ? side : side - 50, colours, ink, rule);
  }

  function plane(pen, state, side, colours, ink) {
    const place = ([a, b]) => [(a / 3.6 + 0.5) * side, (0.5 - b / 3.6) * side], cells = 50, edge = (i) => Math.round((i / cells) * side);
    for (let i = 0; i < cells; i++) {
      for (let j = 0; j < cells; j++) {
        const x = [((i + 0.5) / cells - 0.5) * 3.6, (0.5 - (j + 0.5) / cells) * 3.6];
        pen.globalAlpha = 0.22;
        pen.fillStyle = colours[answer(state, x) > 0.5 ? 1 : 0];
        pen.fillRect(edge(i), edge(j), edge(i + 1) - edge(i), edge(j + 1) - edge(j));
      }
    }
    pen.globalAlpha = 1;
    for (const { x, y } of state.train) {
      const [a, b] = place(x);
      pen.fillStyle = colours[y], pen.strokeStyle = ink, pen.lineWidth = 0.8;
      pen.beginPath();
      if (y) pen.rect(a - 4, b - 4, 8, 8);
      else pen.arc(a, b, 4.5, 0, 7);
      pen.fill(), pen.stroke();
    }
  }

  function curves(pen, state, width, height, colours, ink, rule) {
    const top = 12, low = height - 34, right = width, most = 0.4;
    const at = (epoch, e) => [(epoch / LAST) * right, low - (Math.min(e, most) / most) * (low - top)];
    pen.strokeStyle = rule, pen.fillStyle = ink, pen.lineWidth = 1, pen.textAlign = "right", pen.textBaseline = "middle";
    for (const e of [0, 0.1, 0.2, 0.3, 0.4]) {
      pen.fillText(`${Math.round(100 * e)} %`, -6, at(0, e)[1]);
      pen.globalAlpha = e ? 0.35 : 1;
      pen.beginPath(), pen.moveTo(...at(0, e)), pen.lineTo(...at(LAST, e)), pen.stroke();
      pen.globalAlpha = 1;
    }
    pen.textAlign = "center";
    pen.fillText(`wrong answers, over ${LAST} epochs`, right / 2, low + 20);
    [1, 2].forEach((column) => {
      pen.strokeStyle = pen.fillStyle = colours[column - 1], pen.lineWidth = 2.2;
      pen.setLineDash(column === 2 ? [6, 4] : []);
      pen.beginPath();
      state.errors.forEach((row) => pen.lineTo(...at(row[0], row[column])));
      pen.stroke();
    });
    pen.setLineDash([]);
    pen.textAlign = "right", pen.fillStyle = ink;
    [["training examples", []], ["new examples", [6, 4]]].forEach(([name, dash], n) => {
      const y = top + 6 + 20 * n;
      pen.fillText(name, right - 40, y);
      pen.strokeStyle = colours[n], pen.lineWidth = 2.2, pen.setLineDash(dash);
      pen.beginPath(), pen.moveTo(right - 34, y), pen.lineTo(right, y), pen.stroke(), pen.setLineDash([]);
    });
  }

  let state = begin(), running = false;
  go(state, 0);

  function show() {
    const [epoch, train, dev] = state.errors.at(-1), lowest = Math.min(...state.errors.map((row) => row[2]));
    Object.assign(figure.dataset, { epoch, train, dev, lowest });
    words.textContent = `Epoch ${epoch}: ${(100 * train).toFixed(0)} % of the training examples wrong, ${(100 * dev).toFixed(0)} % of new ones (lowest: ${(100 * lowest).toFixed(0)} %).`;
    play.textContent = state.epoch >= LAST ? "Train again" : running ? "Pause" : "Train";
    draw(state);
  }

  function frame() {
    if (!running) return;
    go(state, STEPS);
    if (state.epoch >= LAST) running = false;
    show();
    requestAnimationFrame(frame);
  }

  function run(on) {
    if (on && state.epoch >= LAST) state = begin(), go(state, 0);
    running = on;
    show();
    if (on) requestAnimationFrame(frame);
  }

  play.addEventListener("click", () => run(!running));
  again.addEventListener("click", () => { state = begin(); go(state, 0); run(false); });
  new ResizeObserver(() => draw(state)).observe(figure);
  new MutationObserver(() => draw(state)).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  figure.classList.add("alive");
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    go(state, 400), show();
  } else {
    const seen = new IntersectionObserver(([entry]) => { if (entry.isIntersecting) seen.disconnect(), run(true); });
    seen.observe(canvas);
  }
})();
