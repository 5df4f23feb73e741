"""What says that chance is enough, and whether a page explains it there."""

from __future__ import annotations

import re

from django.urls import reverse
from lxml import html

from spiral.ground.screen import EXPLAINED

#: The phrase and its variants, in both languages.
SAYS = re.compile(r"(inte\s+skiljas\s+från|inte\s+att\s+skilja\s+från|(cannot|not)\s+be\s+told\s+from)", re.IGNORECASE)
#: What holds a phrase and its explanation: the nearest of these.
HOLDERS = "ancestor-or-self::*[self::section or self::article or self::aside or self::header or self::main]"
#: What is read where it is explained, or is no text of the page.
NOT_TEXT = "ancestor::*[self::svg or self::script or self::template or self::option or self::textarea]"


def unexplained(address: str, tree: html.HtmlElement) -> set[str]:
    """Where the page says that something cannot be told from something else, without a link to what that means."""
    guide = reverse("ground:help", args=[EXPLAINED])
    if address.startswith(guide):
        return set()
    missing = set()
    for text in tree.xpath(f"//main//text()[not({NOT_TEXT})]"):
        if not SAYS.search(text):
            continue
        holder = text.getparent().xpath(HOLDERS)[-1]
        if not holder.xpath(f".//a[@href='{guide}']"):
            missing.add(f"{address}: nothing explains “{' '.join(text.split())[:90]}”")
    return missing
