#!/usr/bin/env python3
"""Sends recorded drives to Resurvey, or writes them as proto3-JSON lines.

Reads JSON lines (plain or .gz), one frame a line:
  {"drive": 7, "seq": 0, "t_ms": 0, "east_m": 1.5, "north_m": -2.0, "yaw_rad": 0.2, "lines": [[[x, y], ...], ...]}
east/north are metres around an anchor, yaw counter-clockwise from east, lines in the vehicle frame (x forward, y left, metres).

  produce_drives.py drives/*.jsonl.gz --anchor-from map.geojson --to frames.jsonl
  produce_drives.py drives/*.jsonl.gz --anchor 22.6812 114.366 --brokers localhost:9092 --rate 200
"""

import argparse
import datetime
import gzip
import json
import math
import sys
import time

from contract import element_class_pb2, frame_pb2
from enu import Anchor


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", help="drives, one file or more, read in the order given")
    anchor = parser.add_mutually_exclusive_group(required=True)
    anchor.add_argument("--anchor", nargs=2, type=float, metavar=("LAT", "LON"), help="where east and north are zero, degrees")
    anchor.add_argument("--anchor-from", metavar="MAP.geojson", help='a GeoJSON file with "anchor": {"lat", "lon"}')

    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--to", metavar="FILE", help="write proto3-JSON lines; - is standard output")
    target.add_argument("--brokers", metavar="HOST:PORT,...", help="send to Kafka")
    parser.add_argument("--topic", default="fleet.observations", help="default: %(default)s")
    parser.add_argument("--rate", type=float, default=0, metavar="N", help="frames a second; default: as fast as it goes")

    sensor = parser.add_argument_group(
        "the sensor", "What it can see decides what its silence says, so claim no more than it shows: nine tenths of the "
        "points of the drives this was written for lie within the defaults.")
    sensor.add_argument("--fov-deg", type=float, default=90, help="full width of the field of view; default: %(default)s")
    sensor.add_argument("--min-range-m", type=float, default=3, help="nearest line; default: %(default)s")
    sensor.add_argument("--range-m", type=float, default=10, help="farthest line; default: %(default)s")
    sensor.add_argument("--line-sigma-m", type=float, default=0.15, help="error across a line; default: %(default)s")
    sensor.add_argument("--existence", type=float, default=0.9, help="how sure a detection is, 0 to 1; default: %(default)s")
    sensor.add_argument("--detects", nargs="+", default=["lane_boundary"], metavar="CLASS",
                        help="classes the sensor reports; lines are reported as the first; default: lane_boundary")

    vehicle = parser.add_argument_group("ids and time", "{drive} stands for the drive's number.")
    vehicle.add_argument("--vehicle", default="crowd-{drive}", help="vehicle pseudonym; default: %(default)s")
    vehicle.add_argument("--drive-id", default="drive-{drive}", help="default: %(default)s")
    vehicle.add_argument("--software", default="crowd-camera-1", help="perception software; default: %(default)s")
    vehicle.add_argument("--calibration", default="crowd-camera", help="sensor calibration; default: %(default)s")
    vehicle.add_argument("--base-time", default="2025-01-06T08:00:00", help="start of the first drive, UTC; default: %(default)s")
    vehicle.add_argument("--day-per-drive", action="store_true", help="each further drive starts a day later")
    vehicle.add_argument("--gnss-sigma-m", type=float, default=1.5, help="error of the position each way; default: %(default)s")
    vehicle.add_argument("--yaw-sigma-rad", type=float, default=0.05, help="error of the direction; default: %(default)s")
    return parser.parse_args()


def read_lines(path):
    """The frames of a file; a broken line ends the program with its place."""
    with (gzip.open(path, "rt") if path.endswith(".gz") else open(path, encoding="utf-8")) as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except ValueError as error:
                    sys.exit(f"{path}:{number}: {error}")


def class_number(name):
    try:
        return element_class_pb2.ElementClass.Value("ELEMENT_CLASS_" + name.upper())
    except ValueError:
        sys.exit(f"--detects {name}: not a class of element_class.proto")


