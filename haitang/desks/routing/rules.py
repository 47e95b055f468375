"""Who may see what was learned, and who may have it learned anew or go back to an older version."""

from haitang.lib.text import Text

SEES, LEARNS = "routing.see", "routing.learn"
ABILITIES = {
    SEES: Text(zh="查看派单学习", en="See what was learned about dispatching"),
    LEARNS: Text(zh="重新学习与回退派单模型", en="Learn dispatching anew, and go back"),
}
