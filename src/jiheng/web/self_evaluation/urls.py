"""Addresses of this area; they begin with ``self-evaluation/``."""

from django.urls import path

from jiheng.web.self_evaluation.views import decisions, editor, lists, papers, rescores, samples

app_name = "self_evaluation"
urlpatterns = [
    path("", lists.index, name="list"),
    path("export.csv", lists.export, name="export"),
    path("begin/", lists.begin, name="begin"),
    path("window/", lists.window, name="window"),
    path("document.<slug:file_format>", papers.document, name="document"),
    path("<int:pk>/", editor.item_page, name="item"),
    path("<int:pk>/save/", editor.save, name="save"),
    path("<int:pk>/check/", editor.check, name="check"),
    path("<int:pk>/refresh/", editor.refresh, name="refresh"),
    path("<int:pk>/print/", papers.paper, name="print"),
    path("<int:pk>/preview/", papers.preview, name="preview"),
    path("<int:pk>/table.<slug:file_format>", papers.download, name="download"),
    path("<int:pk>/report.<slug:file_format>", papers.report, name="report"),
    path("<int:pk>/submit/", decisions.submit, name="submit"),
    path("<int:pk>/withdraw/", decisions.withdraw, name="withdraw"),
    path("<int:pk>/reopen/", decisions.reopen, name="reopen"),
    path("samples/", samples.index, name="samples"),
    path("samples/new/", samples.new, name="sample_new"),
    path("samples/<int:pk>/", samples.sample, name="sample"),
    path("samples/<int:pk>/export.csv", samples.export, name="sample_export"),
    path("rescores/<int:pk>/", rescores.rescore, name="rescore"),
    path("rescores/<int:pk>/done/", rescores.done, name="rescore_done"),
]
