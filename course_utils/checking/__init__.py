"""The machinery of checking: a student's function and a paper come in; what holds, what does not and which mistake it is come out.

A paper (`paper`) is drawn up from the bank or read from `check_data/`; `examine` runs its trials; a call is seen as a record
(`record`) of what may cross (`crossing`), measured (`measures/`) and compared (`compare`, `fingerprints`). Begin with `examine`.
"""
