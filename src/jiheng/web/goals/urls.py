"""Addresses of this area; they begin at the root."""

from django.urls import path

from jiheng.web.goals.views import asides, decisions, editor, imports, lists, overview, papers, versions

app_name = "goals"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("progress/<slug:key>.csv", overview.progress_csv, name="progress"),
    path("goals/", lists.goal_index, name="list"),
    path("goals/export.csv", lists.goal_export, name="export"),
    path("goals/new/", lists.goal_new, name="new"),
    path("goals/new/copy/<int:pk>/", lists.goal_new_copy, name="new_copy"),
    path("goals/new/department/", lists.goal_new_department, name="new_department"),
    path("goals/template/<slug:form>.xlsx", lists.template, name="template"),
    path("goals/document.<slug:file_format>", papers.document_download, name="document"),
    path("goals/import/", imports.import_new, name="import"),
    path("goals/import/<int:pk>/", imports.import_preview, name="import_preview"),
    path("goals/import/<int:pk>/page-<int:number>.png", imports.import_page, name="import_page"),
    path("goals/import/<int:pk>/discard/", imports.import_discard, name="import_discard"),
    path("goals/import/<int:pk>/take/", imports.import_take, name="import_take"),
    path("goals/parse-target/", editor.parse_target_text, name="parse_target"),
    path("goals/<int:pk>/", editor.goal_page, name="goal"),
    path("goals/<int:pk>/save/", editor.goal_save_typed, name="save"),
    path("goals/<int:pk>/check/", editor.goal_check, name="check"),
    path("goals/<int:pk>/asides/", asides.goal_asides, name="asides"),
    path("goals/<int:pk>/print/", papers.goal_print, name="print"),
    path("goals/<int:pk>/preview/", papers.goal_preview, name="preview"),
    path("goals/<int:pk>/goals.<slug:file_format>", papers.goal_download, name="download"),
    path("goals/<int:pk>/submit/", decisions.goal_submit, name="submit"),
    path("goals/<int:pk>/withdraw/", decisions.goal_withdraw, name="withdraw"),
    path("goals/<int:pk>/adjust/", decisions.goal_adjust, name="adjust"),
    path("goals/<int:pk>/delete/", decisions.goal_delete, name="delete"),
    path("goals/<int:pk>/versions/", versions.goal_versions, name="versions"),
    path("goals/<int:pk>/compare/", versions.goal_compare, name="compare"),
    path("rules/<slug:slug>/", papers.rule, name="rule"),
]
