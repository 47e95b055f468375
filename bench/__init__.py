"""Speed, side by side in one run: ``make bench`` prints one table of figure, limit and ratio."""
