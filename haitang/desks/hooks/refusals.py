"""What is said to who sets up an address that will not do."""

from haitang.lib.diagnostics import Refusal


def _refusal(code: str, zh: str, en: str, field: str = "url") -> Refusal:
    return Refusal(f"hooks.{code}", zh=zh, en=en, field=field)


def not_an_address() -> Refusal:
    return _refusal(
        "not_an_address", "请写完整的网址，如 https://…", "Give a whole address, such as https://…"
    )


def not_encrypted() -> Refusal:
    return _refusal(
        "not_encrypted",
        "只能用 https 网址；内网地址确需 http 时加 --allow-private。",
        "Only https will do; an address inside your own network may use http with --allow-private.",
    )


def is_inside() -> Refusal:
    return _refusal(
        "is_inside",
        "这个地址在本机或内网里，默认不发；确认无误可加 --allow-private。",
        "This address lies on this machine or inside the network; if that is meant, add --allow-private.",
    )


def unknown_host() -> Refusal:
    return _refusal("unknown_host", "找不到这个主机名。", "There is no host of this name.")


def unknown_channel(channel: str, known: str) -> Refusal:
    zh = f"方案里没有渠道“{channel}”。有：{known}。"
    return _refusal("unknown_channel", zh, f'No channel "{channel}". There are: {known}.', "channel")


def weak_secret() -> Refusal:
    zh = "密钥应为 whsec_ 加 24 至 64 字节的 base64。"
    return _refusal("weak_secret", zh, "A secret is whsec_ and 24 to 64 bytes in base64.", "secret")
