#!/usr/bin/env python3
"""The committed figures are whole, and a figure that fell is seen. Measures nothing. usage: figures_test.py"""
import copy, json, sys
sys.dont_write_bytecode = True
import measure_figures as m

failed = 0


def expect(what, ok):
    global failed
    if not ok:
        print(f"FAILED: {what}")
        failed = 1


text = (m.HERE / "figures.json").read_text(encoding="utf-8")
for fault in m.faults(text):
    expect(f"figures.json: {fault}", False)
figures = json.loads(text)


def fallen(name, c, figure, change):
    """Is it seen as fallen when this figure changes so? change None: the class is gone."""
    new = copy.deepcopy(figures["sets"])
    if change is None:
        del new[name][c]
    else:
        new[name][c][figure] += change
    return any(r[6] for r in m.differences(figures["sets"], new))


expect("nothing changed, nothing fell", not m.differences(figures["sets"], figures["sets"]))
for name in (*m.SETS, "alerts"):
    without = {**figures, "sets": {k: v for k, v in figures["sets"].items() if k != name}}
    expect(f"a file without {name} is refused", m.faults(m.as_text(without)))
for name, c, figure, sign in (("alias", "Person", "recall at 1 in 1000", -1), ("self", "all", "score 1.0", -1), ("facts", "all", "AUC", -1), ("pairs", "all", "F1", -1),
                              ("script", "thai", "first", -1), ("facts", "namesake", "alerts at 1 in 100", 1), ("alerts", "companies", "alerts at 1 in 1000", 1)):
    allowed = m.tolerance(name, figure, figures["sets"][name][c]["n"])
    expect(f"{name} {c}: {figure} fell", fallen(name, c, figure, sign * (allowed + 0.001)))
    expect(f"{name} {c}: {figure} fell within the tolerance", not fallen(name, c, figure, sign * (allowed - 0.0001)))
    expect(f"{name} {c}: {figure} rose", not fallen(name, c, figure, -sign * 0.5))
for what, allowed in ((("alias", "first", 500), 0.005), (("alias", "first", 499), 2.5 / 499), (("facts", "alerts at 1 in 1000", 2000), 0.005),
                      (("alerts", "alerts at 1 in 100", 10000), 0.005), (("alerts", "alerts at 1 in 1000", 10000), 0.0005), (("script", "n", 300), 0)):
    expect(f"tolerance of {what}", m.tolerance(*what) == allowed)
expect("a class is gone", fallen("script", "thai", "", None))
expect("other cases", fallen("script", "thai", "n", 1))
expect("answers differ from the exhaustive ones", any(r[6] for r in m.differences({}, {"complete": {"all": {"queries": 9, "different answers": 1}}})))
expect("not JSON", m.faults(text[:-4]))
expect("interval of 0 of 10", m.wilson(0.0, 10) == [0.0, 0.2775])      # known values
expect("interval of 81 of 263", m.wilson(81 / 263, 263) == [0.2553, 0.3662])
sys.exit(failed)
