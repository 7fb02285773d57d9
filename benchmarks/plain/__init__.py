"""The peer of the pages: plain Django over the same tables, as one writes it in an afternoon.

Django's own middleware, a login, a paginator, templates with as many rows and columns as ours; one condition on the
region in place of the row filter, no audit, no history, no versions, no checks but those of a field.
"""
