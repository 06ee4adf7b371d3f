import pytest

from confkit.domain.rhythm import rhythm_in_words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "Daily"),
        ("FREQ=WEEKLY;WKST=MO", "Weekly"),
        ("FREQ=WEEKLY;INTERVAL=2", "Every two weeks"),
        ("FREQ=MONTHLY;INTERVAL=12", "Every 12 months"),
        ("FREQ=YEARLY", "Yearly"),
        ("FREQ=WEEKLY;BYDAY=MO", "Every Monday"),
        ("freq=weekly;byday=we,mo", "Every Monday and Wednesday"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "Every Monday, Wednesday and Friday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "Every other Monday"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
        ("FREQ=MONTHLY;BYDAY=+1MO", "Every first Monday of the month"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "Every last Friday of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "On day 15 of every month"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ""),
        ("FREQ=MONTHLY;BYDAY=9XX", ""),
        ("FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=13", ""),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO", ""),
        ("FREQ=WEEKLY;COUNT=3", ""),
        ("FREQ=HOURLY", ""),
        ("FREQ=WEEKLY;INTERVAL=x", ""),
        ("", ""),
    ],
)
def test_common_rules_have_words(rule: str, words: str) -> None:
    assert rhythm_in_words(rule) == words
