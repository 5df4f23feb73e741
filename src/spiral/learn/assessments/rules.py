"""How few may answer. Who may is in ``trust/access``; answering needs no right at all."""

from __future__ import annotations

from spiral.ground.anonymous import FEWEST_ANSWERS as FEWEST_ANSWERS
