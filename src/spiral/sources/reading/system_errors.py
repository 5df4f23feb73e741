"""Why the system could not open or write a file, in Swedish: the system itself answers in English."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: "den finns inte",
    errno.ENOTDIR: "en del av sökvägen är ingen mapp",
    errno.EISDIR: "det är en mapp",
    errno.EEXIST: "den finns redan",
    errno.EACCES: "det saknas rättighet till den",
    errno.EPERM: "det är inte tillåtet",
    errno.EROFS: "disken går inte att skriva på",
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "utrymmet är slut",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.EINVAL: "namnet går inte att använda",
    errno.EIO: "disken svarar inte som den ska",
    errno.EMFILE: "för många filer är öppna",
    errno.ENFILE: "för många filer är öppna",
    errno.ELOOP: "länkarna går i en ring",
    errno.EBUSY: "den används av något annat",
    errno.ENXIO: "det finns ingen sådan enhet",
    errno.ENODEV: "det finns ingen sådan enhet",
}


def reason(error: OSError) -> str:
    """Why, as a clause that begins with a small letter."""
    if error.errno in _REASONS:
        return _REASONS[error.errno]
    return f"systemet svarar {errno.errorcode.get(error.errno or 0, 'med ett okänt fel')}"
