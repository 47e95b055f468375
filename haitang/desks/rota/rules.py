"""Who may plan a rota, and who may see one: planners, and everyone who takes turns in it."""

from haitang.lib.text import Text

PLANS = "rota.plan"
ABILITIES = {PLANS: Text(zh="排班", en="Plan rotas")}
