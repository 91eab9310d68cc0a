"""The list of rules is the editor itself; it takes the place of the register's plain list."""

from django.urls import path

from batea.programmes.registers import pages

from .registers import RULES, TYPES, TYPOLOGIES
from .views import rules, sites

rule_pages = [found for found in pages(RULES) if not found.name.endswith("-list")]

urlpatterns = [
    path("types/rules/", rules.rules, name="phase2_strategy.typerule-list"),
    path("types/rules/new/", rules.rule_dimensions, name="types-rule-new"),
    path("types/rules/new/values/", rules.rule_values, name="types-rule-new-values"),
    path("types/rules/adopt/", rules.adopt, name="types-rules-adopt"),
    path("types/rules/<uuid:uid>/change/", rules.rule_dimensions, name="types-rule-change"),
    path("types/rules/<uuid:uid>/change/values/", rules.rule_values, name="types-rule-change-values"),
    path("types/rules/<uuid:uid>/move/", rules.rule_move, name="types-rule-move"),
    path("types/rules/<uuid:uid>/remove/", rules.rule_remove, name="types-rule-remove"),
    path("types/classification/", sites.classification, name="types-classification"),
    path("types/classification/export.<table_file:kind>", sites.export, name="types-classification-export"),
    *rule_pages,
    *pages(TYPES),
    *pages(TYPOLOGIES),
]
