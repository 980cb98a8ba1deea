"""Chapter 4, dropout: what several exercises have in common."""


def near(rng, keep_prob):
    """A drawn keep_prob of five digits: who rounds it, or counts what is kept, is seen."""
    return round(float(rng.uniform(keep_prob - 0.04, keep_prob + 0.04)), 5)
