"""What each fault code means and what to do: the paragraphs of the manual."""

from collections.abc import Mapping

from haitang.kernel.playbooks.language import sections
from haitang.lib.text import Text

#: Codes of the engine itself; a section brings its own as ``codes``.
ENGINE: Mapping[str, Text] = {
    "no-folder": Text(
        zh="没有这个文件夹。请写方案所在文件夹的路径，或已安装方案的键。",
        en="The path names no folder. Give a playbook's folder, or the key of a playbook this "
        "installation knows.",
    ),
    "no-files": Text(
        zh="文件夹里没有 .yaml 文件。一份方案是一个文件夹，其中所有 *.yaml 合为一体。",
        en="The folder has no *.yaml file. A playbook is a folder; all *.yaml files directly in it "
        "are one text.",
    ),
    "file-too-large": Text(
        zh="文件大得不像手写的。请拆成几个文件。",
        en="The file is larger than anything written by hand. Split it into several.",
    ),
    "not-utf8": Text(
        zh="文件不是 UTF-8 编码。请在编辑器里另存为 UTF-8。",
        en="The file is not UTF-8. Save it as UTF-8 in your editor; an old editor may have used GBK.",
    ),
    "tab": Text(
        zh="缩进里有制表符。YAML 只认空格，每层两个。",
        en="A tab stands in the indentation. YAML indents with spaces only; use two a step.",
    ),
    "not-yaml": Text(
        zh="这一行读不成 YAML。常见原因：文字里有冒号或井号而没有加引号，或缩进不齐。",
        en="The line cannot be read as YAML. Usually a text holds a colon or # and is not quoted, or"
        " the indentation is off.",
    ),
    "empty-file": Text(
        zh="文件是空的。写点内容，或删掉它。",
        en="The file says nothing. Write in it or remove it.",
    ),
    "two-documents": Text(
        zh="文件里有第二个“---”。一个文件只放一份文档。",
        en="A second --- begins another document. Keep one document in a file.",
    ),
    "not-a-mapping": Text(
        zh="方案文件的最外层要是“词: 内容”的形式，不能是列表或一句话。",
        en="A playbook file is a mapping of words at its outermost; it cannot be a list or a sentence.",
    ),
    "said-twice": Text(
        zh="同一处把同一个词写了两遍；别的软件会悄悄留下后一个。请留一个。",
        en="The same word stands twice in one mapping; other programs silently keep the last. Keep one.",
    ),
    "key-not-a-word": Text(
        zh="冒号前面只能是一个词。",
        en="Only a word can stand before a colon, not a list, a mapping or a reference.",
    ),
    "unknown-anchor": Text(
        zh="“*名字”引用的“&名字”在前面没有出现。",
        en="An *alias refers to an &anchor that was not written before it.",
    ),
    "too-many": Text(
        zh="引用展开以后条目太多。这样的文件会拖垮机器，所以不读。",
        en="References unfold to more things than a playbook can hold. Such a file would exhaust the"
        " machine, so it is not read.",
    ),
    "too-deep": Text(
        zh="嵌套太深。语言里没有需要这么多层的地方。",
        en="The nesting is deeper than anything in the language.",
    ),
    "said-in-two-files": Text(
        zh="同一个词在两个文件里各说了一次。各文件可以给同一个映射添词，不能重说。",
        en="Two files of one playbook say the same word. Files may add to the same mapping but not "
        "say a thing twice.",
    ),
    "redefined": Text(
        zh="上级方案已经说过这个词，下级只能添加，不能改说。要别的说法就另起一个键，或请上级去改。",
        en="A playbook above says this already. Below it one adds and does not say again: take "
        "another key, or have the text above changed.",
    ),
    "extends-cycle": Text(
        zh="几份方案互相继承成了圈。请去掉其中一处 extends。",
        en="Playbooks extend one another in a circle. Take one `extends` out.",
    ),
    "unknown-playbook": Text(
        zh="extends 里的方案找不到：既不在旁边的文件夹里，也没有随软件安装。",
        en="A playbook named in `extends` is neither in a folder beside this one nor shipped.",
    ),
    "unknown-word": Text(
        zh="语言里没有这个词，或它不该在这里。错字不会被悄悄忽略。",
        en="The language has no such word here. A misspelt word is never silently ignored.",
    ),
    "missing-word": Text(
        zh="缺了一个必须写的词。",
        en="A word that must be written is missing.",
    ),
    "unknown-choice": Text(
        zh="这里只能从几个词中选一个。",
        en="Only certain words may stand here.",
    ),
    "wrong-shape": Text(
        zh="形状不对：该写映射、列表或文字的地方写了别的。数字样的代码要加引号。",
        en="The shape is wrong: a mapping, list or text was wanted. A code made of digits goes in quotes.",
    ),
    "bad-value": Text(
        zh="值不合规定，句中说了为什么。",
        en="The value breaks a rule that the sentence names.",
    ),
    "unknown-language": Text(
        zh="haitang: 后面的语言版本，这个软件不认识。",
        en="This house does not speak the version of the language that `haitang:` names.",
    ),
    "bad-key": Text(
        zh="键只能用小写字母、数字和下划线，以字母开头。给人看的名字写在 label 里。",
        en="A key has small letters, digits and underscores and begins with a letter. Names for "
        "people are labels.",
    ),
    "too-many-counted": Text(
        zh="一个种类里要计数的字段超过了格子数：选择 6、数字 4、日期 2、是否 2。格子一经分配永不收回。",
        en="A kind counts more fields than there are slots: 6 choices, 4 numbers, 2 days, 2 flags. A"
        " slot is given for ever.",
    ),
    "kind-changed": Text(
        zh="已应用字段的种类不能改。请停用它，另起一个键。",
        en="An applied field cannot change its kind. Retire it and add another under a new key.",
    ),
    "unknown-was": Text(
        zh="was: 说的旧键这里从来没有过。",
        en="`was:` names a key that was never used here.",
    ),
    "rename-onto-used": Text(
        zh="新旧两个键都已有记录，不能合并。",
        en="Both the old and the new key have rows of their own, so the rename would merge two things.",
    ),
    "rule-without-article": Text(
        zh="标为高把握的规定没有写条款。",
        en="A rule marked high confidence names no article, so nobody can look it up.",
    ),
    "unknown-from": Text(
        zh="from: 写的字段在这里从未有过。",
        en="`from:` names a field that was never declared here.",
    ),
    "from-same-kind": Text(
        zh="from: 写的字段是同一种类；改名请用 was:。",
        en="`from:` names a field of the same kind; that is a rename, by `was:`.",
    ),
    "share-of-nothing": Text(
        zh="比例没有写明是谁的比例。用 of: 写明分母（应到、实到、户）。",
        en="A share does not say of what. Name its denominator with `of:` (entitled, present, households).",
    ),
    "forbidden-by-circular": Text(
        zh="国办函〔2026〕12号禁止这样的功能或考评依据（打卡签到、积分排名、在线时长、强制登录、点赞转发、学习时长）。",
        en="The circular 国办函〔2026〕12号 forbids it: check-ins, points rankings, online time, forced "
        "sign-ins, appraisal by likes, forwards or study time.",
    ),
}


def all_codes() -> Mapping[str, Text]:
    """Every code with its paragraph, the engine's and the sections', by name."""
    found = dict(ENGINE)
    for section in sections():
        found.update(section.codes)
    return dict(sorted(found.items()))
