"""The contracts once more, in pure Python integers.

Every part has `decide` (what would happen: events, or a named rejection) and `evolve` (make it
so). `evolve` is the only mutator: it changes the state that it is given, which is the caller's
own, and returns it; `copy` keeps an earlier one. State from a chain's history is the same
`evolve`, folded over its events.
"""
