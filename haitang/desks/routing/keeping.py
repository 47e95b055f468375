"""What was learned as rows hold it, and back; what was changed on the way is not used."""

import json
from functools import lru_cache
from hashlib import sha256
from typing import Any

from haitang.desks.routing.habits import load_habits
from haitang.desks.routing.learner.model import load
from haitang.desks.routing.learning import Knowledge, Lesson, Trust
from haitang.desks.routing.models import LearnedVersion
from haitang.lib.diagnostics import Refusal


def kept(lesson: Lesson) -> dict[str, Any]:  # reason: columns of their own types
    """The columns of a version that hold *lesson*."""
    slopes = lesson.knowledge.model.dump()
    trust = lesson.knowledge.trust
    habits = json.dumps({"trust": [trust.slope, trust.offset], "counts": lesson.knowledge.habits.dump()})
    return {
        "matters": lesson.matters,
        "slopes": slopes,
        "habits": habits,
        "digest": _digest(slopes, habits),
        "figures": json.dumps(lesson.figures),
    }


@lru_cache(maxsize=4)
def knowledge_of(version: int, digest: str) -> Knowledge:
    """What a version holds; refused if it is not what was written.

    Held by its *digest* too: what comes back from a backup may bear the number of what is held.
    """
    row = LearnedVersion.objects.get(pk=version)
    slopes = bytes(row.slopes)
    if _digest(slopes, row.habits) != digest:
        raise Refusal(
            "routing.damaged",
            zh=f"第 {row.serial} 版学习结果与保存时不符，不再使用。请重新学习或改用别的版本。",
            en=f"Version {row.serial} is not as it was saved and is not used. Learn anew or use another.",
        )
    habits = json.loads(row.habits)
    return Knowledge(load(slopes), load_habits(habits["counts"]), Trust(*habits["trust"]))


def _digest(slopes: bytes, habits: str) -> str:
    return sha256(slopes + habits.encode()).hexdigest()
