"""WCAG 2.2 contrast between two colours, and the pairs this product sets text in."""

TEXTS_ON = {
    "canvas": ("text", "text-soft", "muted", "accent-text", "success-text", "danger-text"),
    "surface": (
        "text",
        "text-soft",
        "muted",
        "accent-text",
        "success-text",
        "warning-text",
        "danger-text",
        "purple-text",
    ),
    "sunken": ("text", "text-soft", "muted", "accent-text"),
    "accent": ("on-accent",),
    "accent-hover": ("on-accent",),
    "accent-tint": ("text", "text-soft", "muted", "accent-text"),
    "success-tint": ("text", "success-text"),
    "warning-tint": ("text", "warning-text"),
    "danger-tint": ("text", "danger-text"),
    "purple-tint": ("text", "purple-text"),
}
PAIRS = [(text, ground) for ground, texts in TEXTS_ON.items() for text in texts]
ENOUGH_FOR_TEXT = 4.5
ENOUGH_FOR_SHAPES = 3.0


def contrast(one: str, other: str) -> float:
    """The ratio of two `#RRGGBB` colours, from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    # The threshold and the curve are WCAG's own definition of relative luminance.
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the curve's own constants
