"""The HTML door to imports: files, one file from columns to undo, and the export."""

from django.urls import path

from crm.transfer.pages import exports, files, ledger, steps

urls = [
    path("customers/import", files.imports, name="imports"),
    path("customers/import/<uuid:pk>", steps.upload, name="import"),
    path("customers/import/<uuid:pk>/state", steps.state, name="import-state"),
    path("customers/import/<uuid:pk>/pieces/<int:number>", files.piece, name="import-piece"),
    path("customers/import/<uuid:pk>/columns", steps.columns, name="import-columns"),
    path("customers/import/<uuid:pk>/application", steps.application, name="import-apply"),
    path("customers/import/<uuid:pk>/undoing", steps.undoing, name="import-undo"),
    path("customers/import/<uuid:pk>/rows", ledger.rows, name="import-rows"),
    path("customers/list.<slug:form>", exports.customers, name="customers-export"),
]
