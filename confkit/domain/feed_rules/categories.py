"""Apple's categories as of 2019-08 (Apple Podcasts categories, podcasters.apple.com), with their exact spelling."""

APPLE_CATEGORIES: dict[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": ("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": ("Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden",
                "Video Games"),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": ("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News",
             "Tech News"),
    "Religion & Spirituality": ("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion",
                                "Spirituality"),
    "Science": ("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences",
                "Nature", "Physics", "Social Sciences"),
    "Society & Culture": ("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    "Sports": ("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby", "Running",
               "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling"),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}  # fmt: skip


def category_paths() -> tuple[str, ...]:
    """Return every category and sub-category as a show names it: ``Arts``, ``Arts > Books``…"""
    return tuple(
        path for outer, inner in APPLE_CATEGORIES.items() for path in (outer, *(f"{outer} > {one}" for one in inner))
    )


def parents_of(name: str) -> tuple[str, ...]:
    """Return the categories that have a sub-category of that exact name."""
    return tuple(outer for outer, inner in APPLE_CATEGORIES.items() if name in inner)


def spelled(name: str) -> str:
    """Return the name of Apple's list, category or sub-category, that differs in case or blanks only; "" for none."""
    wanted = " ".join(name.lower().replace(" and ", " & ").split())
    known = (one for outer, inner in APPLE_CATEGORIES.items() for one in (outer, *inner))
    return next((one for one in known if one.lower() == wanted), "")
