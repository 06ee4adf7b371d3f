"""How much of a stranger's server confkit puts up with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What a fetch may cost.

    ``size`` is in bytes, after decompression; ``seconds`` is the time overall, redirects and the look-up of names
    included; ``silence`` is for how many seconds the server may send nothing; ``redirects`` is how many are followed.
    ``private`` lets addresses through that are not of the public internet.
    """

    size: int = 50 << 20
    seconds: float = 60.0
    silence: float = 15.0
    redirects: int = 5
    private: bool = False
