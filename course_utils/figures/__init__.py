"""The figures of the chapters, one module a chapter: data comes in, a Matplotlib figure comes out; `plots` has what they share."""
