"""What hiding costs: a figure nobody needed to hide is dear, a mask that becomes ".." is cheap."""

from __future__ import annotations

#: An exact figure hidden only to cover another.
COMPLEMENTARY = 1.0
#: "~100" or "~0" printed as ".." instead.
WITHDRAWN = 0.1
#: How much dearer a figure is made while the repair looks for a way to do without hiding it.
RELUCTANCE = 5.0
