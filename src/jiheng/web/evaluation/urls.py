"""Addresses of this area; they begin with ``evaluation/``."""

from django.urls import include, path

from jiheng.web.evaluation.views import lists, papers, plan, scoring, work

app_name = "evaluation"
_ONE = [
    path("", work.detail, name="evaluation"),
    path("steps/<slug:name>/", work.step, name="step"),
    path("declare/", work.declare, name="declare"),
    path("frame/", work.frame, name="frame"),
    path("frame/take/", work.frame_take, name="frame_take"),
    path("people/", work.people, name="people"),
    path("people/add/", work.assign, name="assign"),
    path("people/<int:assignment>/remove/", work.unassign, name="unassign"),
    path("people/agency/", work.agency_choose, name="agency_choose"),
    path("score/", scoring.score, name="score"),
    path("score/hand-in/", scoring.hand_in, name="hand_in"),
    path("scores/", scoring.scores, name="scores"),
    path("materials/", papers.materials, name="materials"),
    path("materials/<slug:kind>/<int:key>.<slug:file_format>", papers.material, name="material"),
    path("materials/evidence/<int:attachment>", papers.evidence, name="evidence"),
    path("papers/", papers.papers, name="papers"),
    path("report/", papers.report, name="report"),
    path("report/edit/", papers.report_edit, name="report_edit"),
    path("report/keep/", papers.report_make, name="report_make"),
    path("report/<int:number>/report.<slug:file_format>", papers.report_file, name="report_file"),
    path("report/<int:number>/table.<slug:file_format>", papers.table_file, name="table_file"),
    path("report/<int:number>/opinion/", papers.opinion_say, name="opinion_say"),
    path("opinions/<int:opinion>/answer/", papers.opinion_answer, name="opinion_answer"),
]
urlpatterns = [
    path("", lists.evaluation_index, name="list"),
    path("export.csv", lists.evaluation_export, name="export"),
    path("plan/", plan.plan, name="plan"),
    path("plan/export.csv", plan.plan_export, name="plan_export"),
    path("plan/draw/", plan.plan_draw, name="plan_draw"),
    path("plan/add/", plan.plan_add, name="plan_add"),
    path("plan/<int:pk>/remove/", plan.plan_remove, name="plan_remove"),
    path("plan/<int:pk>/begin/", plan.plan_begin, name="plan_begin"),
    path("agencies/", plan.agency_index, name="agencies"),
    path("agencies/new/", plan.agency_edit, name="agency_new"),
    path("agencies/<int:pk>/", plan.agency_edit, name="agency"),
    path("<int:pk>/", include(_ONE)),
]
