import pytest
from pydantic import ValidationError

from crm.ui.config import Theme, theme
from crm.ui.stylesheet import css


def changed(**colours):
    data = theme().model_dump(by_alias=True)
    data["light"] |= {name.replace("_", "-"): value for name, value in colours.items()}
    return data


def test_every_token_becomes_a_property_of_each_theme():
    text = css(theme())
    assert text.startswith(":root {\n  --sidebar: 224px;\n  --radius-card: 12px;\n")
    assert text.count("--accent-text: #0051D5;") == 1
    assert text.count("--accent-text: #6CB4FF;") == 2


def test_the_system_decides_unless_the_person_did():
    text = css(theme())
    preferred = text.index('@media (prefers-color-scheme: dark) {\n:root:not([data-theme="light"])')
    assert preferred < text.index(':root[data-theme="dark"]')


def test_a_text_that_could_not_be_read_is_refused_by_name():
    with pytest.raises(ValidationError, match=r"muted on canvas has a contrast of 1\.58; it needs"):
        Theme.model_validate(changed(muted="#C7C7CC"))


@pytest.mark.parametrize("value", ["red", "#FFF", "#FFFFFF; } body { display: none", ""])
def test_only_a_colour_is_a_colour(value):
    with pytest.raises(ValidationError):
        Theme.model_validate(changed(muted=value))


def test_a_font_list_cannot_end_its_declaration():
    data = theme().model_dump(by_alias=True)
    data["shape"]["font"] = "Inter; } body { display: none"
    with pytest.raises(ValidationError):
        Theme.model_validate(data)


def test_the_stylesheet_may_be_kept_for_ever_under_its_own_version(client):
    response = client.get(f"/theme/{theme.version}.css")
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content.decode() == css(theme())


def test_under_another_version_it_is_asked_for_again(client):
    response = client.get("/theme/000000000000.css")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-cache"
