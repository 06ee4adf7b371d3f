"""How often a show comes, in words, from the recurrence rule that says it to machines (RFC 5545 §3.3.10)."""

_UNITS = {"DAILY": ("Daily", "days"), "WEEKLY": ("Weekly", "weeks"), "MONTHLY": ("Monthly", "months")} | {
    "YEARLY": ("Yearly", "years")
}
_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_WEEKDAYS = sorted(("MO", "TU", "WE", "TH", "FR"))
_WHICH = {"1": "first", "2": "second", "3": "third", "4": "fourth", "-1": "last"}
_FEW = ("", "", "two", "three", "four", "five", "six")


def rhythm_in_words(rule: str) -> str:
    """Return a common rule as English words, such as ``Every Monday and Wednesday``; "" for any other."""
    parts = dict(part.partition("=")[::2] for part in rule.strip().upper().split(";"))
    parts.pop("WKST", None)
    every = parts.pop("INTERVAL", "1").lstrip("0")
    frequency, days, date = parts.pop("FREQ", ""), parts.pop("BYDAY", ""), parts.pop("BYMONTHDAY", "")
    # What else a rule says (an end, a time, a month) would be missing from the words.
    if parts or frequency not in _UNITS or not every.isdecimal() or (days and date):
        return ""
    count = int(every)
    if days:
        return _on_days(frequency, days.split(","), count)
    if date:
        is_day = frequency == "MONTHLY" and count == 1 and date.isdecimal()
        return f"On day {int(date)} of every month" if is_day else ""
    once, units = _UNITS[frequency]
    return once if count == 1 else f"Every {_FEW[count] if count < len(_FEW) else count} {units}"


def _on_days(frequency: str, days: list[str], count: int) -> str:
    if frequency in ("DAILY", "WEEKLY") and all(day in _DAYS for day in days):
        if count == 1 and sorted(days) == _WEEKDAYS:
            return "Every weekday"
        named = [name for day, name in _DAYS.items() if day in days]
        listed = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
        if count == 1:
            return f"Every {listed}"
        return f"Every other {listed}" if count == 2 and frequency == "WEEKLY" else ""
    if frequency == "MONTHLY" and count == 1 and len(days) == 1:
        which, day = _WHICH.get(days[0][:-2].lstrip("+"), ""), _DAYS.get(days[0][-2:], "")
        return f"Every {which} {day} of the month" if which and day else ""
    return ""
