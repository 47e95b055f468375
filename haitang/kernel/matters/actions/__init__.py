"""The acts of matters, one verb or a few kindred ones a file."""
