"""Codes and fields in, sentences out: what the engine says, in Swedish and English. Pure; the commands use it too."""

from spiral.exchange.wording.saying import SENTENCES, sentence

__all__ = ["SENTENCES", "sentence"]
