"""confkit: plan conferences and publish the podcasts that come out of them.

The package is layered; data flows one way:
``cli | tui → services → storage | codecs | audio | publish | web → files → domain``.
Only the version lives here, so that ``confkit --version`` stays instant.
"""

__version__ = "0.1.0"
