#!/usr/bin/env python3
"""Measure all figures of the yardstick again, and compare them with the committed ones: no change lowers one unseen.

usage: measure_figures.py CORDON [--sets alias,pairs] [--complete] [--at-most N] [--figures FILE] [--write]
       measure_figures.py --check [--figures FILE]

  measure_figures.py build/release/cordon             all sets but `complete`; many minutes. What fell, what rose, the bars
  measure_figures.py build/release/cordon --write     the same, and the file is written anew: commit it with the change that moved it
  measure_figures.py build/release/cordon --sets alias,pairs       those sets only (no --write)
  measure_figures.py build/release/cordon --at-most 300            a quick look at 300 queries of each set at most, evenly spread
  measure_figures.py --check                          is the file whole? Needs neither the program nor ../shared

Builds the cases in a temporary folder with ../shared/yardstick/cases.py and runs ../shared/yardstick/run.py with a threshold of 0.4.
FILE is figures.json beside this script. A figure has fallen when it is worse than the committed one by more than the tolerance: 0.005 where it
stands on 500 cases or more, else 2.5 / n. For alerts on innocents it is half the rate (0.005 at 1 in 100, 0.0005 at 1 in 1000), at least 2.5 / n.
Alerts, and answers that differ from the exhaustive ones (tolerance 0), are worse when they rise. A class that is gone, and another number of
cases, count as fallen too. A look with another --at-most than the file's is compared, but not judged. The bars are printed; they decide nothing.
Intervals are 95 % intervals of Wilson; F1, AUC and precision at a recall are no shares of the cases and have none.

Exit status: 0 nothing fell (or --write), 1 something fell, 2 it could not be measured, 77 skipped: no ../shared.
"""
import argparse, collections, hashlib, json, math, os, re, shlex, shutil, subprocess, sys, tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent.parent / "shared"
SCREENED = ("self", "alias", "manipulated", "script", "original")
SETS = (*SCREENED, "facts", "pairs")
THRESHOLD = "0.4"
SHOWN = {1: "1 in 100", 2: "1 in 1000"}
NO_SHARE = ("n", "F1", "AUC", "at", "precision at recall 0.8", "queries", "different answers")
NOT_JUDGED = ("at", "queries")

# (set, class): least recall at 1 in 100 and at 1 in 1000. For the class namesake: most alerts. "*": every class of 100 cases or more.
BARS = {
    ("alias", "all"): (0.76, 0.66), ("alias", "odd"): (0.76, 0.66), ("alias", "Person"): (0.84, 0.76), ("alias", "LegalEntity"): (0.69, 0.56),
    ("manipulated", "all"): (0.97, 0.93), ("manipulated", "*"): (0.88, 0.70),
    ("original", "arabic"): (0.94, 0.88), ("original", "cyrillic"): (0.94, 0.88),
    ("original", "hangul-listed"): (0.85, 0.75), ("original", "han-listed"): (0.75, 0.60),
    **{("script", c): (0.82, 0.65) for c in ("cyrillic", "greek", "armenian", "georgian", "bengali", "devanagari", "katakana")},
    ("script", "arabic"): (0.85, 0.70), ("script", "hangul"): (0.75, 0.55), ("script", "hebrew"): (0.65, 0.45), ("script", "thai"): (0.65, 0.45),
    ("script", "cjk"): (0.42, 0.28),
    ("facts", "true"): (0.90, 0.85), **{("facts", c): (0.86, 0.80) for c in ("true-year", "true-digit", "true-swapped")},
    ("facts", "namesake"): (0.05, 0.03),
}
PAIR_BARS = {"F1": 0.85, "AUC": 0.91, "precision at recall 0.8": 0.86}
RATIO_BAR = 1.5         # alert rate, people : companies, either way round


def stop(message, status=2):
    print(message, file=sys.stderr)
    sys.exit(status)


def wilson(share, n, z=1.959964):
    """95 % interval of a share of n cases."""
    middle, half = (share + z * z / (2 * n)) / (1 + z * z / n), z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return [round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)]


def is_interval(figure):
    return figure.startswith("95 %")


# --- measuring

