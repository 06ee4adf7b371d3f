"""Everything that is got from the web comes through here, by one gate.

``fetch`` brings something small into memory, ``download`` something large into a file. Both speak http and https only,
connect to no address but the one that the gate has checked, and live within ``FetchLimits``. urllib3 lives here and
nowhere else, and is imported when the first connection is made.
"""

from confkit.web.downloading import Downloaded, download
from confkit.web.fetching import Fetched, fetch
from confkit.web.limits import FetchLimits

__all__ = ["Downloaded", "FetchLimits", "Fetched", "download", "fetch"]
