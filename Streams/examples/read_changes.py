#!/usr/bin/env python3
"""Prints what Resurvey says of the world: change events and tile versions, one JSON object a line.

Shows what every consumer does: drops records it has seen (by ce_id) and takes of a tile only versions above the last.

  read_changes.py --brokers localhost:9092
  read_changes.py --brokers localhost:9092 --until-end --topics map.changes
"""

import argparse
import json
import sys

from confluent_kafka import Consumer, KafkaException, TopicPartition
from google.protobuf import json_format

from contract import alert_pb2, change_pb2, tile_pb2

MESSAGES = {"resurvey.v1.ChangeEvent": change_pb2.ChangeEvent, "resurvey.v1.TileVersion": tile_pb2.TileVersion,
            "resurvey.v1.Alert": alert_pb2.Alert}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--brokers", required=True, metavar="HOST:PORT,...")
    parser.add_argument("--topics", nargs="+", default=["map.changes", "map.tiles"], help="default: %(default)s")
    parser.add_argument("--until-end", action="store_true", help="stop at what is the end of the topics now")
    parser.add_argument("--whole-tiles", action="store_true", help="print tiles whole, not only what changed")
    return parser.parse_args()


class Reader:
    """What a consumer remembers. A real one keeps it with its own data, in one transaction."""

    def __init__(self, whole_tiles):
        self.whole_tiles = whole_tiles
        self.seen, self.versions = set(), {}

    def read(self, record):
        """The record as a dictionary to print; None for what is to be dropped."""
        headers = {name: value.decode() for name, value in record.headers() or []}
        if record.value() is None or headers.get("ce_type") not in MESSAGES:
            return None  # a tombstone of an old version, or a message of a later contract
        if (record.topic(), headers["ce_id"]) in self.seen:
            return None  # sent again after a crash: the same bytes under the same id
        self.seen.add((record.topic(), headers["ce_id"]))
        message = MESSAGES[headers["ce_type"]]()
        message.ParseFromString(record.value())
        if isinstance(message, tile_pb2.TileVersion):
            tile = message.tile.tile_id
            if message.tile.version <= self.versions.get(tile, 0):
                return None
            self.versions[tile] = message.tile.version
            if not self.whole_tiles:
                message.tile.ClearField("elements")
        return {"topic": record.topic(), "partition": record.partition(), "offset": record.offset(),
                "ceId": headers["ce_id"], "ceTime": headers.get("ce_time"), "type": headers["ce_type"],
                "data": json_format.MessageToDict(message)}


def assign(consumer, topics):
    """All partitions from their beginning, without a group. Returns where each ends now."""
    ends = {}
    for topic in topics:
        metadata = consumer.list_topics(topic, timeout=10).topics[topic]
        if metadata.error is not None:
            raise KafkaException(metadata.error)
        for partition in metadata.partitions:
            low, high = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=10)
            ends[topic, partition] = high if high > low else None
    consumer.assign([TopicPartition(topic, partition, -2) for topic, partition in ends])
    return {place: end for place, end in ends.items() if end is not None}


def main():
    options = arguments()
    # Without a group: a bootstrap from nothing reads everything there is.
    consumer = Consumer({"bootstrap.servers": options.brokers, "group.id": "read-changes", "enable.auto.commit": False,
                         "enable.partition.eof": True, "check.crcs": True})
    reader = Reader(options.whole_tiles)
    try:
        unfinished = assign(consumer, options.topics)
        while unfinished or not options.until_end:
            record = consumer.poll(1)
            if record is None:
                continue
            place = record.topic(), record.partition()
            if record.error():
                if record.error().name() != "_PARTITION_EOF":
                    raise KafkaException(record.error())
                unfinished.pop(place, None)
                continue
            answer = reader.read(record)
            if answer is not None:
                print(json.dumps(answer), flush=True)
            if record.offset() + 1 >= unfinished.get(place, float("inf")):
                unfinished.pop(place, None)
    except KafkaException as error:
        sys.exit(f"read_changes.py: {error}")
    except KeyboardInterrupt:
        pass
    finally:
        consumer.close()


if __name__ == "__main__":
    main()
