"""Reads of matters: loaders that know who asks, the inbox, the board, the moves that are open, the story."""
