"""Text to release: `source/NN_chapter.py` comes in; the student's and the solved notebook, check data and the kit come out.

`text` reads a chapter, `notebooks` fills in reference and bank, `prove` tries whether it grades, `release` has nbgrader strip
the answers, `solve` runs the solved notebook, `kit` packs what students get. Begin with `build`, which calls them in this order.
"""
