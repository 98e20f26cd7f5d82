"""Components that wrap what a page puts inside them: `{% card title="…" %}…{% endcard %}`."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def card(content: str, title: str = "", note: str = "") -> SafeString:
    return render_to_string(
        "ui/components/card.html", {"content": content, "title": title, "note": note}
    )


@register.simple_block_tag
def dialog(content: str, title: str, size: str = "") -> SafeString:
    """A dialog to be loaded into `#dialog` by htmx; it opens by itself."""
    return render_to_string(
        "ui/components/dialog.html", {"content": content, "title": title, "size": size}
    )


@register.simple_block_tag
def menu(content: str, label: str, icon: str = "ellipsis", text: str = "") -> SafeString:
    """A button that opens a list of links and buttons (each a `<li>`)."""
    return render_to_string(
        "ui/components/menu.html", {"content": content, "label": label, "icon": icon, "text": text}
    )


@register.simple_block_tag
def column(
    content: str,
    *,
    name: str,
    title: str,
    number: str = "",
    value: str = "",
    tone: str = "",
    share: int | None = None,
    move_to: str = "",
) -> SafeString:
    """A board's column; `move_to` is the address (with `{id}`) that a dropped card posts to."""
    return render_to_string(
        "ui/components/board_column.html",
        {
            "content": content,
            "name": name,
            "title": title,
            "number": number,
            "value": value,
            "tone": tone,
            "share": share,
            "move_to": move_to,
        },
    )


@register.simple_block_tag
def table(
    content: str, caption: str, columns: list[dict[str, str]], stacked: bool = True
) -> SafeString:
    """A table with its rows inside; a column has label, and may have href, sorted, numeric."""
    return render_to_string(
        "ui/components/table.html",
        {"content": content, "caption": caption, "columns": columns, "stacked": stacked},
    )
