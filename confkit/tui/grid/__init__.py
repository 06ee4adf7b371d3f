"""The schedule as a grid: time down, rooms across (or the other way round), sessions as blocks.

What is where is worked out by modules that know nothing of Textual (``hours``, ``model``, ``lanes``, ``filters``,
``carrying``), so that it can be tested as arithmetic. ``paint`` draws what is in sight, ``view`` is the widget with its
keys and its mouse, ``pane`` connects it to the workspace screen.
"""
