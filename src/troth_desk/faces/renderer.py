"""Forms as the desk shows them: ``{{ form }}`` alone gives labels, help and errors in words beside each field."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class DeskForms(DjangoTemplates):
    """Django's renderer with the templates of ``faces``."""

    form_template_name = "faces/form.html"
    field_template_name = "faces/field.html"
