"""Everything that is got from the web comes through here, by one gate.

``fetch`` brings something small into memory, ``download`` something large into a file, and
``size_of`` asks for no more than how large it is. All speak http and https only,
connect to no address but the one that the gate has checked, and live within ``FetchLimits``. urllib3 lives here and
nowhere else, and is imported when the first connection is made.
"""

from confkit.web.downloading import Downloaded, download
from confkit.web.fetching import Fetched, fetch
from confkit.web.limits import FetchLimits
from confkit.web.measuring import size_of

__all__ = ["Downloaded", "FetchLimits", "Fetched", "download", "fetch", "size_of"]
