import re

from django import forms
from django.template import Context, Template

from crm.ui import bundles


def rendered(source, **context):
    text = Template("{% load ui %}" + source).render(Context(context))
    return re.sub(r"\s+", " ", text).strip()


class Ticket(forms.Form):
    name = forms.CharField(help_text="As they like to be called.")
    email = forms.EmailField(required=False)
    news = forms.BooleanField(required=False)
    reply = forms.ChoiceField(choices=[("p", "Phone")], widget=forms.RadioSelect)


def test_an_icon_is_decoration():
    sprite = bundles.url("icons.svg")
    assert rendered('{% icon "phone" %}') == (
        f'<svg class="icon" aria-hidden="true"><use href="{sprite}#phone"></use></svg>'
    )


def test_an_icon_with_a_label_speaks():
    assert 'role="img" aria-label="Call"' in rendered('{% icon "phone" "Call" %}')


def test_what_people_typed_is_escaped():
    assert rendered("{% badge name %}", name="<b>Bo</b>") == (
        '<span class="badge" data-tone="">&lt;b&gt;Bo&lt;/b&gt;</span>'
    )
    assert "<b>" not in rendered("{% card title=name %}{{ name }}{% endcard %}", name="<b>Bo</b>")


def test_a_score_says_its_band_to_those_who_do_not_see_the_dot():
    assert rendered('{% score 86 "hot" %}') == (
        '<span class="score" data-band="hot"><span class="visually-hidden">Score</span> 86'
        '<span class="visually-hidden">, hot</span></span>'
    )
    assert "Not scored" in rendered("{% score None %}")


def test_a_field_ties_label_hint_and_error_together():
    form = Ticket({"name": "", "email": "x"})
    assert rendered("{% field form.name %}", form=form) == (
        '<div class="field"> <label class="field-label" for="id_name">Name</label>'
        ' <p class="field-hint" id="id_name_helptext">As they like to be called.</p>'
        ' <input type="text" name="name" aria-describedby="id_name_helptext id_name_error" required'
        ' aria-invalid="true" id="id_name">'
        ' <p class="field-error" id="id_name_error">This field is required. </p> </div>'
    )


def test_what_need_not_be_filled_says_so():
    assert '<span class="field-optional">optional</span>' in rendered(
        "{% field form.email %}", form=Ticket()
    )


def test_a_tick_stands_before_its_label_and_choices_stand_in_a_group():
    assert rendered("{% field form.news %}", form=Ticket()).startswith(
        '<div class="field field-check"> <input type="checkbox"'
    )
    assert rendered("{% field form.reply %}", form=Ticket()).startswith(
        '<fieldset class="field"> <legend class="field-label">Reply</legend>'
    )
