from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "haitang.kernel.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the registry's abilities; look whether the contact key still fits."""
        from haitang.kernel.registry import abilities, checks  # noqa: PLC0415 -- needs loaded apps

        abilities.register_own()
        checks.install()
