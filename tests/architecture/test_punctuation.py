"""A Chinese sentence keeps its own marks: ，；：？！（） and not the narrow ones of another script.

What a test feeds in is a person's typing and may be anything; what the house says itself may not.
"""

import re

from tests.architecture.source import ROOT, code, said, templates

#: A character of a Chinese sentence, or what is filled into one.
BEFORE = r"[\u4e00-\u9fff》”」）、。}]"
AFTER = r"[\u4e00-\u9fff《“「（{]"
HAN = r"[\u4e00-\u9fff]"
NARROW = re.compile(
    rf"(?<={HAN})[,;:?!](?={AFTER})|(?<={BEFORE})[,;:?!](?={HAN})|(?<=[”）])[,;:?!](?=“)"
    rf"|(?<={HAN})\([^()\"']*{HAN}[^()\"']*\)|\([^()\"']*{HAN}[^()\"']*\)(?=[\u4e00-\u9fff，。；：])"
    rf"|(?<={HAN})[,;:?!](?=[\"'](?!,))|zh=f\"[^\"]*}}[,;:?!](?:{{|\")"
)
#: Lines that are not sentences: expressions that search, and headings as files write them.
EXEMPT = re.compile(r"re\.compile\(|^\s*\"unit\": \(")


def narrow(texts: dict[str, str]) -> list[str]:
    """Where a narrow mark stands in a Chinese sentence."""
    return [
        f"{path}:{number} …{line[max(found.start() - 12, 0) : found.end() + 12].strip()}…"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := NARROW.search(line)) and not EXEMPT.search(line)
    ]


def spoken() -> dict[str, str]:
    """Everything the house says: its code and templates, its playbooks and its documents."""
    others = [*(ROOT / "playbooks").rglob("*.yaml"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    return (
        {source.path: source.text for source in code()}
        | templates()
        | {str(path.relative_to(ROOT)): path.read_text() for path in others}
    )


def test_chinese_sentences_keep_their_own_marks():
    offenders = narrow(spoken())
    assert not offenders, said(offenders)


def test_the_guard_finds_what_is_planted():
    for line in (
        "请填写标题,最多 30 字。",
        'f"现有的列:{listed}。"',
        'f"没有{name},请先声明。"',
        "工作条例(试行)",
        '"问:" + said',
        'Text(zh=f"{label.zh}:{said.zh}。")',
        "选“路灯”,“停车”",
    ):
        assert narrow({"haitang/web/views.py": line}), line
    for line in (
        "{zh: 村书记, en: Secretary}",
        "第 3 行，第 2 列：不是日期。",
        'f("甲", "乙")',
        "(二) forbids it",
    ):
        assert not narrow({"haitang/web/views.py": line}), line
