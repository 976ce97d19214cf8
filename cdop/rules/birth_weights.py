"""What a baby weighs at birth by the weeks of pregnancy: enough to see a slip of the pen, not a growth chart.

Source: Hadlock and others, "In utero analysis of fetal growth", Radiology 1991;181:129-133: the logarithm of the
weight in grams is 0.578 + 0.332 w - 0.00354 w^2 at w weeks, with a standard deviation of 12.7% at every age.
"""

from math import exp

STANDARD_DEVIATION = 0.127
FAR = 3
"""Standard deviations beyond which a weight is asked about."""
_LAST_WEEK = 42


def usual_weight(weeks: int) -> float:
    """Return the usual weight in grams at so many completed weeks; after the 42nd it is that of the 42nd."""
    week = min(weeks, _LAST_WEEK)
    return exp(0.578 + 0.332 * week - 0.00354 * week**2)


def is_plausible(weeks: int, grams: int) -> bool:
    """Say whether a birth weight in grams is within three standard deviations of the usual one.

    A week is completed, so up to the next one's usual weight the baby may have grown.
    """
    spread = FAR * STANDARD_DEVIATION
    return usual_weight(weeks) * (1 - spread) <= grams <= usual_weight(weeks + 1) * (1 + spread)
