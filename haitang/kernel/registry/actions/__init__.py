"""The registry's verbs, a file for each noun; callers use ``haitang.kernel.registry.api``."""
