"""Reports: what a view says, as slides with charts that can be edited and as a page to print.

``council`` and ``ward`` make a ``model.Report`` of a release and a view: plain data, every word and
number in it. ``page`` writes it as HTML; ``slides`` writes it as PowerPoint, in a process of its
own (``serve``), for python-pptx is loaded by no worker.
"""
