"""Why an answer is not taken."""

from haitang.lib.diagnostics import Conflict, Refusal


def answered_already() -> Conflict:
    """Each answers once."""
    zh, en = "这份抽查已经答过了，谢谢。", "this was answered already; thank you."
    return Conflict("sampling.answered", zh=zh, en=en)


def is_over() -> Refusal:
    """Late answers would let somebody wait and see."""
    zh, en = (
        "这次抽查已经结束，不再收答复。谢谢。",
        "this round is over and takes no more answers; thank you.",
    )
    return Refusal("sampling.over", zh=zh, en=en)


def no_phone() -> Refusal:
    """Nothing to ring."""
    zh, en = (
        "没有留下电话，或已到期删除。",
        "no telephone was left, or it was erased when its days were over.",
    )
    return Refusal("sampling.no_phone", zh=zh, en=en)


def not_sealed() -> Refusal:
    """Nothing decides the draw yet."""
    zh = "这一期开始之前还没有封存过的日子，抽不了签。先运行 haitang ledger seal。"
    en = "no day before this period is sealed, so nothing decides the draw. Run haitang ledger seal first."
    return Refusal("sampling.not_sealed", zh=zh, en=en)
