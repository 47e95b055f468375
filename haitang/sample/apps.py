from django.apps import AppConfig
from django.core.checks import Tags, register


class SampleConfig(AppConfig):
    name = "haitang.sample"
    label = "sample"
    commands = {"sample": "样例县 Sample counties: everyone and everything in them is invented."}

    #: What this part adds to the page for signing in.
    sign_in_help = "sample/sign_in_help.html"

    def ready(self) -> None:
        """Watch that the one-click sign-in stays where nothing real is."""
        from haitang.sample import checks  # noqa: PLC0415 -- needs loaded apps

        register(checks.not_over_https, Tags.security)
        register(checks.no_real_accounts, Tags.database)
