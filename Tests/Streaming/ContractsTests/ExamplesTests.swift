import Contracts
import Foundation
import Geometry
import MapModel
import Observations
import Reconstruction
import TestSupport
import Testing

/// The Python examples write what we read.
@Suite(.onOwnThread) struct ExamplesTests {
  private static let examples = Checkout.root.appending(path: "Streams/examples")
  private static let data: URL = {
    let folder = ProcessInfo.processInfo.environment["RESURVEY_DATA"]
    return folder.map { URL(filePath: $0) } ?? Checkout.root.appending(path: "../shared/data").standardizedFileURL
  }()
  private static let drives = data.appending(path: "shenzhen/drives")
  private static let hasDrives = FileManager.default.fileExists(atPath: drives.path)
  private static let hasTools = Tool.python != nil && Tool.find("protoc") != nil

  private static func frames(of text: Data) throws -> [ObservationFrame] {
    var lines = LineSplitter(longest_bytes: FrameJSONLines.longestLine_bytes)
    let all = lines.feed(text) + [lines.finish()].compactMap(\.self)
    return try all.filter { !$0.isBlank }.map { try FrameJSONLines.entry($0).get().frame }
  }

  private static func produce(_ files: [String], _ arguments: [String]) throws -> [ObservationFrame] {
    let script = examples.appending(path: "produce_drives.py").path
    let python = try #require(Tool.python)
    return try frames(of: Tool.run(python, ["-B", script] + files + ["--to", "-"] + arguments))
  }

  @Test(.enabled(if: hasTools, "needs protoc and a Python with protobuf (sh Config/setup.sh --test)"))
  func placesComeOutWhereOurOwnFramePutsThem() throws {
    let lines = [
      #"{"drive":7,"seq":3,"t_ms":200,"east_m":0,"north_m":0,"yaw_rad":0.5,"lines":[[[5,1],[9,1.5]],[[1,1]]]}"#,
      #"{"drive":8,"seq":0,"t_ms":0,"east_m":-1234.567,"north_m":2345.678,"yaw_rad":-3,"lines":[]}"#,
    ]
    let file = FileManager.default.temporaryDirectory.appending(path: "resurvey-drive-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    let frames = try Self.produce(
      [file.path],
      ["--anchor", "48.1", "11.5", "--day-per-drive", "--base-time", "2025-01-06T08:00:00", "--fov-deg", "60"])
    try #require(frames.count == 2)
    #expect(frames.map(\.vehicle.text) == ["crowd-7", "crowd-8"])
    #expect(frames.map(\.drive.text) == ["drive-7", "drive-8"])
    #expect(frames.map(\.sequence) == [3, 0])
    #expect(frames.map(\.captureTime_ns) == [1_736_150_400_200_000_000, 1_736_236_800_000_000_000])
    #expect(frames[0].lines.vertexCount == [2])
    #expect(frames[0].lines.x_m == [5, 9])
    #expect(frames[1].detectionCount == 0)
    #expect(frames[0].sensors[0].detects == [.laneBoundary])
    #expect(abs(frames[0].sensors[0].fieldOfView_rad - .pi / 3) < 1e-12)
    let anchor = ENUFrame(origin: Geodetic(latitude_deg: 48.1, longitude_deg: 11.5))
    for (frame, place) in zip(frames, [Vector2.zero, Vector2(-1234.567, 2345.678)]) {
      let fix = try #require(frame.gnss)
      #expect(anchor.local(fix.place).distance(to: place) < 1e-6)
      // The direction is told from true east at the vehicle.
      let turn_rad = anchor.from(ENUFrame(origin: fix.place)).yaw_rad
      let yaw_rad = try #require(fix.yaw_rad)
      #expect(abs((yaw_rad + turn_rad - (frame.sequence == 3 ? 0.5 : -3)).wrappedAngle_rad) < 1e-7)
    }
  }

  @Test(
    .enabled(if: hasTools, "needs protoc and a Python with protobuf (sh Config/setup.sh --test)"),
    .enabled(if: hasDrives, "needs ../shared/data (or RESURVEY_DATA)"))
  func realDrivesBecomeWellFormedFrames() throws {
    let map = Self.data.appending(path: "shenzhen/map.geojson").path
    let files = ["0", "12"].map { Self.drives.appending(path: "\($0).jsonl.gz").path }
    let frames = try Self.produce(files, ["--anchor-from", map, "--day-per-drive"])
    #expect(frames.count == 1183)
    #expect(Set(frames.map(\.vehicle)).count == 2)
    #expect(frames.reduce(0) { $0 + $1.lines.count } > 2000)
    let first = try #require(frames.first)
    #expect(try FrameCodec.decode(FrameCodec.encode(first)) == first)
  }

