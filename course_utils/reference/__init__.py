"""The answer to every exercise, one module a chapter. Never in what a student is given."""
