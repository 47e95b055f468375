"""People's names and the doors they live behind, found in free text before everyone may read it.

A name is known by what stands beside it: "应…要求", "…先生", "居民…反映". What is ``sure`` goes in any case;
what only ``may`` be one is for somebody to look at. A building says where something was done and stays; a
room, or a house number within a village group, says whose home it is and goes.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from haitang.lib.redaction import MASK, redact

#: The surnames of nearly everyone; rare ones are found beside a title or by comparing with who is known.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍"
    "涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑"
    "景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
COMPOUND = "欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|东方|司徒|夏侯|端木|长孙|宇文|轩辕"
_HAN = "[\u4e00-\u9fff]"
_FAMILY = f"(?:{COMPOUND}|[{SURNAMES}])"
_FULL = f"{_FAMILY}{_HAN}{{1,2}}"
_TITLE = (
    "先生|女士|小姐|太太|夫人|大爷|大妈|大娘|大伯|大叔|大婶|大姐|大哥|阿姨|阿婆|阿公|爷爷|奶奶|叔叔|婶婶|婆婆"
    "|老先生|老太|老伯|老汉|师傅|同志"
)
_ASKED = "的?(?:要求|请求|申请|反映|诉求|投诉|来电|来信|来访|建议|意见)"
_WHO = (
    "居民|村民|业主|住户|户主|租户|房东|群众|来访人|来电人|反映人|联系人|诉求人|申请人|当事人"
    "|姓名|名叫|叫做|我是|我叫|本人"
)
_AFTER = r"家|户|等|的|反映|要求|提出|表示|来电|来访|投诉|说|称|[，,。；;、！!\s（(]|$"
_SURE = (
    re.compile(f"(?:应|按|据|经|受)({_FULL}){_ASKED}"),
    # Looked for from every character: what begins like a surname may stand before one.
    re.compile(f"(?=({_FAMILY}{_HAN}{{0,2}}?)(?:{_TITLE}))"),
)
_MAYBE = (
    re.compile(f"(?:{_WHO})[:是为\\s]?({_FAMILY}{_HAN}{{1,2}}?)(?={_AFTER})"),
    re.compile(f"(?:为|给|替|帮|与|和|同|向|到|在|由)({_FULL}?)(?=家|本人|户|一家|核对|联系|上门)"),
    re.compile(f"({_FULL}?)(?:{_ASKED}|家门|老人|一家|本人)"),
)
#: Words that begin like a surname and are none.
_PLAIN_WORDS = (
    "高龄高空高层高压高速高温安全安置方便方案方法平台成功成员成立路口路灯路面路边路段水管车位车主车辆时间时候全体全部全家全村应急应当和谐周边周围周末江边江南金额金属石板石材石子"
    "文件文明文化田间田地解决解释关于关心关闭管道管理管家房屋房东房管单元单位单独明天明确师生项目连续连接边上白天白色黄色黄线红色万元马路马上游客农村农业农户司机华丽经常向上任何任务"
    "商户商家商铺沙石武装何时何处段落严重严格康复温暖温馨易燃季度景观古树古镇盛夏毛病汤池宁静包装包括党员党委连日全额全面全程全区全市全镇和住余户余名于是时任时常申请申报谢谢多户"
    "通过阳台阳光冷水冷气米线纪念关注尚未符合明显明白江苏安排安装安静白班全国龙头单车车站车棚河道石头盛大路人林地江河温水关键何人方式方向高度高峰高兴成本成果安心金秋景区白露苗木花草"
    "云梯万人万户谷地麦田麦子连廊项下米高卫生席位党群宫灯景点查看查处查找池塘桑树沙土商量商议荣誉甄别都是支部计划"
)
_PLAIN = frozenset(_PLAIN_WORDS[at : at + 2] for at in range(0, len(_PLAIN_WORDS), 2))
_PEOPLE = re.compile("居民|村民|业主|群众|住户|农户|老人|党员|干部|市民|职工|学生|儿童|大家")
_DIGIT = "[0-9０-９〇零一二三四五六七八九十百两]"
_GAP = r"[\s\-–—]?"
_DOORS = (
    # 3号楼2单元501室, 五幢302; a building alone stays.
    re.compile(
        rf"{_DIGIT}{{1,4}}{_GAP}(?:号楼|号院|楼栋|幢|栋|座|#)(?:{_GAP}{_DIGIT}{{1,3}}{_GAP}(?:单元|门))?"
        rf"{_GAP}{_DIGIT}{{2,5}}{_GAP}(?:室|号房|房间|房|户|号)?(?!{_DIGIT}|年|月|日|天|盏|个|元|米)"
    ),
    re.compile(
        rf"{_DIGIT}{{1,4}}{_GAP}(?:号楼|号院|幢|栋|座)?{_GAP}{_DIGIT}{{1,3}}{_GAP}单元{_GAP}{_DIGIT}{{2,5}}(?:室|号|户)?"
    ),
    re.compile(rf"(?:{_DIGIT}{{1,4}}号)?{_DIGIT}{{2,5}}(?:-{_DIGIT}{{1,2}})?(?:室|号房)(?![外内]?机|温|分)"),
    re.compile(r"(?<![\d-])\d{1,3}-\d{1,2}-(?!19|20)\d{3,4}(?![\d-])(?:室)?"),
    re.compile(rf"{_DIGIT}{{1,3}}(?:村民小组|小组|组|队){_GAP}{_DIGIT}{{1,4}}号(?!楼)"),
    re.compile(rf"门牌(?:号|号码)?[:：为是]?{_DIGIT}{{1,4}}号?"),
)


@dataclass(frozen=True, order=True)
class Named:
    """Where in a text a name or a door stands; ``sure`` where what is beside it leaves no doubt."""

    start: int
    end: int
    sure: bool


def names(text: str) -> list[Named]:
    """Every piece of *text* that reads like somebody's name, in order."""
    found = {Named(*one.span(1), sure=True) for one in _read(_SURE, text)}
    sure = [(one.start, one.end) for one in found]
    for one in _read(_MAYBE, text):
        start, end = one.span(1)
        if all(end <= first or start >= last for first, last in sure):
            found.add(Named(start, end, sure=False))
    return sorted(found)


