"""Invented messages: two bursts at two invented places among what people say every day."""

from datetime import date, timedelta

from haitang.lib.bursts import Message

START = date(2026, 3, 2)
PLACES = ("柳荫小区", "芷兰花园", "芷蓼村", "墨棋路", "云笈社区", "霜笛镇", "砚池街道", "北环大道")
DAILY = (
    ("路灯坏了没人修", "晚上黑得看不见路,老人走路容易摔倒"),
    ("公交车班次太少", "等了四十分钟才来一班,上班总是迟到"),
    ("自来水有怪味", "烧开以后还是有一股味道,孩子不敢喝"),
    ("垃圾清运不及时", "桶满了三天没有人来收,苍蝇到处飞"),
    ("广场舞音响扰民", "每天跳到十点,备考的学生没法复习"),
    ("宠物狗不牵绳", "电梯里被吓了好几次,希望有人管一管"),
    ("医保报销怎么办理", "想问异地就医的票据要交到哪个窗口"),
    ("快递柜收费不合理", "超过半天就要付钱,也没有征求过意见"),
    ("河道里漂着死鱼", "不知道上游哪里排了污水,颜色发绿"),
    ("施工围挡占了人行道", "行人只能走机动车道,非常危险"),
    ("电瓶车充电桩总是坏", "扫码付了钱却充不上,客服打不通"),
    ("退休金什么时候调整", "听说别处已经发了,我们这里没有消息"),
    ("图书馆能不能晚点关门", "下班赶过去已经锁了,周末座位又不够"),
    ("外来务工子女入学", "材料交了两次都说缺,究竟要哪几样"),
    ("树枝碰到高压线", "刮风的时候冒火花,怕引起火灾"),
    ("菜场缺斤少两", "买了三斤回家一称只有两斤四两"),
    ("手机信号很差", "在家里打电话要跑到阳台上才听得清"),
    ("希望加装电梯", "六楼的老人两年没有下过楼"),
    ("桥面有个大坑", "摩托车掉进去摔了一跤,膝盖缝了五针"),
    ("出租车拒载", "听说我去得近就把门锁上开走了"),
    ("红绿灯时间太短", "走到一半就变了,推婴儿车根本来不及"),
    ("健身器材生锈", "螺丝都松了,孩子玩的时候割破手"),
    ("补办社保卡", "旧卡丢失,请问能不能网上申请邮寄到家"),
    ("油菜田被水淹", "排涝站没有开机,损失谁来赔偿"),
)
PLANT = (
    "蘅芜雅苑旁边的沥青厂臭味刺鼻",
    "沥青厂紧挨着蘅芜雅苑,半夜还在生产",
    "投诉蘅芜雅苑附近沥青厂污染空气",
    "蘅芜雅苑业主请求搬走沥青厂",
)
PLANT_BODY = (
    "我是蘅芜雅苑的业主,沥青厂的烟味一阵一阵飘进来,窗户都不敢开",
    "蘅芜雅苑北面那家沥青厂没有环评,黑烟和臭味影响孩子呼吸",
    "沥青厂夜里开工,蘅芜雅苑整栋楼都闻得到刺鼻的沥青味",
)
FEE = ("银杏公馆强制收取装修押金", "银杏公馆交房必须先交装修押金", "银杏公馆的装修押金凭什么收一万")
FEE_BODY = ("开发商说不交一万元装修押金就不给银杏公馆的钥匙", "银杏公馆几百户都被要求先付装修押金再收房")


def said(key: str, person: str, day: int, title: str, body: str) -> Message:
    return Message(key, person, START + timedelta(days=day), title, body)


def daily() -> list[Message]:
    """Each thing said once, each place named by three."""
    return [
        said(f"d{n}", f"p{n}", n * 5, f"{PLACES[n % len(PLACES)]}{title}", body)
        for n, (title, body) in enumerate(DAILY)
    ]


def plant(count: int = 12, since: int = 20) -> list[Message]:
    return [
        said(f"plant{n}", f"a{n}", since + n, PLANT[n % len(PLANT)], PLANT_BODY[n % len(PLANT_BODY)])
        for n in range(count)
    ]


def fee(count: int = 6, since: int = 60) -> list[Message]:
    return [
        said(f"fee{n}", f"b{n}", since + n, FEE[n % len(FEE)], FEE_BODY[n % len(FEE_BODY)])
        for n in range(count)
    ]
