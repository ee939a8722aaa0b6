#!/usr/bin/env python3
"""Turn data/*.tsv into one C source of constant arrays (run by the build).

usage: table_source.py DATA_FOLDER OUT.c [SOURCE_FOLDER ...]

The scoring version is the digest of the tables and of the source folders: what decides a score.
"""
import hashlib, sys
from pathlib import Path

SCRIPTS = ["none", "latin", "cyrillic", "greek", "arabic", "hebrew", "devanagari", "bengali", "thai", "armenian", "georgian", "ethiopic", "hangul",
           "kana", "han", "other"]
CLASSES = ["other", "letter", "digit", "ignore"]
ROLES = {"legal_forms": 1, "titles": 2, "particles": 4, "generic_words": 8, "numbers": 16, "vessel_prefixes": 32}
WEAK_WORDS = {"common": 1, "place": 2, "prefix": 3}
PLACE_START, PLACE_END = 1, 2
NAME_READINGS = 3            # as in src/table/table.h
SYLLABLES = ("kana", "han")  # whose symbols are read as consonant and vowel: リ = li, and with a doubled letter lli
DOUBLED = 5                  # cost of a doubled letter, as in src/match/match_cost.c
KIND_ROW, NO_COST = 32, 255  # as in src/table/table.h and src/match/match_cost.h
RULE_SYMBOLS, RULE_LATIN = 4, 6  # as in src/table/table.h
BUDGETS = [24, 48, 99]       # classes of what may still be spent: letters are looked up by them (table_budgets in src/table/table.h)


def fail(path, number, why):
    sys.exit(f"{path}:{number}: {why}")


def rows(path, least, most):
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                fields = line.split("\t")
                if not least <= len(fields) <= most:
                    fail(path, number, f"expected {least} to {most} fields, found {len(fields)}")
                yield number, fields


def units(text):
    raw = text.encode("utf-16-le")
    return [raw[i] | raw[i + 1] << 8 for i in range(0, len(raw), 2)]


def letter(c):
    return ord(c) - 97 if c.isalpha() else 26 + ord(c) - 48


class Out:
    def __init__(self):
        self.text = ['/* Made by tools/table_source.py: do not edit. */\n#include "table/table.h"\n#include "table/table_arrays.h"\n']

    def array(self, kind, name, values, dims=""):
        values = list(values)
        self.text.append(f"const {kind} {name}[{max(1, len(values))}]{dims} = {{")
        for i in range(0, len(values), 24):
            self.text.append(",".join(str(v) for v in values[i:i + 24]) + ",")
        self.text.append("};" if values else "0};")

    def letters(self, name, text):
        lines = (f'"{text[i:i + 2000]}"' for i in range(0, max(1, len(text)), 2000))
        self.text.append(f"const char {name}[] =\n" + "\n".join(lines) + ";")

    def size(self, name, n):
        self.text.append(f"const size_t {name} = {n};")


def unicode_table(data, out):
    chars, folded, records, index = {}, [], {}, {}
    for number, f in rows(data / "unicode.tsv", 3, 4):
        first, _, last = f[0].partition("..")
        kind = CLASSES.index("other" if f[1] == "symbol" else f[1])
        mapped = [int(x, 16) for x in f[3].split()] if len(f) > 3 else []
        script = SCRIPTS.index("none" if f[2] == "-" else f[2])
        for cp in range(int(first, 16), int(last or first, 16) + 1):
            chars[cp] = (kind, script, tuple(mapped))
    lookalike = {}
    for number, f in rows(data / "lookalikes.tsv", 2, 2):
        lookalike[ord(f[0])] = f[1]
    fold = {cp: list(c[2]) or [cp] for cp, c in chars.items()}
    pages, page_of, table = {}, [], []
    offsets = {}
    empty = (0, 0, ())
    for page in range(0x40000 >> 7):
        block = []
        for cp in range(page << 7, (page + 1) << 7):
            c = chars.get(cp, empty) + (lookalike.get(cp, ""),)
            if c not in index:
                if c[2] not in offsets:
                    offsets[c[2]] = len(folded)
                    folded.extend(c[2])
                index[c] = len(index)
                records[c] = (c[0], c[1], len(c[2]), offsets[c[2]], ord(c[3]) if c[3] else 0)
            block.append(index[c])
        key = tuple(block)
        if key not in pages:
            pages[key] = len(pages)
            table.extend(key)
        page_of.append(pages[key])
    out.array("uint16_t", "table_char_page", page_of)
    out.array("uint16_t", "table_char_index", table)
    out.array("uint32_t", "table_fold_points", folded)
    out.array("table_char", "table_chars", ("{%d,%d,%d,%d,%d}" % (r[0], r[1], r[2], r[4], r[3]) for r in records.values()))
    return fold


