"""Addresses: the office's below /disclosure/, the public's below /public/ and, in English, /en/public/."""

from django.urls import include, path

from jiheng.web.disclosure.languages import in_languages
from jiheng.web.disclosure.models import Part
from jiheng.web.disclosure.views import downloads, office, public, public_results, results

app_name = "disclosure"

_GOALS, _RESULTS = {"part": Part.GOALS}, {"part": Part.RESULTS}

_OFFICE = [
    path("", office.state, name="state"),
    path("export.csv", office.export, name="export"),
    path("<int:pk>/<int:year>/", office.manage, _GOALS, name="manage"),
    path("<int:pk>/<int:year>/preview/", office.preview, _GOALS, name="preview"),
    path("<int:pk>/<int:year>/publish/", office.publish, _GOALS, name="publish"),
    path("publications/<int:pk>/withdraw/", office.withdraw, name="withdraw"),
    path("goals/<int:pk>/exempt/", office.exempt, name="exempt"),
    path("exemptions/<int:pk>/end/", office.exemption_end, name="exemption_end"),
    path("<int:pk>/<int:year>/results/", office.manage, _RESULTS, name="manage_results"),
    path("<int:pk>/<int:year>/results/preview/", office.preview, _RESULTS, name="preview_results"),
    path("<int:pk>/<int:year>/results/publish/", office.publish, _RESULTS, name="publish_results"),
    path("<int:pk>/<int:year>/results/<slug:kind>/<int:key>/exempt/", results.exempt, name="exempt_result"),
    path("result-exemptions/<int:pk>/end/", results.exemption_end, name="exemption_end_result"),
]
_DOCUMENT = "documents/<slug:code>/<int:year>/<int:number>/"
_PUBLIC = [
    path("", public.start, name="start"),
    path("organizations/", public.organization_list, name="organizations"),
    path("organizations/<slug:code>/", public.organization, name="organization"),
    path("organizations/<slug:code>/feed.xml", downloads.organization_feed, name="organization_feed"),
    path(_DOCUMENT, public.document, name="document"),
    path(_DOCUMENT + "<int:table>/", public.project, name="project"),
    path(_DOCUMENT + "results/<int:table>/", public_results.result, name="result"),
    path(_DOCUMENT + "results/<int:table>/report.<slug:format_name>", downloads.report, name="report"),
    path(_DOCUMENT + "files/<slug:format_name>", downloads.file, name="file"),
    path("verify/", public.verify, name="verify"),
    path("data/", downloads.data, name="data"),
    path("data/datapackage.json", downloads.data_package, name="data_package"),
    path("data/projects.jsonl", downloads.data_lines, name="data_lines"),
    path("data/results.jsonl", downloads.data_result_lines, name="data_result_lines"),
    path("data/<slug:name>.csv", downloads.data_table, name="data_table"),
    path("feed.xml", downloads.feed, name="feed"),
    path("sitemap.xml", downloads.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", downloads.sitemap_part, name="sitemap_part"),
]
urlpatterns = [
    path("disclosure/", include(_OFFICE)),
    in_languages(path("public/", include(_PUBLIC))),
    path("robots.txt", downloads.robots, name="robots"),
]
