"""How each official service is asked for a table: one module a service, one function ``fetch``.

``fetch(job)`` writes the table to ``job.part`` and returns what it ``Got``, or None when the
service says that it is what was fetched before. It raises ``DownloadError``.
"""
