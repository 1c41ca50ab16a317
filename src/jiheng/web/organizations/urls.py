"""Addresses below /organizations/."""

from django.urls import path

from jiheng.web.organizations.views import exchange, people, tree, year

app_name = "organizations"
urlpatterns = [
    path("", tree.organization_list, name="list"),
    path("new/", tree.organization_new, name="new"),
    path("<int:pk>/", tree.organization_edit, name="edit"),
    path("divisions/new/", tree.division_new, name="division_new"),
    path("divisions/<int:pk>/", tree.division_edit, name="division_edit"),
    path("people/", people.person_list, name="people"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<int:pk>/", people.person_detail, name="person"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/password/", people.person_password, name="person_password"),
    path("people/<int:pk>/unlock/", people.person_unlock, name="person_unlock"),
    path("people/<int:pk>/second-factor/", people.second_factor_remove, name="second_factor_remove"),
    path("people/<int:pk>/roles/", people.role_give, name="role_give"),
    path("people/<int:pk>/roles/<int:membership>/take/", people.role_take, name="role_take"),
    path("people/<int:pk>/office/", people.office_change, name="office"),
    path("import/", exchange.import_file, name="import"),
    path("import/keep/", exchange.import_keep, name="import_keep"),
    path("import/template/", exchange.template, name="template"),
    path("export/", exchange.export, name="export"),
    path("years/", year.year_list, name="years"),
    path("years/new/", year.cycle_new, name="cycle_new"),
    path("years/<int:year>/", year.cycle_edit, name="cycle"),
    path("years/<int:year>/phases/new/", year.phase_new, name="phase_new"),
    path("phases/<int:pk>/", year.phase_edit, name="phase"),
    path("phases/<int:pk>/delete/", year.phase_delete, name="phase_delete"),
]
