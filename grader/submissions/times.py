"""Times that a download tells, as ISO 8601: in UTC where it names a zone, else as it is written."""

from __future__ import annotations

import datetime
import re
import zoneinfo

_TIME = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})? ?(\S*)")
# Sakai's: 17 digits, down to the thousandth of a second, of a zone that it does not name.
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{3}")


def iso_time(text: str) -> str:
    """The time that a text holds. Raises ValueError if it holds none."""
    try:
        if digits := _DIGITS.fullmatch(text):
            year, month, day, *rest = digits.groups()
            return _iso(f"{year}-{month}-{day} {':'.join(rest)}", None)
        match = _TIME.fullmatch(text)
        if match is None:
            raise ValueError("no time")
        clock, zone = match.groups()
        if not zone or zone in ("Z", "UTC", "GMT"):
            return _iso(clock, datetime.UTC)
        if zone[0] in "+-":
            moment = datetime.datetime.fromisoformat(clock + zone)
        else:
            moment = datetime.datetime.fromisoformat(clock).replace(tzinfo=zoneinfo.ZoneInfo(zone))
        return moment.astimezone(datetime.UTC).isoformat(timespec="seconds")
    except (OSError, OverflowError, zoneinfo.ZoneInfoNotFoundError) as error:
        raise ValueError("no time") from error


def _iso(text: str, zone: datetime.tzinfo | None) -> str:
    moment = datetime.datetime.fromisoformat(text).replace(tzinfo=zone)
    return moment.isoformat(timespec="seconds")
