"""The model of `theme.yaml`: every token the stylesheets use, readable by construction."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from crm.lib.config import declare
from crm.ui.contrast import ENOUGH_FOR_SHAPES, ENOUGH_FOR_TEXT, PAIRS, contrast

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Translucent = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{8}$")]
Length = Annotated[str, StringConstraints(pattern=r"^\d{1,4}(\.\d{1,3})?(px|rem)$")]
# No semicolon, brace or backslash: a font list cannot end its declaration.
Fonts = Annotated[str, StringConstraints(pattern=r'^[A-Za-z0-9 ,"\'-]{1,200}$')]


def _hyphenated(name: str) -> str:
    return name.replace("_", "-")


class _Tokens(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=_hyphenated, validate_by_alias=True
    )

    def properties(self) -> dict[str, str]:
        """CSS custom properties, `--name` to value."""
        return {f"--{name}": value for name, value in self.model_dump(by_alias=True).items()}


class Shape(_Tokens):
    """What light and dark share."""

    sidebar: Length
    radius_card: Length
    radius_control: Length
    radius_chip: Length
    font: Fonts


class Palette(_Tokens):
    """The colours of one theme."""

    canvas: Colour
    surface: Colour
    sunken: Colour
    border: Colour
    border_strong: Colour
    text: Colour
    text_soft: Colour
    muted: Colour
    accent: Colour
    accent_hover: Colour
    on_accent: Colour
    accent_text: Colour
    accent_tint: Colour
    accent_line: Colour
    focus: Colour
    neutral_fill: Colour
    success_fill: Colour
    success_tint: Colour
    success_text: Colour
    warning_fill: Colour
    warning_tint: Colour
    warning_text: Colour
    danger_fill: Colour
    danger_tint: Colour
    danger_text: Colour
    purple_fill: Colour
    purple_tint: Colour
    purple_text: Colour
    shadow: Translucent
    veil: Translucent

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        colours = self.model_dump(by_alias=True)
        for text, ground in PAIRS:
            _need(ENOUGH_FOR_TEXT, text, ground, colours)
        for ground in ("canvas", "surface"):
            _need(ENOUGH_FOR_SHAPES, "focus", ground, colours)
            _need(ENOUGH_FOR_SHAPES, "accent-line", ground, colours)
        return self


class Theme(BaseModel):
    """What `theme.yaml` may say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    shape: Shape
    light: Palette
    dark: Palette


def _need(enough: float, text: str, ground: str, colours: dict[str, str]) -> None:
    ratio = contrast(colours[text], colours[ground])
    if ratio < enough:
        raise ValueError(f"{text} on {ground} has a contrast of {ratio:.2f}; it needs {enough}.")


theme = declare("theme", Theme)
