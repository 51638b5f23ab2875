#!/usr/bin/env python3
"""Measures `resurvey bench tile` against a Kafka Streams application of the same shape, in turn, against the same broker.

The other side is not part of this project: PEER is a folder with TilePeer.java and its jars in lib/, KAFKA one with a script `kafka` that starts a
broker, and the broker's jars in lib/. Both fold the same number of traversals, tiles, elements and votes, hot (200 tiles) and on 10 million elements.

    python3 Config/bench_tile.py PEER KAFKA WORK
    python3 Config/bench_tile.py PEER KAFKA WORK --shape hot --rounds 3 --json figures.json

Needs a JDK 17. A broker is started in WORK for each shape and stopped at its end. Votes a second are of wall time from the first record on, votes a CPU
second of CPU time: of the whole virtual machine there, of the process from the start of its TILE stage here. A ratio is the median of the ratios within
a round.
"""
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys

SHAPES = {"hot": 200, "cold": 5000}
GUARANTEES = ("exactly_once_v2", "at_least_once")


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command, **options):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Bench:
    def __init__(self, options):
        self.options = options
        self.kafka = os.path.join(options.kafka, "kafka")
        self.broker = os.path.join(options.work, "broker")
        self.classes = os.path.join(options.work, "classes")
        self.brokers = ""

    def build(self):
        os.makedirs(self.classes, exist_ok=True)
        jars = os.pathsep.join(os.path.join(folder, "lib", "*") for folder in (self.options.kafka, self.options.peer))
        run(["javac", "-cp", jars, "-d", self.classes, os.path.join(self.options.peer, "TilePeer.java")])

    def start(self):
        # Its output goes to a file: the broker keeps what it inherits open.
        with open(os.path.join(self.options.work, "broker.log"), "w") as log:
            subprocess.run(
                [self.kafka, "start", "--dir", self.broker, "--port", str(self.options.port)], stdout=log, stderr=log, check=True)
        self.brokers = run([self.kafka, "bootstrap", "--dir", self.broker]).strip()

    def stop(self):
        subprocess.run([self.kafka, "stop", "--dir", self.broker], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        shutil.rmtree(self.broker, ignore_errors=True)

    def shape(self, tiles):
        return [self.options.records, tiles, self.options.elements, self.options.votes]

    def peer(self, task, tiles):
        jars = os.pathsep.join(
            [os.path.join(self.options.peer, "lib", "*"), os.path.join(self.options.kafka, "lib", "*"), self.classes])
        logging = os.path.join(self.options.kafka, "log4j2.properties")
        state = os.path.join(self.options.work, "peer-state")
        text = run(["java", "-Xmx2g", f"-Dlog4j2.configurationFile={logging}", "-cp", jars, "TilePeer", self.brokers, task, *self.shape(tiles), state])
        shutil.rmtree(state, ignore_errors=True)
        if task == "load":
            return None
        if "not drained" in text:
            sys.exit(f"TilePeer {task}: {text}")
        return float(re.search(r"([\d.]+) votes/s", text)[1]), float(re.search(r"([\d.]+) votes/cpu-s", text)[1])

    def ours(self, tiles):
        environment = dict(os.environ, TMPDIR=self.options.work)
        names = ("records", "tiles", "elements", "votes")
        shape = [part for name, value in zip(names, self.shape(tiles)) for part in (f"--{name}", value)]
        text = run([self.options.resurvey, "bench", "tile", "--brokers", self.brokers, *shape, "--json"], env=environment)
        return json.loads(text)

    def race(self, name):
        tiles = SHAPES[name]
        guarantees = GUARANTEES if self.options.at_least_once else GUARANTEES[:1]
        speeds = {who: [] for who in ("resurvey", *guarantees)}
        self.start()
        try:
            say(f"{name}: loading the other side's topic")
            self.peer("load", tiles)
            for number in range(self.options.rounds):
                for guarantee in guarantees:
                    say(f"{name}, round {number + 1} of {self.options.rounds}: {guarantee}")
                    speeds[guarantee].append(self.peer(guarantee, tiles))
                say(f"{name}, round {number + 1} of {self.options.rounds}: resurvey")
                report = self.ours(tiles)
                speeds["resurvey"].append((report["votesPerSecond"], report["votesPerCPUSecond"]))
        finally:
            self.stop()
        print(f"\n{name}: {self.options.records} traversals of {self.options.votes} votes on {tiles} tiles of {self.options.elements} elements")
        print("  thousand votes a second of wall time and of CPU time; how many times as many resurvey folds (least to most)")
        figures = {"report": report}
        for who, values in speeds.items():
            line, figures[who] = f"  {who:16}", {}
            for way, title in enumerate(("wall", "cpu")):
                ratios = sorted(mine[way] / theirs[way] for mine, theirs in zip(speeds["resurvey"], values))
                speed, middle = statistics.median(value[way] for value in values), statistics.median(ratios)
                figures[who][title] = {"votes_per_s": speed, "ratio": middle, "ratios": ratios}
                line += f" {title} {speed / 1e3:8.0f} k  {middle:5.2f} ({ratios[0]:.2f} - {ratios[-1]:.2f})"
            print(line, flush=True)
        print(
            f"  resurvey: {report['commits']} commits, {report['ledgerBytesPerElement']:.1f} bytes of ledger an element voted on, "
            f"{report['fileBytesPerElement']:.1f} bytes of file an element, {report['resident_MB']:.0f} MB of memory; opening "
            f"{report['open_s']:.1f} s", flush=True)
        return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", help="folder with TilePeer.java and lib/")
    parser.add_argument("kafka", help="folder with the script `kafka` and lib/")
    parser.add_argument("work", help="folder for the broker and all state; emptied of both at the end")
    parser.add_argument("--resurvey", default=".build/release/resurvey", help="the binary (default: %(default)s)")
    parser.add_argument("--shape", choices=[*SHAPES, "both"], default="both", help="which (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="times both run in turn (default: %(default)s)")
    parser.add_argument("--records", type=int, default=200000, help="traversals (default: %(default)s)")
    parser.add_argument("--elements", type=int, default=2000, help="elements of a tile (default: %(default)s)")
    parser.add_argument("--votes", type=int, default=40, help="votes of a traversal (default: %(default)s)")
    parser.add_argument("--port", type=int, default=19780, help="the broker's port; the next one is its controller's (default: %(default)s)")
    parser.add_argument("--at-least-once", action="store_true", help="run the other side's weaker guarantee as well")
    parser.add_argument("--json", metavar="FILE", help="writes all figures there as well")
    options = parser.parse_args()
    if not os.path.isfile(os.path.join(options.peer, "TilePeer.java")):
        parser.error(f"{options.peer}: holds no TilePeer.java; give the folder of the Kafka Streams application")
    if not os.path.isfile(os.path.join(options.kafka, "kafka")):
        parser.error(f"{options.kafka}: holds no script kafka; give the folder of the broker")
    if not os.path.isfile(options.resurvey):
        parser.error(f"{options.resurvey}: no such file; build it with swift build -c release, or give --resurvey")
    os.makedirs(options.work, exist_ok=True)
    bench = Bench(options)
    bench.build()
    figures = {name: bench.race(name) for name in SHAPES if options.shape in (name, "both")}
    if options.json:
        with open(options.json, "w") as file:
            json.dump(figures, file, indent=2)


if __name__ == "__main__":
    main()
