"""The theme as CSS: custom properties for light, dark, and whichever the system prefers."""

from crm.ui.config import Palette, Theme


def css(theme: Theme) -> str:
    """Rules for `<html data-theme="light|dark|system">`; without the attribute, system."""
    light = _block(":root", {**theme.shape.properties(), **_scheme("light", theme.light)})
    dark = _scheme("dark", theme.dark)
    preferred = _block(':root:not([data-theme="light"])', dark)
    chosen = _block(':root[data-theme="dark"]', dark)
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{preferred}\n}}\n{chosen}\n"


def _scheme(name: str, palette: Palette) -> dict[str, str]:
    return {"color-scheme": name, **palette.properties()}


def _block(selector: str, declarations: dict[str, str]) -> str:
    body = "\n".join(f"  {name}: {value};" for name, value in declarations.items())
    return f"{selector} {{\n{body}\n}}"
