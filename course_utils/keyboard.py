"""What controls lack in a front end for those who use the keyboard or hear the page: names, values as shown, keys that stay theirs.

ipywidgets gives a slider no name and rounds what is spoken of it, its choices are no group, and JupyterLab's shortcuts are at work
in both: "b" adds a cell, an arrow leaves it. A script mends that where the controls are shown; where no script runs, they work as before.
"""

import ipywidgets

CLASS = "course-controls"
SCRIPT = """
(() => {
  const mend = box => {
    box.dataset.mended = 'true';
    // JupyterLab asks the element that has the focus, before any that it lies in
    box.querySelectorAll('[tabindex], input, select, button').forEach(one => one.setAttribute('data-lm-suppress-shortcuts', 'true'));
    box.querySelectorAll('.widget-slider, .jupyter-widget-slider').forEach(slider => {
      const handle = slider.querySelector('[role=slider]'), shown = slider.querySelector('.widget-readout');
      if (!handle || !shown) return;
      handle.setAttribute('aria-label', slider.querySelector('label').innerText);
      const say = () => {
        const value = shown.innerText.trim(), now = handle.getAttribute('aria-valuenow');
        if (handle.getAttribute('aria-valuetext') !== value) handle.setAttribute('aria-valuetext', value);
        // `now` is rounded to one decimal; where it is something else, it counts the choices
        if (Math.abs(value - now) < 0.0501 && Number(value) !== Number(now)) handle.setAttribute('aria-valuenow', Number(value));
      };
      say();
      new MutationObserver(say).observe(handle, {attributes: true});
      new MutationObserver(say).observe(shown, {childList: true, characterData: true, subtree: true});
    });
    box.querySelectorAll('.widget-radio').forEach(radio => {
      const group = radio.querySelector('.widget-radio-box'), name = 'choice-' + Math.random();
      group.setAttribute('role', 'radiogroup');
      group.setAttribute('aria-label', radio.querySelector('label').innerText);
      group.querySelectorAll('input').forEach(choice => { choice.name = name; });
    });
  };
  const until = Date.now() + 10000;
  const look = () => {
    const boxes = [...document.querySelectorAll('.course-controls:not([data-mended])')];
    boxes.filter(box => box.querySelector('[role=slider], input, select')).forEach(mend);
    if (Date.now() < until) setTimeout(look, 100);
  };
  look();
})();
"""


def mended(controls, kind=ipywidgets.VBox):
    """A box of controls, one under the other, that can be used by keyboard and by ear."""
    output = {"output_type": "display_data", "data": {"application/javascript": SCRIPT, "text/plain": ""}, "metadata": {}}
    script = ipywidgets.Output(outputs=(output,), layout={"display": "none"})
    box = kind([*controls, script])
    box.add_class(CLASS)
    return box