class FrameBuilder:
    """Frames of one fleet: what stays the same from frame to frame is built once."""

    def __init__(self, options, anchor):
        self.options, self.anchor = options, anchor
        self.start_ns = int(datetime.datetime.fromisoformat(options.base_time)
                            .replace(tzinfo=datetime.timezone.utc).timestamp()) * 10**9
        self.days = {}
        self.fixed = frame_pb2.ObservationFrame(
            schema_version=1, software_id=options.software, calibration_id=options.calibration)
        classes = [class_number(name) for name in options.detects]
        self.fixed.sensors.add(
            modality=frame_pb2.SensorStatus.MODALITY_CAMERA, health=frame_pb2.SensorStatus.HEALTH_GOOD, azimuth_rad=0,
            field_of_view_rad=math.radians(options.fov_deg), min_range_m=options.min_range_m, max_range_m=options.range_m,
            detects=classes)
        self.fixed.labels.add().candidates.add(element_class=classes[0], probability=1)

    def frame(self, line):
        """One frame of one line of a drive."""
        options, drive = self.options, line["drive"]
        day = self.days.setdefault(drive, len(self.days) if options.day_per_drive else 0)
        frame = frame_pb2.ObservationFrame()
        frame.CopyFrom(self.fixed)
        frame.vehicle_id = options.vehicle.format(drive=drive)
        frame.drive_id = options.drive_id.format(drive=drive)
        frame.sequence = line["seq"]
        frame.capture_time_ns = self.start_ns + day * 86_400 * 10**9 + line["t_ms"] * 10**6

        gnss = frame.gnss
        gnss.latitude_deg, gnss.longitude_deg = self.anchor.geodetic(line["east_m"], line["north_m"])
        gnss.variance_east_m2 = gnss.variance_north_m2 = options.gnss_sigma_m**2
        # The contract's yaw counts from true east at the vehicle, the drive's from the anchor's east.
        gnss.heading.yaw_rad = line["yaw_rad"] - self.anchor.grid_convergence_rad(line["east_m"], line["north_m"])
        gnss.heading.sigma_rad = options.yaw_sigma_rad

        for points in line["lines"]:
            if len(points) < 2:
                continue
            frame.lines.vertex_count.append(len(points))
            frame.lines.x_m.extend(x for x, _ in points)
            frame.lines.y_m.extend(y for _, y in points)
            frame.lines.sigma_m.append(options.line_sigma_m)
            frame.lines.label_index.append(0)
            frame.lines.sensor_index.append(0)
            frame.lines.existence_probability.append(options.existence)
        return frame


class JSONLines:
    """Frames to a file, one a line."""

    def __init__(self, path):
        from google.protobuf import json_format
        self.to_json = lambda frame: json_format.MessageToJson(frame, indent=None)
        self.file = sys.stdout if path == "-" else open(path, "w", encoding="utf-8")

    def send(self, frame):
        self.file.write(self.to_json(frame) + "\n")

    def close(self):
        self.file.flush()
        return 0


class Kafka:
    """Frames to a topic, keyed by vehicle, so that a vehicle's frames stay in order."""

    def __init__(self, brokers, topic):
        from confluent_kafka import Producer
        # The partitioner of Java's clients: all producers of a vehicle must agree on its partition.
        self.producer = Producer({"bootstrap.servers": brokers, "partitioner": "murmur2_random", "linger.ms": 20,
                                  "enable.idempotence": True, "compression.type": "lz4"})
        self.topic, self.failed = topic, 0

    def _delivered(self, error, _):
        if error is not None:
            self.failed += 1
            print(f"not delivered: {error}", file=sys.stderr)

    def send(self, frame):
        while True:
            try:
                self.producer.produce(self.topic, key=frame.vehicle_id.encode(), value=frame.SerializeToString(),
                                      headers=[("content-type", b"application/protobuf")], on_delivery=self._delivered)
                self.producer.poll(0)
                return
            except BufferError:  # the queue is full: wait for the broker
                self.producer.poll(0.1)

    def close(self):
        return self.failed + self.producer.flush(60)


def main():
    options = arguments()
    if options.anchor_from:
        with open(options.anchor_from, encoding="utf-8") as file:
            place = json.load(file)["anchor"]
        anchor = Anchor(place["lat"], place["lon"])
    else:
        anchor = Anchor(*options.anchor)
    builder = FrameBuilder(options, anchor)
    sink = JSONLines(options.to) if options.to else Kafka(options.brokers, options.topic)

    sent, start = 0, time.monotonic()
    for path in options.files:
        for line in read_lines(path):
            sink.send(builder.frame(line))
            sent += 1
            if options.rate:
                time.sleep(max(0, start + sent / options.rate - time.monotonic()))
    failed = sink.close()
    print(f"{sent - failed} frames of {len(builder.days)} drives, {failed} failed", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
