"""Trying the learner on a file of labelled messages: five-fold, or trained on another file."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from haitang.desks.routing.learner.model import Message
from haitang.desks.routing.learner.scores import Scores, score
from haitang.desks.routing.learner.training import SEED, learn
from haitang.lib.diagnostics import Refusal
from haitang.lib.tables import open_table

FOLDS = 5
#: What a spreadsheet leaves of a line's end in a cell.
_CARRIAGE_RETURN = "_x000D_"


@dataclass(frozen=True)
class Labelled:
    """Messages with their labels."""

    messages: list[Message]
    labels: list[str]


@dataclass(frozen=True)
class Trial:
    """The scores, and what they cost: seconds to train (the longest of the folds), messages a second."""

    scores: Scores
    seconds_to_train: float
    messages_a_second: float

    def as_json(self) -> dict[str, float]:
        """By name."""
        return {
            **asdict(self.scores),
            "seconds_to_train": self.seconds_to_train,
            "messages_a_second": self.messages_a_second,
        }


def read_labelled(path: Path) -> Labelled:
    """The columns ``words`` and ``level1`` of a file; rows without either are refused."""
    with open_table(path) as table:
        missing = [name for name in ("words", "level1") if name not in table.headings]
        if missing:
            zh = f"{path.name} 缺少列 {'、'.join(missing)}。"
            raise Refusal("routing.columns", zh=zh, en=f"{path.name} has no column {', '.join(missing)}.")
        words, label = table.headings.index("words"), table.headings.index("level1")
        rows = [(row.cells[words].replace(_CARRIAGE_RETURN, " "), row.cells[label].strip()) for row in table]
    return Labelled([Message("", text) for text, _ in rows], [name for _, name in rows])


def evaluate(labelled: Labelled, *, train: Labelled | None = None) -> Trial:
    """Try the learner on *labelled*: trained on *train*, else five times on four fifths of it."""
    try:
        return _against(labelled, train) if train else _five_fold(labelled)
    except ValueError as error:
        zh = "可学的太少：至少要有两个类别，每类五条以上。"
        raise Refusal(
            "routing.too_little",
            zh=zh,
            en="Too little to learn from: two labels at least, each with five messages or more.",
        ) from error


def _five_fold(labelled: Labelled) -> Trial:
    names, truth = np.unique(np.array(labelled.labels), return_inverse=True)
    chances, sure = np.zeros((len(truth), len(names))), np.zeros(len(truth), bool)
    trained, spoken = [], 0.0
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    if np.bincount(truth).min() < FOLDS:
        raise ValueError("a label has fewer messages than there are folds")
    for seen, unseen in folds.split(truth, truth):
        fold = _Fold.run(_some(labelled, seen), _some(labelled, unseen))
        chances[unseen], sure[unseen] = fold.chances, fold.sure
        trained.append(fold.seconds_to_train)
        spoken += fold.seconds_to_speak
    return Trial(score(chances, truth, sure=sure), max(trained), len(truth) / spoken)


def _against(labelled: Labelled, train: Labelled) -> Trial:
    names = np.unique(np.array(train.labels))
    known = {str(name): place for place, name in enumerate(names)}
    strange = sorted(set(labelled.labels) - set(known))
    if strange:
        zh = f"训练文件里没有这些类别：{'、'.join(strange)}。"
        raise Refusal("routing.strange", zh=zh, en=f"The file to train on has no {', '.join(strange)}.")
    fold = _Fold.run(train, labelled)
    truth = np.array([known[label] for label in labelled.labels], np.int64)
    scores = score(fold.chances, truth, sure=fold.sure)
    return Trial(scores, fold.seconds_to_train, len(truth) / fold.seconds_to_speak)


@dataclass(frozen=True)
class _Fold:
    chances: NDArray[np.float32]
    sure: NDArray[np.bool_]
    seconds_to_train: float
    seconds_to_speak: float

    @classmethod
    def run(cls, seen: Labelled, unseen: Labelled) -> "_Fold":
        """Train on *seen*, speak of *unseen*; the seconds are the processor's, of one core."""
        began = time.process_time()
        learned = learn(seen.messages, seen.labels)
        trained = time.process_time()
        chances = learned.model.chances(unseen.messages)
        spoken = max(time.process_time() - trained, 1e-6)
        return cls(chances, chances.max(axis=1) >= learned.sure_above, trained - began, spoken)


def _some(labelled: Labelled, places: NDArray[np.int64]) -> Labelled:
    return Labelled(
        [labelled.messages[place] for place in places], [labelled.labels[place] for place in places]
    )
