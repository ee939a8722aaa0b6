#!/usr/bin/env python3
"""The measuring programs of bench/ say what they claim to say. usage: bench_test.py CORDON BENCH_SCREEN SOURCE"""
import collections, importlib.machinery, importlib.util, io, json, subprocess, sys, tempfile, unittest
import xml.etree.ElementTree as ET
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

sys.dont_write_bytecode = True
CORDON, BENCH_SCREEN, SOURCE = (Path(x).resolve() for x in sys.argv[1:4])
BENCH = SOURCE / "bench"
KINDS = {"innocent-person", "innocent-customer", "innocent-company", "innocent-vessel", "one-edit", "two-edits", "dropped-word", "swapped-order", "joined-words",
         "respelled", "original-script", "exact", "birth-date", "identifier"}
NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")


def load(name):
    """A program of bench/ as a module."""
    sys.path.insert(0, str(BENCH))
    loader = importlib.machinery.SourceFileLoader(name, str(BENCH / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


def run(*command, status=0):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode != status:
        raise AssertionError(f"{command} -> {done.returncode}, expected {status}: {done.stderr}")
    return done.stdout if status == 0 else done.stderr


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def words(entities):
    return collections.Counter(w for e in entities for key in NAMES for name in e["properties"].get(key, ())
                               for w in name.casefold().replace(",", "").split())


class Generator(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.work = Path(cls.folder.name)
        cls.said = json.loads(cls.generate(12000, "list", "--queries", cls.work / "queries", "--query-count", 1500))
        cls.list, cls.queries = lines(cls.work / "list"), lines(cls.work / "queries")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def generate(cls, count, name, *more):
        return run(BENCH / "generate", count, "--list", cls.work / name, *more)

    def same(self, a, b):
        return (self.work / a).read_bytes() == (self.work / b).read_bytes()

    def test_same_arguments_same_bytes(self):
        self.generate(12000, "again", "--queries", self.work / "queries-again", "--query-count", 1500, "--jobs", 2)
        self.assertTrue(self.same("list", "again") and self.same("queries", "queries-again"))
        self.generate(100, "other", "--seed", 2)
        self.assertNotEqual(lines(self.work / "other"), self.list[:100])

    def test_a_list_begins_any_longer_one(self):
        self.generate(5003, "short")
        self.assertEqual(lines(self.work / "short"), self.list[:5003])

    def test_it_holds_what_it_says(self):
        names = sum(len(e["properties"].get(k, ())) for e in self.list for k in NAMES)
        self.assertEqual((self.said["parties"], self.said["names"], self.said["queries"]), (len(self.list), names, len(self.queries)))
        self.assertEqual(len(self.list), 12000)
        self.assertEqual(len({e["id"] for e in self.list}), 12000)
        self.assertTrue(1.5 < names / 12000 < 2.3)
        schemas = collections.Counter(e["schema"] for e in self.list)
        self.assertTrue(0.55 < schemas["Person"] / 12000 < 0.7)
        self.assertTrue({"Company", "Organization", "Vessel", "Airplane", "CryptoWallet"} <= set(schemas))

    def test_words_are_skewed_and_grow_as_on_real_lists(self):
        """Four times the parties have 2.7 to 3.1 times the words: 2.9 on OFAC's list. The commonest words are those of the field."""
        few, many = words(self.list[:3000]), words(self.list)
        self.assertTrue(2.7 < len(many) / len(few) < 3.1, f"{len(few)} and {len(many)} words")
        total = many.total()
        self.assertGreater(many["mohammed"] / total, 0.004)
        self.assertGreater(many["trading"] / total, 0.004)
        self.assertGreater(sum(n == 1 for n in many.values()) / len(many), 0.45)
        for script in ("А", "ا", "王", "김"):
            low = ord(script) & ~0xff
            self.assertTrue(any(low <= ord(w[0]) < low + 0x1000 for w in many), script)

    def test_all_compiles(self):
        run(CORDON, "compile", "--list", f"big={self.work / 'list'}", "--output", self.work / "snapshot")
        described = json.loads(run(CORDON, "lists", "--json", "--snapshot", self.work / "snapshot"))
        self.assertEqual([x["parties"] for x in described["lists"]], [12000])

    def test_queries_are_what_their_class_says(self):
        self.assertEqual({q["class"] for q in self.queries}, KINDS)
        parties = {"big:" + e["id"]: e["properties"] for e in self.list}
        for q in self.queries:
            kind, name = q["class"], q["properties"].get("name", [""])[0]
            if kind.startswith("innocent"):
                self.assertEqual(q["expect"], [])
                continue
            listed = parties[q["expect"][0]]
            first = listed.get("name", [""])[0].replace(",", "").split()
            if kind == "exact":
                self.assertIn(name, listed["name"] + listed.get("alias", []))
            elif kind == "dropped-word":
                self.assertEqual(len(name.split()), len(first) - 1)
            elif kind == "swapped-order":
                self.assertEqual(sorted(name.split()), sorted(first))
            elif kind == "joined-words":
                self.assertEqual(name.replace(" ", "").casefold(), "".join(first).casefold())
            elif kind == "original-script":
                self.assertFalse(name.isascii())


class Screen(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        work = Path(cls.folder.name)
        cls.snapshot, cls.queries = work / "snapshot", work / "queries"
        run(BENCH / "generate", 300, "--list", work / "list", "--queries", cls.queries, "--query-count", 60)
        run(CORDON, "compile", "--list", f"big={work / 'list'}", "--output", cls.snapshot)
        cls.figures = json.loads(run(BENCH_SCREEN, "--snapshot", cls.snapshot, "--queries", cls.queries, "--threads", "1,2", "--repeat", 1))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_latencies_are_in_order_and_complete(self):
        for p in (self.figures["first"], self.figures["warm"]):
            self.assertEqual(sum(k["count"] for k in p["kinds"].values()), 60)
            self.assertEqual(p["microseconds"]["count"], 60)
            for m in (p["microseconds"], *p["kinds"].values()):
                self.assertTrue(0 < m["p50"] <= m["p90"] <= m["p99"] <= m["p999"] <= m["max"])
            self.assertEqual(p["microseconds"]["max"], max(k["max"] for k in p["kinds"].values()))
            self.assertAlmostEqual(p["namesPerSecond"], 60 / p["seconds"], delta=1 + 0.01 * p["namesPerSecond"])
            self.assertLessEqual(p["microseconds"]["mean"] * 60 / 1e6, 1.001 * p["seconds"])

    def test_both_passes_answer_the_same(self):
        first, warm = self.figures["first"], self.figures["warm"]
        for key in ("hits", "withoutHit", "resultBytes"):
            self.assertEqual(first[key], warm[key])
        self.assertTrue(0 < first["withoutHit"] < 60 and first["hits"] > 0)

    def test_the_rest_is_there(self):
        f = self.figures
        self.assertEqual([x["threads"] for x in f["streams"]], [1, 2])
        self.assertTrue(f["open"]["seconds"] > 0 and f["memory"]["afterMB"] > 0 and f["copy"]["gigabytesPerSecond"] > 0)

    def test_errors_are_plain(self):
        self.assertIn("expected --snapshot FILE", run(BENCH_SCREEN, "--snapshot", self.snapshot, status=2))
        self.assertIn("cannot open the snapshot", run(BENCH_SCREEN, "--snapshot", "nowhere", "--queries", self.queries, status=2))
        self.assertIn("line 1: expected a JSON object", run(BENCH_SCREEN, "--snapshot", self.snapshot, "--queries", __file__, status=2))
        self.assertIn("--threads: expected", run(BENCH_SCREEN, "--snapshot", self.snapshot, "--queries", self.queries, "--threads", "1,x", status=2))


class Judging(unittest.TestCase):
    def test_a_slower_commit_is_seen(self):
        instructions = load("instructions")
        def figures(n, compiler="cc 1"):
            return {"compiler": compiler, "vectors": "avx2", "load": "a", "steps": {"screen": {"instructions": n}}}
        with redirect_stdout(io.StringIO()):
            self.assertEqual(instructions.judge(figures(1020), figures(1000)), 0)
            self.assertEqual(instructions.judge(figures(1031), figures(1000)), 1)
            self.assertEqual(instructions.judge(figures(1031, "cc 2"), figures(1000)), 77)
        with redirect_stderr(io.StringIO()), self.assertRaises(SystemExit):
            instructions.judge(figures(1000), None)

    def test_the_plot_is_whole(self):
        plot = load("plot.py")
        svg = ET.fromstring(plot.page("A & B", "parties", [("seconds", {"one": [(1000, 0.5), (10000, 2)], "two": [(1000, 0.5), (10000, 2)]})]))
        texts = [t.text for t in svg.iter("{http://www.w3.org/2000/svg}text")]
        for wanted in ("A & B", "parties", "seconds", "one", "two", "1k", "10k", "0.1", "10"):
            self.assertIn(wanted, texts)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
