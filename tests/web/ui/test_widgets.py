"""Fields of forms say what Django's own templates say of them."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from jiheng.web.ui.widgets import WidgetRenderer

HOSTILE = "\"><script>alert('x')</script>&amp;\n甲"
CHOICES = [
    ("", "全部"),
    (1, "一"),
    (HOSTILE, HOSTILE),
    (1234567, 1234567),
    ("组", [("a", "甲"), ("b", mark_safe("<b>乙</b>"))]),
]
ATTRIBUTES = {"class": "wide", "required": True, "disabled": False, "maxlength": 20_000, "data-x": HOSTILE}
WIDGETS = {
    "text": forms.TextInput(ATTRIBUTES),
    "number": forms.NumberInput(),
    "password": forms.PasswordInput(render_value=True),
    "hidden": forms.HiddenInput(),
    "checkbox": forms.CheckboxInput(ATTRIBUTES),
    "date": forms.DateInput(),
    "file": forms.FileInput(ATTRIBUTES),
    "textarea": forms.Textarea(ATTRIBUTES),
    "select": forms.Select(ATTRIBUTES, CHOICES),
    "many": forms.SelectMultiple({}, CHOICES),
    "radio": forms.RadioSelect(ATTRIBUTES, CHOICES),
    "boxes": forms.CheckboxSelectMultiple({}, CHOICES),
    "clearable": forms.ClearableFileInput(),
    "split": forms.SplitDateTimeWidget(),
}


def html(widget, renderer, value, attributes):
    drawn = widget.render("wish", value, attributes, renderer)
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", drawn)


@pytest.mark.parametrize("value", [None, "", "甲", 1, 1234567, 0, HOSTILE, mark_safe("<i>1</i>"), True, ["a", "b"]])
@pytest.mark.parametrize("kind", WIDGETS)
def test_a_widget_is_drawn_as_by_its_template(kind, value):
    if kind == "split" and value is not None:
        return
    for attributes in (None, {"id": "id_wish"}, {"id": HOSTILE, "class": HOSTILE}):
        wanted = html(WIDGETS[kind], DjangoTemplates(), value, attributes)
        assert html(WIDGETS[kind], WidgetRenderer(), value, attributes) == wanted


def test_single_boxes_are_drawn_as_by_their_templates():
    class Wish(forms.Form):
        wish = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect(ATTRIBUTES))

    def boxes(renderer):
        form = Wish({"wish": HOSTILE}, renderer=renderer)
        return [
            re.sub(r"\s*\n", "", box.tag(wrap_label=is_wrapped)) for box in form["wish"] for is_wrapped in (True, False)
        ]

    assert boxes(WidgetRenderer()) == boxes(DjangoTemplates())


def test_the_first_line_break_of_a_text_stays():
    assert forms.Textarea().render("wish", "\n甲", None, WidgetRenderer()).endswith(">\n\n甲</textarea>")
