"""Who may answer for an invited unit: whoever may move matters there. All else the meeting's flow says."""

REPLIES = "matters.move"
#: What makes one see meetings at all; which ones, is asked of each as of any matter.
SEES = "matters.see"
