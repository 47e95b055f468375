from django.db import models


class Channel(models.TextChoices):
    """How an entry reached the ledger."""

    PHONE = "phone", "手机 phone"
    WEB = "web", "网页 web"
    OFFLINE = "offline", "离线补传 offline"
    IMPORT = "import", "导入 import"
    API = "api", "接口 API"
    MATTER = "matter", "事项 matter"
    SYSTEM = "system", "系统 system"


#: The kind of unit that an entry with ``serves: household`` names; a playbook must declare it.
HOUSEHOLD = "household"
