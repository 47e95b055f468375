from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "haitang.kernel.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"
    commands = {
        "account": "账号 Accounts people sign in with.",
        "person": "人员 People and their posts.",
        "place": "地点 Places that belong to units.",
        "post": "职务 Posts: who holds which role where.",
        "region": "地区 Counties of this installation.",
        "registry": "花名册 The registry as a whole.",
        "tie": "联系 Ties between people and units.",
        "token": "接口密钥 Keys for programs.",
        "unit": "单位 Units: towns, villages, departments.",
    }

    def ready(self) -> None:
        """Name the registry's abilities; look whether the contact key still fits."""
        from haitang.kernel.registry import abilities, checks  # noqa: PLC0415 -- needs loaded apps

        abilities.register_own()
        checks.install()
