#!/usr/bin/env python3
"""Measures `resurvey bench match` against other matchers that do the same job on the same data, all in one run.

The other matchers are not part of this project: PEERS is a folder with their sources (c_boost.cpp, d_geos.cpp, e_flat.cpp, limits.cpp, a_shapely.py,
b_numpy.py, f_lanelet2.py, gen.py, compare.py). They are built in WORK, where the data are made as well.

    python3 Config/bench_match.py PEERS WORK
    python3 Config/bench_match.py PEERS WORK --rounds 5 --json figures.json

Needs g++, Boost and GEOS headers, and for the Python matchers WORK/venv with numpy, scipy, shapely and lanelet2 (missing ones are left out).
Speeds are CPU time of the loop over the frames. Everything runs in turn on one CPU; a ratio is the median of the ratios within a round. At the end
stands how far a frame is from the machine's limits: the cache lines it touches and the vectors it compares, at the speeds that limits.cpp measures.
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys

FLAGS = ["-std=c++17", "-O3", "-march=native", "-DNDEBUG"]
BUILDS = {
    "e_flat": ["e_flat.cpp"],
    "e_flat_pf": ["-DPREFETCH=1", "e_flat.cpp"],
    "e_flat_touch": ["-DTOUCH=1", "e_flat.cpp"],
    "c_boost": ["c_boost.cpp"],
    "d_geos": ["d_geos.cpp", "-lgeos"],
    "limits": ["limits.cpp"],
}
# Tiles a side, vehicles: the same density on ever more tiles, every frame elsewhere.
SPREAD = {"t3": 3, "t6": 6, "t12": 12, "wide": 24}
# Vector instructions of one step of each inner loop of kernels.inc (16 entries), counted in its AVX-512 build: loads, arithmetic, comparisons, and
# what picks the least lane or packs the found ones.
STEP_INSTRUCTIONS = {"segments": 39, "points": 24, "view points": 15, "view lines": 45}
LANES = 16
# Parts of the memory that `--lines` counts: what lies in the index or the map, and in the frames. The result is the same few lines every time.
MAP_PARTS = ("directory", "heads", "points", "segments", "view", "shapes")
FRAME_PARTS = ("input",)


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command, cpu=None):
    pinned = ["taskset", "-c", str(cpu)] if cpu is not None else []
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    done = subprocess.run(pinned + [str(part) for part in command], capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


class Bench:
    def __init__(self, options):
        self.peers, self.work, self.cpu = options.peers, options.work, options.cpu
        self.resurvey = options.resurvey
        self.python = os.path.join(self.work, "venv", "bin", "python")
        if not os.path.exists(self.python):
            self.python = sys.executable
        self.figures = {}
        # By size in MB: best read rate in a row, GB/s, and best time of an independent random line, ns; best vector instructions a ns.
        self.memory = {}
        self.vectors_per_ns = 0.0

    def build(self):
        os.makedirs(os.path.join(self.work, "build"), exist_ok=True)
        for name, arguments in BUILDS.items():
            target = self.binary(name)
            if not os.path.exists(target):
                say(f"building {name}")
                sources = [os.path.join(self.peers, a) if a.endswith(".cpp") else a for a in arguments]
                run(["g++", *FLAGS, *sources, "-o", target])

    def binary(self, name):
        return os.path.join(self.work, "build", name)

    def data(self, name):
        return os.path.join(self.work, "data", name)

    def generate(self):
        os.makedirs(os.path.join(self.work, "data"), exist_ok=True)
        sets = {name: ["--tiles", tiles, "--vehicles", 20000, "--frames", 1] for name, tiles in SPREAD.items()}
        for name, arguments in {"base": [], **sets}.items():
            if not os.path.exists(self.data(name) + ".frames.bin"):
                say(f"making {name}")
                run([self.python, os.path.join(self.peers, "gen.py"), self.data(name), *arguments])

    def ours(self, data, *more):
        return [self.resurvey, "bench", "match", data + ".map.bin", data + ".frames.bin", *more]

    def python_peers(self):
        names = {
            "shapely, one frame a call": ["a_shapely.py", "--frames", 1000],
            "shapely, 64 frames a call": ["a_shapely.py", "--frames", 1000, "--batch", 64],
            "numpy, 64 frames a call": ["b_numpy.py", "--frames", 1000, "--batch", 64],
            "lanelet2": ["f_lanelet2.py", "--frames", 200],
        }
        commands = {}
        for name, (script, *arguments) in names.items():
            # Each says at its start what it needs.
            try_it = [self.python, os.path.join(self.peers, script), "--help"]
            if subprocess.run(try_it, capture_output=True).returncode != 0:
                say(f"left out: {name}: {self.python} has not all that {script} imports")
                continue
            command = [self.python, os.path.join(self.peers, script)]
            commands[name] = lambda data, c=command, a=arguments: [*c, data, *a]
        return commands

    def contenders(self, with_python):
        found = {
            "resurvey": None,
            "e_flat": lambda d: [self.binary("e_flat"), d, "--reps", 10],
            "e_flat, prefetching": lambda d: [self.binary("e_flat_pf"), d, "--reps", 10],
            "Boost R-tree": lambda d: [self.binary("c_boost"), d, "--reps", 1],
            "GEOS": lambda d: [self.binary("d_geos"), d, "--reps", 1],
        }
        return {**found, **(self.python_peers() if with_python else {})}

    def agree(self):
        for name in ("base", "wide"):
            theirs, mine = (os.path.join(self.work, f"{name}.{who}.out") for who in ("boost", "resurvey"))
            run([self.binary("c_boost"), self.data(name), "--reps", 1, "--out", theirs])
            run(self.ours(self.data(name), "--rounds", 1, "--out", mine))
            text = run([self.python, os.path.join(self.peers, "compare.py"), theirs, mine]).strip()
            self.figures[f"agreement {name}"] = text
            print(f"agreement with Boost, {name}: {text}", flush=True)

    def race(self, title, data, fleet, rounds, with_python):
        contenders = self.contenders(with_python)
        speeds = {name: [] for name in contenders}
        for number in range(rounds):
            for name, command in contenders.items():
                say(f"{title}, round {number + 1} of {rounds}: {name}")
                if command is None:
                    line = self.ours(self.data(data), "--order", "fleet" if fleet else "drive")
                else:
                    line = command(self.data(data)) + (["--fleet"] if fleet else [])
                speeds[name].append(float(re.search(r"frames_per_s=([\d.]+)", run(line, self.cpu))[1]))
        print(f"\n{title}: ns a frame, and how many times faster resurvey is (least to most of {rounds} rounds)")
        for name, values in speeds.items():
            ratios = sorted(a / b for a, b in zip(speeds["resurvey"], values))
            middle = statistics.median(ratios)
            self.figures[f"{title}: {name}"] = {"ns": 1e9 / statistics.median(values), "ratio": middle}
            print(f"  {name:28} {1e9 / statistics.median(values):10.0f} ns   {middle:7.2f}   ({ratios[0]:.2f} - {ratios[-1]:.2f})", flush=True)

    def spread(self, rounds):
        times = {name: [] for name in SPREAD}
        for number in range(rounds):
            for name in SPREAD:
                say(f"tiles, round {number + 1} of {rounds}: {name}")
                times[name].append(json.loads(run(self.ours(self.data(name), "--json"), self.cpu)))
        print("\nevery frame elsewhere, on ever more tiles")
        for name, reports in times.items():
            ns = statistics.median(r["perFrame_ns"] for r in reports)
            ratio = statistics.median(r["perFrame_ns"] / f["perFrame_ns"] for r, f in zip(reports, times["t3"]))
            report = reports[0]
            self.figures[f"tiles {SPREAD[name] ** 2}"] = {"ns": ns, "ratio": ratio, "index_MB_per_km2": report["indexPerKm2_MB"]}
            print(
                f"  {SPREAD[name] ** 2:4} tiles {ns:7.0f} ns   {ratio:5.2f}   index {report['indexBytes'] / 1e6:7.2f} MB, "
                f"{report['indexPerKm2_MB']:.3f} MB a km2", flush=True)

    def limits(self):
        """Measures the machine once more; of all times the best counts, for what else runs beside takes from it."""
        say("the machine's limits")
        text = run([self.binary("limits")], self.cpu)
        row = re.compile(r"([\d.]+) MB: read ([\d.]+) GB/s.*independent ([\d.]+) ns")
        for size_MB, read_GBps, random_ns in (map(float, match.groups()) for match in row.finditer(text)):
            best_GBps, best_ns = self.memory.get(size_MB, (read_GBps, random_ns))
            self.memory[size_MB] = max(best_GBps, read_GBps), min(best_ns, random_ns)
        self.vectors_per_ns = max(self.vectors_per_ns, float(re.search(r"\(([\d.]+) G vector ops/s\)", text)[1]))

    def machine(self):
        print("\nthe machine at its best: 64-byte lines read at random without waiting for each other, and in a row")
        for size_MB, (read_GBps, random_ns) in sorted(self.memory.items()):
            print(f"  {size_MB:7.1f} MB {random_ns:6.2f} ns {64 / read_GBps:6.2f} ns")
        print(f"  {self.vectors_per_ns:.2f} vector instructions a ns", flush=True)
        self.figures["machine"] = {"memory": {size: rates for size, rates in sorted(self.memory.items())}, "vectors_per_ns": self.vectors_per_ns}

    def line_ns(self, size_MB):
        """Time for a line of memory that takes that much: read at random without waiting for each other, and read in a row."""
        read_GBps, random_ns = self.memory[min((size for size in self.memory if size >= size_MB), default=max(self.memory))]
        return random_ns, 64 / read_GBps

    def bounds(self):
        """How far a frame is from what its lines and its comparisons take at least. A line that the frame before touched costs nothing here, and a
        frame's own columns are read in a row."""
        print("bounds of a frame")
        for title, data, order in (("drive", "base", "drive"), ("fleet", "base", "fleet"), ("wide", "wide", "drive")):
            say(f"{title}: counting lines")
            report = json.loads(run(self.ours(self.data(data), "--order", order, "--rounds", 1, "--lines", "--json"), self.cpu))
            lines = report["lines"]
            fresh = {part["part"]: part["freshPerFrame"] for part in lines["parts"]}
            frames_MB = os.path.getsize(self.data(data) + ".frames.bin") / 1e6
            places = ((MAP_PARTS, report["indexBytes"] / 1e6), (FRAME_PARTS, frames_MB))
            alone_ns, row_ns = (
                sum(fresh[part] * self.line_ns(size)[1 if parts is FRAME_PARTS else way] for parts, size in places for part in parts)
                for way in (0, 1))
            scans = [(STEP_INSTRUCTIONS[scan["scan"]], scan) for scan in lines["scans"]]
            run_ns = sum(steps * scan["vectorsPerFrame"] for steps, scan in scans) / self.vectors_per_ns
            full_ns = sum(steps * scan["entriesPerFrame"] for steps, scan in scans) / LANES / self.vectors_per_ns
            ns = self.figures[f"{title}: resurvey"]["ns"]
            floors = {
                "memory, index read at random": alone_ns, "memory, all read in a row": row_ns,
                "arithmetic, vectors as they are": run_ns, "arithmetic, every lane of use": full_ns,
            }
            self.figures[f"{title}: bounds"] = {"ns": ns, "floors_ns": floors, "lines": lines}
            print(f"  {title}: {ns:.0f} ns; {lines['perFrame']:.1f} lines a frame, {lines['freshPerFrame']:.1f} that the frame before did not touch")
            print("    " + ", ".join(f"{part['part']} {part['perFrame']:.1f} ({part['freshPerFrame']:.1f})" for part in lines["parts"]))
            print("    " + ", ".join(f"{s['scan']} {s['entriesPerFrame']:.1f} in {s['vectorsPerFrame']:.1f} vectors" for _, s in scans))
            for name, floor in floors.items():
                print(f"    {name:32} {floor:6.0f} ns, {ns / floor:5.1f} times as long", flush=True)
            theirs = run([self.binary("e_flat_touch"), self.data(data), "--reps", 1, *(["--fleet"] if order == "fleet" else [])])
            counted = re.search(r"64-byte lines per frame: (.*)", theirs)[1]
            total = sum(map(float, re.findall(r"[\d.]+", counted)))
            self.figures[f"{title}: bounds"]["e_flat lines"] = total
            print(f"    e_flat: {total:.1f} lines: {counted}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peers", help="folder with the sources of the other matchers")
    parser.add_argument("work", help="folder for binaries, data and results")
    parser.add_argument("--resurvey", default=".build/release/resurvey", help="the binary (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="times everything runs in turn (default: %(default)s)")
    parser.add_argument("--cpu", type=int, default=1, help="CPU to run on (default: %(default)s)")
    parser.add_argument("--no-python", action="store_true", help="leave the Python matchers out")
    parser.add_argument("--json", metavar="FILE", help="writes all figures there as well")
    options = parser.parse_args()
    if not os.path.isfile(os.path.join(options.peers, "e_flat.cpp")):
        parser.error(f"{options.peers}: holds no e_flat.cpp; give the folder with the sources of the other matchers")
    if not os.path.isfile(options.resurvey):
        parser.error(f"{options.resurvey}: no such file; build it with swift build -c release, or give --resurvey")
    bench = Bench(options)
    bench.build()
    bench.generate()
    bench.agree()
    bench.limits()
    bench.race("drive", "base", False, options.rounds, not options.no_python)
    bench.limits()
    bench.race("fleet", "base", True, options.rounds, not options.no_python)
    bench.limits()
    bench.race("wide", "wide", False, options.rounds, False)
    bench.limits()
    bench.spread(options.rounds)
    bench.limits()
    bench.machine()
    bench.bounds()
    if options.json:
        with open(options.json, "w") as file:
            json.dump(bench.figures, file, indent=2)


if __name__ == "__main__":
    main()
