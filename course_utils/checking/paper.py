"""A paper: what an exercise is judged by.

Its rules, its trials (arguments, and for each what is measured and what is wanted) and the fingerprints of its known
mistakes (what each of them measures on the same trials). It holds numbers and words, and no formula of an answer. The
visible check reads its paper from `check_data`; the judge draws up a fresh one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from . import crossing

DIGITS = 12  # of the floats in a paper kept as a file

RENAMED = {"numbers": "value", "listed": "value"}  # measures, in papers of earlier builds


@dataclass
class Rule:
    """One thing that must hold: its short name, what it says, and the share of the points lost if it does not."""

    name: str
    says: str
    costs: float


@dataclass
class Probe:
    """One measure of a trial: the rule it serves, what is wanted, how far off it may be, and words for a miss.

    `says` may use {got}, {want} and {difference}.
    """

    rule: str
    measure: str
    options: dict
    want: object = None
    atol: float = 0.0
    says: str = "{difference}"


@dataclass
class Trial:
    """Arguments of a call, in words and in data, and what is measured.

    `feed` is empty, or says that an argument is taken from a companion's result (see `Paper.otherwise`):
    {"argument": name, "companion": name, "arguments": {…}, "part": i}.
    `more` holds the arguments of further calls, where one call would not be enough to measure what is asked.
    """

    says: str
    arguments: dict
    probes: list[Probe]
    feed: dict = field(default_factory=dict)
    more: list[dict] = field(default_factory=list)

    def __post_init__(self):
        self.arguments, self.more = (
            crossing.fixed(self.arguments),
            list(map(crossing.fixed, self.more)),
        )  # the judge sends them again and again


@dataclass
class KnownMistake:
    """A known mistake: its name, what makes one see it, what nearly mends it, and its fingerprint."""

    name: str
    see: str
    do: str
    costs: float
    prints: list | None = None


@dataclass
class Paper:
    """All that an exercise is judged by.

    otherwise  trials that may hold in place of `trials` (see `examine`)
    families   mutants of the reference that go under one name: fingerprints with words, as of known mistakes
    letters    the sizes of the arguments' axes as the docstring calls them, {"X": ["n_x", "m"]}
    uses       for each trial: the names of the arguments that the wanted result depends on
    """

    exercise: str
    returns: list[str]
    companions: list[str]
    rules: list[Rule]
    trials: list[Trial]
    otherwise: list[Trial] = field(default_factory=list)
    mistakes: list[KnownMistake] = field(default_factory=list)
    families: list[KnownMistake] = field(default_factory=list)
    letters: dict[str, list[str]] = field(default_factory=dict)
    uses: list[list[str]] = field(default_factory=list)

    def to_json(self):
        """Return the paper as JSON-ready data."""
        data = _plain_fields(self)
        data["trials"], data["otherwise"] = ([_trial_to_json(t) for t in trials] for trials in (self.trials, self.otherwise))
        return data

    @classmethod
    def from_json(cls, data):
        """Return the paper that `to_json` wrote."""
        data = dict(data)
        data["rules"] = [Rule(**r) for r in data["rules"]]
        for name in ("mistakes", "families"):
            data[name] = [KnownMistake(**m) for m in data.get(name, [])]
        for name in ("trials", "otherwise"):
            data[name] = [_trial_from_json(t) for t in data[name]]
        return cls(**data)


def _plain_fields(paper):
    """Return a paper's fields, its rules and mistakes as plain dicts."""
    data = {name: getattr(paper, name) for name in ("exercise", "returns", "companions", "letters", "uses")}
    data["rules"] = [asdict(r) for r in paper.rules]
    data |= {name: [asdict(m) for m in getattr(paper, name)] for name in ("mistakes", "families")}
    return data


def _trial_to_json(trial):
    pack = crossing.to_json
    feed = {**trial.feed, "arguments": pack(trial.feed["arguments"])} if trial.feed else {}
    probes = [{**asdict(p), "want": pack(p.want, DIGITS)} for p in trial.probes]
    data = {"says": trial.says, "arguments": pack(trial.arguments), "feed": feed, "probes": probes}
    return data | ({"more": [pack(arguments) for arguments in trial.more]} if trial.more else {})


def _trial_from_json(data):
    unpack = crossing.from_json
    feed = {**data["feed"], "arguments": unpack(data["feed"]["arguments"])} if data["feed"] else {}
    probes = [Probe(**{**p, "measure": RENAMED.get(p["measure"], p["measure"]), "want": unpack(p["want"])}) for p in data["probes"]]
    return Trial(data["says"], unpack(data["arguments"]), probes, feed, [unpack(arguments) for arguments in data.get("more", [])])
