"""Addresses of the screens. Those of mechanisms are fixed: installing one adds none."""

from django.urls import path
from django.views.i18n import set_language

from . import files, imports, mechanisms, sign_in
from .doors import public
from .field import offline, pages
from .loop import enterprises, matching, offers, pair, plot, plots, project, projects, search, today, use
from .scores import preview, run, score, shortlist, station
from .screens import case, cases, edit, new, number, report

urlpatterns = [
    path("", sign_in.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("enter/", sign_in.enter, name="enter"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("language/", public(set_language), name="language"),
    path("today/", today.today, name="today"),
    path("waiting/", today.waiting, name="waiting"),
    path("search/", search.find, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("search/options/<str:kind>/", search.options, name="options"),
    path("enterprises/", enterprises.enterprises, name="enterprises"),
    path("enterprises/<str:code>/", enterprises.enterprise, name="enterprise"),
    path("plots/", plots.plots, name="plots"),
    path("plots/<str:code>/", plot.plot, name="plot"),
    path("plots/<str:code>/use/", use.use, name="use"),
    path("plots/<str:code>/day/", plot.plot_day, name="plot-day"),
    path("projects/", projects.projects, name="projects"),
    path("projects/<str:number>/", project.project, name="project"),
    path("offers/", offers.offers, name="offers"),
    path("map/", plots.plot_map, name="map"),
    path("map/shapes/", plots.shapes, name="shapes"),
    path("files/<int:evidence>/", files.file, name="file"),
    path("evidence/", files.attach, name="attach"),
    path("field/", pages.site, name="field"),
    path("field/worker.js", offline.worker, name="field-worker"),
    path("field/session/", offline.session, name="field-session"),
    path("field/<str:number>/<slug:step>/", pages.entry, name="field-entry"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:batch_id>/", imports.batch, name="batch"),
    path("imports/<int:batch_id>/apply/", imports.apply, name="batch-apply"),
    path("imports/<int:batch_id>/drop/", imports.drop, name="batch-drop"),
    path("imports/<int:batch_id>/undo/", imports.take_back, name="batch-undo"),
    path("imports/<int:batch_id>/marked/", imports.marked, name="marked"),
    path("scores/", station.scores, name="scores"),
    path("scores/<int:run_id>/", run.run, name="run"),
    path("scores/<int:run_id>/corrections/", run.corrections, name="corrections"),
    path("scores/<int:run_id>/of/<str:subject>/", score.score, name="score"),
    path("scores/<int:run_id>/lists/<slug:key>/", shortlist.shortlist, name="shortlist"),
    path("numbers/", number.numbers, name="numbers"),
    path("growth/", number.growth, name="growth"),
    path("cases/<str:number>/move/", case.move, name="move"),
    path("mechanisms/", mechanisms.mechanisms, name="mechanisms"),
    path("m/<slug:mechanism>/edit/", edit.edit, name="edit"),
    path("m/<slug:mechanism>/folder/", mechanisms.folder, name="folder"),
    path("reports/", report.reports, name="reports"),
    path("cases/<str:number>/document/<str:key>/", report.document, name="document"),
    path("m/<slug:mechanism>/report/<slug:report>/", report.report, name="report"),
    path("m/<slug:mechanism>/report/<slug:report>/word/", report.word, name="report-word"),
    path("m/<slug:mechanism>/report/<slug:report>/workbook/", report.workbook, name="report-workbook"),
    path("m/<slug:mechanism>/number/<slug:measure>/", number.number, name="number"),
    path("m/<slug:mechanism>/score/<slug:scorecard>/", preview.scorecard, name="scorecard"),
    path("m/<slug:mechanism>/score/<slug:scorecard>/publish/", preview.publish, name="publish"),
    path("m/<slug:mechanism>/match/<slug:match>/", matching.matching, name="match"),
    path("m/<slug:mechanism>/match/<slug:match>/<str:left>/<str:right>/", pair.pair, name="pair"),
    path("m/<slug:mechanism>/match/<slug:match>/<str:left>/<str:right>/take/", pair.take_up, name="pair-up"),
    path("m/<slug:mechanism>/<slug:procedure>/", cases.cases, name="cases"),
    path("m/<slug:mechanism>/<slug:procedure>/board/", cases.board, name="board"),
    path("m/<slug:mechanism>/<slug:procedure>/new/", new.new, name="new"),
    path("m/<slug:mechanism>/<slug:procedure>/<str:number>/", case.case, name="case"),
]