def run(command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", **options)
    if done.returncode:
        stop(f"{Path(command[1]).name if command[0] == sys.executable else command[0]} ended with status {done.returncode}\n{done.stdout}")
    return done.stdout


def digest_of(folder):
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(f"{path.relative_to(folder).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:12]


def innocents(cases, at_most):
    """How many innocents of each kind run.py takes."""
    kinds = [json.loads(line)["class"] for line in open(cases / "innocent.jsonl", encoding="utf-8")]
    return collections.Counter(kinds[:: -(-len(kinds) // at_most)] if at_most else kinds)


def alerts(printed, counts):
    """Alert rates by kind of innocent, which run.py prints only; and of people of both files."""
    found = re.findall(r"^alerts +(\S+) +([\d.]+) at 1 in 100 +([\d.]+) at 1 in 1000$", printed, re.M)
    kinds = {kind: {"n": counts[kind], **{f"alerts at {SHOWN[i + 1]}": float(r) for i, r in enumerate(rates)}} for kind, *rates in found}
    if set(kinds) != set(counts):
        stop(f"run.py: expected a line of alerts for each of {sorted(counts)}, found {sorted(kinds)}")
    people = [v for kind, v in kinds.items() if kind.startswith("people")]
    n = sum(v["n"] for v in people)
    kinds["people"] = {"n": n, **{f: round(sum(v[f] * v["n"] for v in people) / n, 4) for f in people[0] if f != "n"}}
    return kinds


def by_class(name, report):
    """A set of run.py's report as {class: {figure: value}}, rounded; what stands beside the classes goes to the class all."""
    classes = {c: v for c, v in report.items() if isinstance(v, dict)}
    beside = {f: v for f, v in report.items() if not isinstance(v, dict)}
    if beside:
        classes["all"] = {**beside, **({"n": report["true"]["n"]} if name == "facts" else {})}
    return {c: {f: round(v, 4) for f, v in line.items()} for c, line in classes.items()}


def is_main(name, c, line):
    return name == "alerts" or c in ("all", "odd") or (name, c) in BARS or ((name, "*") in BARS and line["n"] >= 100)


def add_intervals(sets):
    for name, classes in sets.items():
        for c, line in classes.items():
            if is_main(name, c, line):
                line.update({f"95 % of {f}": wilson(v, line["n"]) for f, v in list(line.items()) if f not in NO_SHARE})


def measure(a, work):
    cases, report = work / "cases", work / "report.json"
    run([sys.executable, str(SHARED / "yardstick/cases.py"), str(cases)], stderr=subprocess.STDOUT)
    options = ["--sets", ",".join(a.sets), "--threshold", THRESHOLD] + (["--at-most", str(a.at_most)] if a.at_most else [])
    printed = run([sys.executable, str(SHARED / "yardstick/run.py"), str(cases), shlex.quote(a.cordon), *options, "--json", str(report)])
    found = json.loads(report.read_text(encoding="utf-8"))
    sets = {name: by_class(name, found[name]) for name in a.sets}
    if "threshold" in found:
        sets["alerts"] = alerts(printed, innocents(cases, a.at_most))
    add_intervals(sets)
    version = re.fullmatch(r"(cordon \S+), tables ([0-9a-f]+)\S*\s*", run([a.cordon, "--version"]))
    if not version:
        stop("cordon --version: expected the version and the digest of the tables")
    return {"program": version[1], "tables": version[2], "cases": digest_of(cases), "at_most": a.at_most,
            "command": shlex.join(["run.py", "CASES", "CORDON", *options]), "thresholds": found.get("threshold", {}), "sets": sets}


# --- the file

def as_text(figures):
    """JSON with sorted keys, one line for each class."""
    def one(v):
        return json.dumps(v, sort_keys=True, ensure_ascii=False)
    top = [f"{one(k)}: {one(v)}" for k, v in sorted(figures.items()) if k != "sets"]
    sets = [f"  {one(name)}: {{\n" + ",\n".join(f"   {one(c)}: {one(v)}" for c, v in sorted(classes.items())) + "\n  }"
            for name, classes in sorted(figures["sets"].items())]
    return "{\n " + ",\n ".join([*top, '"sets": {\n' + ",\n".join(sets) + "\n }"]) + "\n}\n"


def faults(text):
    """What is wrong with the text of the file."""
    try:
        figures = json.loads(text)
        out = [f"no {key}" for key in ("program", "tables", "cases", "command") if not figures.get(key)]
        out += [f"thresholds: expected one at {rate}" for rate in SHOWN.values() if not 0 < figures["thresholds"][rate] < 1.01]
        out += [f"no set {name}" for name in (*SETS, "alerts") if not figures["sets"].get(name)]
        out += [f"{name}, {c}: no cases" for name, classes in figures["sets"].items() for c, line in classes.items() if name != "complete" and not line["n"] > 0]
        out += [f"no class {c} in {name}, which has a bar" for name, c in BARS if c != "*" and c not in figures["sets"].get(name, {})]
        return out or ([] if as_text(figures) == text else ["not as --write writes it"])
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        return [f"not the JSON that --write writes: {type(e).__name__} {e}"]


def read_figures(path):
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as e:
        stop(f"{path.name}: {e.strerror}; --write writes it")
    for fault in faults(text):
        stop(f"{path.name}: {fault}")
    return json.loads(text)


# --- comparing

def lower_is_better(figure):
    return figure.startswith("alerts") or figure == "different answers"


def tolerance(name, figure, n):
    if figure in ("n", "different answers"):
        return 0.0
    if name == "alerts":
        return max(0.005 if figure.endswith(SHOWN[1]) else 0.0005, 2.5 / n)
    return 0.005 if n >= 500 else 2.5 / n


def differences(old, new):
    """[(set, class, figure, old, new, gain, has fallen)] of all figures that differ; gain: above 0 is better."""
    out = []
    for name, classes in new.items():
        known = old.get(name, {})
        for c in sorted({*classes, *known}):
            before, after = known.get(c, {}), classes.get(c, {})
            for f in sorted(f for f in {*before, *after} if not is_interval(f) and f not in NOT_JUDGED):
                x, y = before.get(f, 0 if f == "different answers" else None), after.get(f)
                if x is None or y is None:
                    out.append((name, c, f, x, y, None, y is None))
                elif x != y:
                    gain = x - y if lower_is_better(f) else y - x
                    out.append((name, c, f, x, y, gain, f == "n" or -gain > tolerance(name, f, min(before.get("n", 1), after.get("n", 1))) + 1e-9))
    return out


def shown(v):
    return "none" if v is None else f"{v:.4f}" if isinstance(v, float) else str(v)


def print_differences(rows):
    def table(title, some):
        print(f"\n{title}: {len(some) or 'none'}")
        for name, c, f, x, y, gain, fallen in some:
            change = f"{y - x:+.4f}" if isinstance(x, float) and isinstance(y, float) else ""
            print(f"  {name:12} {c:20} {f:24} {shown(x):>8} {shown(y):>8}  {change:8}{'  FALLEN' if fallen else ''}".rstrip())
    plain = [r for r in rows if r[5] is not None and r[2] != "n"]
    print(f"\n{'':2}{'set':12} {'class':20} {'figure':24} {'old':>8} {'new':>8}  difference")
    table("fell", sorted((r for r in plain if r[5] < 0), key=lambda r: (not r[6], r[5])))
    table("rose", sorted((r for r in plain if r[5] > 0), key=lambda r: -r[5]))
    others = [r for r in rows if r not in plain]
    if others:
        table("other classes, other numbers of cases", others)


# --- bars

def bar_lines(sets):
    """[(what, figure, interval or None, bar, by how much it is met)]"""
    out = []
    for (name, c), bars in BARS.items():
        classes = sets.get(name, {})
        every = [x for x, v in sorted(classes.items()) if v["n"] >= 100 and x not in ("all", "odd", "even")]
        for x in every if c == "*" else [c] if c in classes else []:
            line = classes[x]
            for i, bar in enumerate(bars):
                f = f"{'alerts' if c == 'namesake' else 'recall'} at {SHOWN[i + 1]}"
                out.append((f"{name} {x}", f, line[f], line.get(f"95 % of {f}"), bar, bar - line[f] if lower_is_better(f) else line[f] - bar))
    pairs = sets.get("pairs", {}).get("all", {})
    out += [("pairs", f, pairs[f], None, bar, pairs[f] - bar) for f, bar in PAIR_BARS.items() if pairs]
    kinds = sets.get("alerts", {})
    for rate in SHOWN.values() if kinds else ():
        people, companies = (kinds[k][f"alerts at {rate}"] for k in ("people", "companies"))
        low, high = sorted((people, companies))
        ratio = high / low if low else 1.0 if not high else math.inf
        out.append((f"alerts {people:.4f} : {companies:.4f}", f"people : companies, {rate}", ratio, None, RATIO_BAR, RATIO_BAR - ratio))
    return out


def print_bars(sets):
    lines = bar_lines(sets)
    print(f"\nbars: {sum(x[-1] > -1e-9 for x in lines)} of {len(lines)} met")
    for what, f, value, interval, bar, margin in lines:
        between = f"{interval[0]:.4f} to {interval[1]:.4f}" if interval else ""
        print(f"  {what:26} {f:30} {value:.4f}  {between:16}  bar {bar:.2f}  {'met' if margin > -1e-9 else 'MISSED'} by {abs(margin):.4f}")


def print_main(sets):
    print("\nmain lines, with 95 % intervals")
    for name, classes in sets.items():
        for c, line in sorted(classes.items(), key=lambda x: (x[0] != "all", x[0])):
            if is_main(name, c, line) and (name, c) not in BARS and (name, "*") not in BARS:
                values = [f"{f} {shown(v)}" + (f" ({line[k][0]:.4f} to {line[k][1]:.4f})" if (k := f"95 % of {f}") in line else "")
                          for f, v in line.items() if not is_interval(f)]
                print(f"  {name:12} {c:14} " + "  ".join(values))


def judge(old, new):
    """Print what changed; True if something fell that may not."""
    print(f"old: {old['program']}, tables {old['tables']}, thresholds {old['thresholds']}\nnew: {new['program']}, tables {new['tables']}, thresholds {new['thresholds']}")
    if old["cases"] != new["cases"]:
        print("The cases are not those of the file: not all differences are the engine's.")
    rows = differences(old["sets"], new["sets"])
    if old["at_most"] != new["at_most"]:
        print(f"Compared, but not judged: the file holds {old['at_most'] or 'all'} cases of a set, this look {new['at_most'] or 'all'}.")
        rows = [(*r[:6], r[6] and r[2] == "different answers") for r in rows if r[2] != "n"]
    print_differences(rows)
    return any(r[6] for r in rows)


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("cordon", nargs="?", help="the program, or its path")
    p.add_argument("--sets", default=",".join(SETS))
    p.add_argument("--complete", action="store_true", help="the set complete too: index against exhaustive")
    p.add_argument("--at-most", type=int)
    p.add_argument("--figures", type=Path, default=HERE / "figures.json", help="another file to compare with, or to write")
    p.add_argument("--write", action="store_true")
    p.add_argument("--check", action="store_true")
    a = p.parse_args()
    a.sets = a.sets.split(",")
    if not a.check and not a.cordon:
        p.error("expected CORDON or --check")
    if set(a.sets) - set(SETS):
        p.error(f"--sets: expected some of {','.join(SETS)}")
    if a.write and set(a.sets) != set(SETS):
        p.error("--write writes all sets, not some")
    if a.at_most is not None and a.at_most < 1:
        p.error("--at-most: expected a number above 0")
    a.sets = [s for s in SETS if s in a.sets] + (["complete"] if a.complete else [])
    return a


def main():
    a = arguments()
    if a.check:
        read_figures(a.figures)
        return 0
    if not all((SHARED / "yardstick" / x).is_file() for x in ("cases.py", "run.py")):
        stop("skipped: no ../shared/yardstick beside the project", 77)
    cordon = shutil.which(a.cordon)
    if not cordon:
        stop(f"{a.cordon}: no such program")
    a.cordon = os.path.abspath(cordon)
    unread = a.write and (not a.figures.exists() or faults(a.figures.read_text(encoding="utf-8")))
    old = None if unread else read_figures(a.figures)
    if old and old["at_most"] and not a.at_most and not a.write:
        stop(f"{a.figures.name}: holds a quick look (at most {old['at_most']} cases of a set); write it anew with --write")
    with tempfile.TemporaryDirectory() as work:
        new = measure(a, Path(work))
    fallen = judge(old, new) if old else False
    print_bars(new["sets"])
    print_main(new["sets"])
    if a.write:
        a.figures.write_text(as_text(new), encoding="utf-8")
        print(f"\nwritten: {a.figures.name}")
        return 0
    print("\nSome figures have fallen." if fallen else "\nNo figure has fallen." if old["at_most"] == new["at_most"] else "\nNot judged.")
    return int(fallen)


if __name__ == "__main__":
    sys.exit(main())