  /// Starts a broker inside Python's own Kafka client, puts the records of standard input there, lets the consumer read them, lets the
  /// producer send a drive, and answers with what was printed and sent.
  private static let conversation = """
    import base64, contextlib, io, json, sys
    examples, drive = sys.argv[1:]
    sys.path.insert(0, examples)
    from confluent_kafka import Consumer, Producer, TopicPartition
    import produce_drives, read_changes

    broker = Producer({"test.mock.num.brokers": 1})
    node = next(iter(broker.list_topics(timeout=10).brokers.values()))
    address = f"{node.host}:{node.port}"
    for line in sys.stdin:
        record = json.loads(line)
        broker.produce(record["topic"], key=record["key"], partition=record["partition"],
                       value=base64.b64decode(record["value"]) if "value" in record else None,
                       headers=[(name, value.encode()) for name, value in record["headers"].items()])
        assert broker.flush(10) == 0

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        sys.argv = ["read_changes.py", "--brokers", address, "--until-end"]
        read_changes.main()
    sys.argv = ["produce_drives.py", drive, "--anchor", "48.1", "11.5", "--brokers", address]
    assert produce_drives.main() == 0

    sent = []
    consumer = Consumer({"bootstrap.servers": address, "group.id": "test", "fetch.wait.max.ms": 10})
    partitions = consumer.list_topics("fleet.observations", timeout=10).topics["fleet.observations"].partitions
    consumer.assign([TopicPartition("fleet.observations", partition, -2) for partition in partitions])
    while len(sent) < 2:
        record = consumer.poll(10)
        sent.append({"key": record.key().decode(), "partition": record.partition(),
                     "value": base64.b64encode(record.value()).decode()})
    consumer.close()
    print(json.dumps({"partitions": len(partitions), "sent": sent,
                      "read": [json.loads(line) for line in printed.getvalue().splitlines()]}))
    """

  private struct Answer: Decodable {
    struct Sent: Decodable {
      let key: String
      let partition: Int32
      let value: Data
    }
    struct Read: Decodable {
      let topic: String
      let ceId: String
    }
    let partitions: Int32
    let sent: [Sent]
    let read: [Read]
  }

  /// A record as the program takes it.
  private static func line(_ topic: Topic, _ value: [UInt8]?, _ type: MessageType, sequence: UInt64) throws -> String {
    let headers = CloudEventHeaders(
      id: "resurvey/0/\(sequence)", source: "/resurvey", type: type, time_ns: FrameFixture.start_ns, sequence: sequence)
    var record: [String: Any] = [
      "topic": topic.rawValue, "partition": 0, "key": "\(sequence)",
      "headers": Dictionary(uniqueKeysWithValues: headers.recordHeaders.map { ($0.name, $0.text) }),
    ]
    record["value"] = value.map { Data($0).base64EncodedString() }
    return String(decoding: try JSONSerialization.data(withJSONObject: record), as: UTF8.self)
  }

  @Test(
    .enabled(
      if: Tool.pythonWithKafka != nil && Tool.find("protoc") != nil,
      "needs protoc and a Python with confluent-kafka (sh Config/setup.sh --test)"))
  func theConsumerDropsRepeatsAndTheProducerKeysByVehicle() throws {
    let change = ChangeEventCodec.encode(OutputFixture.change)
    var older = OutputFixture.version(pieces: 3)
    older.tile = MapTile(id: older.tile.id, version: 4, elements: older.tile.elements)
    let newer = TileVersionCodec.encode(OutputFixture.version(pieces: 3))
    let records = try [
      Self.line(.changes, change, .changeEvent, sequence: 1), Self.line(.changes, change, .changeEvent, sequence: 1),
      Self.line(.changes, change, .changeEvent, sequence: 2), Self.line(.tiles, newer, .tileVersion, sequence: 2),
      Self.line(.tiles, TileVersionCodec.encode(older), .tileVersion, sequence: 3),
      Self.line(.tiles, nil, .tileVersion, sequence: 4),
    ]
    let file = FileManager.default.temporaryDirectory.appending(path: "resurvey-drive-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    let drive = (0..<2).map {
      #"{"drive":\#($0 + 7),"seq":0,"t_ms":0,"east_m":0,"north_m":0,"yaw_rad":0,"lines":[]}"#
    }
    try Data(drive.joined(separator: "\n").utf8).write(to: file)
    let python = try #require(Tool.pythonWithKafka)
    let output = try Tool.run(
      python, ["-B", "-c", Self.conversation, Self.examples.path, file.path],
      input: Data(records.joined(separator: "\n").utf8))
    let answer = try JSONDecoder().decode(Answer.self, from: output)
    #expect(answer.read.filter { $0.topic == "map.changes" }.map(\.ceId) == ["resurvey/0/1", "resurvey/0/2"])
    #expect(answer.read.filter { $0.topic == "map.tiles" }.map(\.ceId) == ["resurvey/0/2"])
    #expect(Set(answer.sent.map(\.key)) == ["crowd-7", "crowd-8"])
    for sent in answer.sent {
      #expect(try FrameCodec.decode([UInt8](sent.value)).vehicle.text == sent.key)
      #expect(sent.partition == Murmur2.partition(of: Array(sent.key.utf8), count: answer.partitions))
    }
  }
}