def fold_table(data):
    """What each character folds to, and the script of each letter (for the learners)."""
    fold, script = {}, {}
    for number, f in rows(data / "unicode.tsv", 3, 4):
        first, _, last = f[0].partition("..")
        for cp in range(int(first, 16), int(last or first, 16) + 1):
            fold[cp] = [int(x, 16) for x in f[3].split()] if len(f) > 3 and f[3] else ([] if f[1] == "ignore" else [cp])
            if f[1] == "letter" and f[2] != "-":
                script[cp] = f[2]
    return fold, script


def decompose(cp):
    if 0xAC00 <= cp <= 0xD7A3:
        n = cp - 0xAC00
        return [0x1100 + n // 588, 0x1161 + n % 588 // 28] + ([0x11A7 + n % 28] if n % 28 else [])
    return [cp]


def folded_text(text, fold):
    return "".join(chr(y) for c in text for x in fold.get(ord(c), [ord(c)]) for y in decompose(x))


def rule(symbols, latin, cost, place):
    return (tuple(symbols), latin, cost, place)


def kind_row(costs):
    """The least cost of each kind of letter: a to z, then one for all that is none of them."""
    return costs[:26] + [min(costs[26:])] + [NO_COST] * (KIND_ROW - 27)


def braced(values):
    return "{" + ",".join(map(str, values)) + "}"


def latin_table(data, out, rules):
    substitute = [[0 if i == j else 100 for j in range(36)] for i in range(36)]
    gap, gap_end = [100] * 36, [None] * 36
    for number, (a, b, cost) in rows(data / "latin_costs.tsv", 3, 3):
        cost = int(cost)
        place = (PLACE_START if a[0] == "^" else 0) | (PLACE_END if a[-1] == "$" else 0)
        a = a.strip("^$")
        if b == "-" and len(a) == 1:
            if place == PLACE_END:
                gap_end[letter(a)] = cost
            else:
                gap[letter(a)] = cost
        elif len(a) == 1 and len(b) == 1 and not place:
            substitute[letter(a)][letter(b)] = substitute[letter(b)][letter(a)] = cost
        else:
            for x, y in ((a, b), (b, a)):
                if len(x) > 4:
                    fail("latin_costs.tsv", number, "more than four letters")
                rules.append(rule(units(x), y, cost, place))
    out.array("uint8_t", "table_latin_substitute", ("{" + ",".join(map(str, r)) + "}" for r in substitute), "[36]")
    out.array("uint8_t", "table_latin_gap", gap)
    ends = [g if e is None else min(g, e) for g, e in zip(gap, gap_end)]
    out.array("uint8_t", "table_latin_gap_end", ends)
    out.array("uint8_t", "table_latin_substitute_kinds", (braced(kind_row(r)) for r in substitute + [[100] * 26 + [0]]), f"[{KIND_ROW}]")
    out.array("uint8_t", "table_latin_gap_kinds", kind_row(gap))
    out.array("uint8_t", "table_latin_gap_end_kinds", kind_row(ends))
    out.size("table_latin_gap_least", min(gap))
    out.size("table_latin_gap_end_least", min(ends))
    out.array("uint8_t", "table_budgets", BUDGETS)
    return substitute


def reading_tables(data, out, rules, fold):
    gaps = [[120] * 36 for _ in SCRIPTS]
    for path in sorted((data / "readings").rglob("*.tsv")):    # hand-written ones, and learned ones in a folder of their own
        script = SCRIPTS.index(path.stem)
        for number, (symbols, latin, cost) in rows(path, 3, 3):
            cost = int(cost)
            place = (PLACE_START if symbols[0] == "^" else 0) | (PLACE_END if symbols[-1] == "$" else 0)
            symbols, latin = symbols.strip("^$"), latin.replace("-", "")
            if symbols == "-":
                gaps[script][letter(latin)] = cost
                continue
            u = units(folded_text(symbols, fold))
            if not 1 <= len(u) <= 4 or len(latin) > 6 or not 0 <= cost <= 250 or not all("a" <= c <= "z" for c in latin):
                fail(path, number, f"expected 1 to 4 symbols and 0 to 6 Latin letters: {symbols!r} {latin!r} {len(u)}")
            rules.append(rule(u, latin, cost, place))
            learned = path.parent.name == "learned"
            if path.stem in SYLLABLES and (learned or path.stem == "kana") and 2 <= len(latin) < 6 and latin[0] not in "aeiouyhw" + latin[1]:
                rules.append(rule(u, latin[0] + latin, cost + DOUBLED, place))
    out.array("uint8_t", "table_script_gap", ("{" + ",".join(map(str, r)) + "}" for r in gaps), "[36]")


def rule_starts(ordered):
    """For each symbol and one beyond: the first rule that ends with it or a later one."""
    starts, at = [], 0
    for symbol in range(0x10000):
        while at < len(ordered) and ordered[at][0][0][-1] < symbol:
            at += 1
        starts.append(at)
    return starts


def paged(out, kind, name, values):
    """An array over all symbols, in pages of 128 of which equal ones are kept once."""
    pages, order, flat = {}, [], []
    for i in range(0, len(values), 128):
        page = tuple(values[i:i + 128])
        if page not in pages:
            pages[page] = len(pages)
            flat.extend(page)
        order.append(pages[page])
    out.array("uint16_t", name + "_page", order)
    out.array(kind, name, flat)


def charges(found):
    """What the rules of a context charge at least, in the order of table_charges in src/table/table.h."""
    symbol, by_letter = [[NO_COST] * 36 for _ in range(RULE_SYMBOLS)], [NO_COST] * 36
    loss, growth, growth_cost = [NO_COST] * RULE_SYMBOLS, 0, NO_COST
    for symbols, latin, cost in found:
        last, more = letter(latin[-1]), len(latin) - len(symbols)
        for back, own in enumerate(reversed(symbols)):
            if chr(own) not in latin:
                symbol[back][last] = min(symbol[back][last], cost // len(symbols))
            if more < 0:
                loss[back] = min(loss[back], cost // -more)
        for c in latin:
            by_letter[letter(c)] = min(by_letter[letter(c)], cost // len(latin))
        if more > 0:
            growth, growth_cost = max(growth, more), min(growth_cost, cost // more)
    return braced([braced(braced(kind_row(s)) for s in symbol), braced(kind_row(by_letter)), braced(loss), growth, growth_cost])


def least_row(costs):
    """Of pairs (letter, cost): the least cost of each kind of letter."""
    row = [NO_COST] * 36
    for l, cost in costs:
        row[l] = min(row[l], cost)
    return braced(kind_row(row))


def write_ends(found):
    """What the rules of a context cost by the letters that they begin and end with: table_context's begins and ends in src/table/table.h."""
    begins = [[(letter(latin[0]), cost) for symbols, latin, cost in found if len(symbols) == n] for n in range(1, RULE_SYMBOLS + 1)]
    return "%s,%s" % (braced(map(least_row, begins)), least_row((letter(latin[-1]), cost) for symbols, latin, cost in found))


def letter_sets(costs):
    """Of pairs (letter, cost): the letters within each budget, and an empty set beyond (a vector of four)."""
    return braced("%dU" % sum({1 << l for l, cost in costs if cost <= most}) for most in BUDGETS + [-1])


def write_leads(last, found, substitute):
    """What the last letter of a context may be read as: table_context's read_as, first and last in src/table/table.h."""
    alone = list(enumerate(substitute[last] if last is not None else [NO_COST] * 36))
    single = alone + [(letter(latin), cost) for symbols, latin, cost in found if len(symbols) == len(latin) == 1]
    read_as = braced(min(cost for l, cost in single if l == k) for k in range(36))
    first = [(alone if n == 1 else []) + [(letter(latin[0]), cost) for symbols, latin, cost in found if len(symbols) == n]
             for n in range(1, RULE_SYMBOLS + 1)]
    ends = alone + [(letter(latin[-1]), cost) for symbols, latin, cost in found]
    return "%s,%s,%s" % (read_as, braced(letter_sets(f) for f in first), letter_sets(ends))


def written(symbols, latin, cost):
    """A table_written of src/table/table.h."""
    letters = [letter(c) for c in latin] + [0] * (RULE_LATIN - len(latin))
    first = letters[:len(latin)][::-1] + [0]
    return "{%s,%d,%d,%d,%d,%d,%d}" % (braced(letters), len(latin), len(symbols), cost, first[0], first[1], letters[0] * 36 + letters[1])


class Written:
    """Rules that give several letters, or one for several symbols, as rows take them: see table_context in src/table/table.h."""
    def __init__(self):
        self.rows = []

    def add(self, found):
        """Adds those of a context. Returns where they are, and how many."""
        forward = [written(s, latin[::-1], cost) for s, latin, cost in found if len(latin) > 1]
        backward = [written(s, latin, cost) for s, latin, cost in found if len(latin) > 1]
        fused = [written(s, latin, cost) for s, latin, cost in found if len(latin) == 1 < len(s)]
        at = [len(self.rows) + n for n in (0, len(forward), 2 * len(forward))]
        self.rows += forward + backward + fused
        return "%s,%d,%d" % (braced(f"table_written_rules+{i}" for i in at), len(forward), len(fused))


def write_contexts(out, rules, substitute):
    """What is known of a place in a word of Latin letters, of all that stands before it: the longest end of it that begins a rule's symbols
    ("^": the start of the word), from letter to letter, and the rules that end there (Aho and Corasick)."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    texts = {}
    for i, (symbols, latin, place, _) in enumerate(rules):
        text = "".join(map(chr, symbols))
        if text[-1] in letters:
            if not latin or not all(c in letters for c in text):
                fail("latin_costs.tsv", i, f"a rule that ends in a Latin letter has others before it, or gives none: {text!r}")
            texts[i] = ("^" if place & PLACE_START else "") + text
    begun = {t[:k] for t in texts.values() for k in range(1, len(t) + 1)} | set(letters)
    ordered = ["", "^"] + sorted(begun - {"^"})          # the first two are CONTEXT_UNKNOWN and CONTEXT_START in src/table/table.h
    number = {t: i for i, t in enumerate(ordered)}
    def longest(text):
        return next(text[k:] for k in range(len(text) + 1) if text[k:] in number)
    ends, flat, contexts, states, lists = {}, [], [], [], Written()
    for t in ordered:
        last, kinds = letter(t[-1]) if t.strip("^") else None, []
        for place in (0, PLACE_END):
            found = tuple(i for i, text in texts.items() if t.endswith(text) and rules[i][2] & PLACE_END <= place)
            if (last, found) not in ends:
                ends[last, found] = len(ends)
                lasts = [letter(rules[i][1][-1]) for i in found]
                starts = [sum(last < k for last in lasts) for k in range(-1, 37)]
                several = sum({1 << letter(rules[i][1][0]) for i in found if len(rules[i][1]) > 1})
                plain = [(rules[i][0], rules[i][1], rules[i][3]) for i in found]
                contexts.append("{table_context_rules+%d,%dU,{%s},%d,%d,%d,%s,%s,%s,%s}" % (
                    len(flat), several, ",".join(map(str, starts)), len(found),
                    max((len(rules[i][0]) for i in found), default=0), max((len(rules[i][1]) for i in found), default=0),
                    charges(plain), write_ends(plain), write_leads(last, plain, substitute), lists.add(plain)))
                flat.extend(f"table_rules+{i}" for i in found)
            kinds.append(ends[last, found])
        states.append("{{%s},{%d,%d}}" % (",".join(str(number[longest(t + c)]) for c in letters), *kinds))
    out.array("table_rule *const", "table_context_rules", flat)
    out.array("table_written", "table_written_rules", lists.rows)
    out.array("table_context", "table_contexts", contexts)
    out.array("table_context_state", "table_context_states", states)


def write_rules(out, rules, substitute):
    cheapest = {}
    for symbols, latin, cost, place in rules:
        key = (symbols, latin, place)
        cheapest[key] = min(cost, cheapest.get(key, 255))
    def letter(c):
        return ord(c) - ord("a") if c.isalpha() else 26 + int(c)
    ordered = sorted(cheapest.items(), key=lambda r: (r[0][0][-1], letter(r[0][1][-1]) if r[0][1] else -1, r[0]))
    def text(key, cost):
        symbols, latin, place = key
        s = ",".join(map(str, list(symbols) + [0] * (4 - len(symbols))))
        l = ",".join(map(str, [ord(c) for c in latin] + [0] * (6 - len(latin))))
        letters = sum({1 << letter(c) for c in latin})
        return "{{%s},{%s},%d,%d,%d,%d,%dU}" % (s, l, len(symbols), len(latin), cost, place, letters)
    out.array("table_rule", "table_rules", [text(k, c) for k, c in ordered] + ["{{0},{0},0,0,0,0,0}"])
    paged(out, "uint32_t", "table_rule_start", rule_starts(ordered))
    write_contexts(out, [(*key, cost) for key, cost in ordered], substitute)
    inner = {s for (symbols, _, _), _ in ordered for s in symbols[:-1]}
    paged(out, "uint8_t", "table_rule_inner", [int(i in inner) for i in range(0x10000)])


def word_tables(data, out, fold):
    classes, entries, texts = [], {}, []
    for name, role in ROLES.items():
        for number, (canonical, variant) in rows(data / "words" / f"{name}.tsv", 2, 2):
            key = (name, canonical)
            if key not in classes:
                classes.append(key)
            u = tuple(units(" ".join(folded_text(variant, fold).split())))
            entries.setdefault((u, role), classes.index(key) + 1)
            words = variant.split()
            if (name == "legal_forms" and len(words) > 1) or (name == "generic_words" and len(words) > 2):  # written backwards
                entries.setdefault((tuple(units(" ".join(reversed(folded_text(variant, fold).split())))), role), classes.index(key) + 1)
            if name == "numbers":                    # the digits themselves
                entries.setdefault((tuple(units(canonical)), role), classes.index(key) + 1)
    generic = ROLES["generic_words"]
    for number, (code, name) in rows(data / "countries.tsv", 2, 2):      # what a name says of a country is said in many ways
        if len(name) > 3:
            key = ("countries", code)
            if key not in classes:
                classes.append(key)
            entries.setdefault((tuple(units(" ".join(folded_text(name, fold).split()))), generic), classes.index(key) + 1)
    flat, rows_out = [], []
    for (u, role), c in sorted(entries.items()):
        rows_out.append("{%d,%d,%d,%d}" % (len(flat), len(u), role, c))
        flat.extend(u)
    out.array("uint16_t", "table_word_units", flat)
    out.array("table_word", "table_words", rows_out)
    out.size("table_word_count", len(rows_out))
    squashed, space = {}, ord(" ")
    for (u, role), c in sorted(entries.items(), key=lambda x: (x[1], x[0])):
        tight = tuple(x for x in u if x != space)
        if role in (ROLES["legal_forms"], ROLES["generic_words"]) and len(tight) >= 7:
            squashed.setdefault((tight, role), c)
    flat, rows_out = [], []
    for (u, role), c in sorted(squashed.items()):
        rows_out.append("{%d,%d,%d,%d}" % (len(flat), len(u), role, c))
        flat.extend(u)
    out.array("uint16_t", "table_squashed_units", flat)
    out.array("table_word", "table_squashed", rows_out)
    out.size("table_squashed_count", len(rows_out))
    names = ['""'] + ['"%s"' % c[1] for c in classes]
    out.array("char *const", "table_class_names", names)
    out.size("table_class_count", len(names))


def weak_words(data, out, fold):
    """Words that make an alias weak: nicknames and prefixes, geography. Codes of countries (three Latin letters) are names too often."""
    entries, flat, rows_out = {}, [], []
    def add(text, kind):
        entries.setdefault(tuple(units(" ".join(folded_text(text, fold).split()))), kind)
    for _, (kind, variant) in rows(data / "words" / "nicknames.tsv", 2, 2):
        add(variant, WEAK_WORDS["prefix" if kind == "prefix" else "common"])
    for _, (_, variant) in rows(data / "words" / "places.tsv", 2, 2):
        add(variant, WEAK_WORDS["place"])
    for _, f in rows(data / "countries.tsv", 2, 3):
        if len(f[1]) > 3 or not f[1].isascii():
            add(f[1], WEAK_WORDS["place"])
    for u, kind in sorted(entries.items()):
        rows_out.append("{%d,%d,%d,0}" % (len(flat), len(u), kind))
        flat.extend(u)
    out.array("uint16_t", "table_weak_units", flat)
    out.array("table_word", "table_weak_words", rows_out)
    out.size("table_weak_word_count", len(rows_out))


def address_words(data, out, fold):
    entries = {tuple(units(folded_text(variant, fold))) for _, (_, variant) in rows(data / "words" / "address_words.tsv", 2, 2)}
    flat, rows_out = [], []
    for u in sorted(entries):
        rows_out.append("{%d,%d,1,0}" % (len(flat), len(u)))
        flat.extend(u)
    out.array("uint16_t", "table_address_units", flat)
    out.array("table_word", "table_address_words", rows_out)
    out.size("table_address_word_count", len(rows_out))


def name_table(data, out, fold):
    """The dictionary of names: words as symbols, in order; their Latin words one after another, with a space between."""
    entries = {}
    for number, (word, latin) in rows(data / "names.tsv", 2, 2):
        u, readings = tuple(units(folded_text(word, fold))), latin.split(" ")
        if not u or u in entries or not 1 <= len(readings) <= NAME_READINGS or not all(x.isascii() and x.isalpha() and x.islower() for x in readings):
            fail("names.tsv", number, f"expected a word of its own and 1 to {NAME_READINGS} Latin words: {word!r} {latin!r}")
        entries[u] = latin
    flat, text, rows_out = [], "", []
    for u, latin in sorted(entries.items()):
        rows_out.append("{%d,%d,%d,%d}" % (len(flat), len(text), len(u), len(latin)))
        flat.extend(u)
        text += latin
    out.array("uint16_t", "table_name_units", flat)
    out.letters("table_name_letters", text)
    out.array("table_name", "table_names", rows_out or ["{0,0,0,0}"])
    out.size("table_name_count", len(rows_out))


def fnv(text):
    h = 2166136261
    for c in text.encode("ascii"):
        h = (h ^ c) * 16777619 & 0xFFFFFFFF
    return h


def restoring_table(data, out):
    """The words of legal forms and generic phrases, by the hash of what is left when none or one of their letters is dropped: how a misspelt one
    is found (symmetric deletion: two words one error apart share such a rest)."""
    words = set()
    for name in ("legal_forms", "generic_words"):
        for _, (_, variant) in rows(data / "words" / f"{name}.tsv", 2, 2):
            words.update(w for w in variant.split() if w.isascii() and w.isalpha() and 3 <= len(w) <= 30)
    ordered, rests = sorted(words), set()
    at, flat = {}, ""
    for w in ordered:
        at[w] = len(flat)
        flat += w
        rests.add((fnv(w), at[w], len(w)))
        if len(w) > 4:
            rests.update((fnv(w[:i] + w[i + 1:]), at[w], len(w)) for i in range(len(w)))
    out.letters("table_restored_letters", flat)
    out.array("table_rest", "table_rests", ("{%du,%d,%d}" % r for r in sorted(rests)))
    out.size("table_rest_count", len(rests))


def text_tables(data, out):
    def pairs(name, array, order=0):
        items = sorted(((f[order], f[1 - order]) for _, f in rows(data / name, 2, 3)), key=lambda x: x[0].encode())
        out.array("table_pair", array, ('{"%s","%s"}' % x for x in items))
        out.size(array + "_count", len(items))
    pairs("countries.tsv", "table_countries", 1)
    pairs("currencies.tsv", "table_currencies")
    words = sorted((f[0], int(f[1])) for _, f in rows(data / "frequency.tsv", 2, 2))
    out.array("table_token_weight", "table_token_weights", ('{"%s",%d}' % w for w in words))
    out.size("table_token_weights_count", len(words))
    bits = [[0] * 27 for _ in range(27)]
    for _, (a, b, cost) in rows(data / "letters.tsv", 3, 3):
        bits[26 if a == "^" else ord(a) - 97][26 if b == "$" else ord(b) - 97] = int(cost)
    out.array("uint16_t", "table_letter_bits", ("{" + ",".join(map(str, r)) + "}" for r in bits), "[27]")


def main():
    data, out, rules = Path(sys.argv[1]), Out(), []
    fold = unicode_table(data, out)
    substitute = latin_table(data, out, rules)
    reading_tables(data, out, rules, fold)
    write_rules(out, rules, substitute)
    word_tables(data, out, fold)
    weak_words(data, out, fold)
    address_words(data, out, fold)
    name_table(data, out, fold)
    restoring_table(data, out)
    text_tables(data, out)
    digest = hashlib.sha256()
    for path in sorted(data.rglob("*.tsv")):
        digest.update(path.relative_to(data).as_posix().encode() + b"\0" + path.read_bytes())
    for folder in sys.argv[3:]:                      # the code that scores is part of the version too
        for path in sorted(Path(folder).glob("*.[ch]")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    out.text.append(f'const char table_digest_text[] = "{digest.hexdigest()}";')
    Path(sys.argv[2]).write_text("\n".join(out.text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