def _read(patterns: Collection[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from (one for one in pattern.finditer(text) if not _is_plain(one[1]))


def _is_plain(word: str) -> bool:
    return word in _PLAIN or word[:2] in _PLAIN or bool(_PEOPLE.search(word))


def doors(text: str) -> list[Named]:
    """Every piece of *text* that says behind which door somebody lives."""
    return sorted({Named(*one.span(), sure=True) for pattern in _DOORS for one in pattern.finditer(text)})


def candidates(text: str) -> set[str]:
    """Every piece of *text* that is built like a name, to be compared with those who are known."""
    found = set()
    for one in re.finditer(f"(?=({_FAMILY}{_HAN}{{1,2}}))", text):
        found |= {one[1], one[1][:-1]} if len(one[1]) > 2 else {one[1]}
    for one in re.finditer(f"(?=((?:{COMPOUND}){_HAN}{{1,2}}))", text):
        found |= {one[1], one[1][:3]}
    return {word for word in found if len(word) > 1 and word not in _PLAIN}


def without(text: str, words: Collection[str], mask: str = MASK) -> str:
    """*text* with *mask* for each of *words*, the longest first; spaces between characters hide none."""
    for word in sorted({" ".join(one.split()) for one in words}, key=len, reverse=True):
        if len(word) > 1:
            text = _spelt(word).sub(mask, text)
    return text


def _spelt(word: str) -> re.Pattern[str]:
    if word.isascii():
        return re.compile(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", re.IGNORECASE)
    letters = [re.escape(letter) for letter in word if not letter.isspace()]
    return re.compile(r"[\s·.]?".join(letters))


def anonymous(text: str, known: Collection[str] = (), *, doubtful: bool = False, mask: str = MASK) -> str:
    """*text* without numbers, doors, those *known* and what surely is a name; the *doubtful* too if asked."""
    text = without(redact(text, mask), known, mask)
    found = sorted((*doors(text), *(one for one in names(text) if one.sure or doubtful)))
    parts, last = [], 0
    for one in found:
        if one.end > last:
            parts += [text[last : one.start], mask] if one.start >= last else []
            last = one.end
    return "".join(parts) + text[last:]
