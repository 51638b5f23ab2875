import Contracts
import Evidence
import Learning
import Observations
import Settings
import Storage

/// `resurvey train sensor-model`: what votes are worth, learned from a tile log.
struct TrainSensorModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensor-model",
    abstract: "Learns what votes are worth: P_D against what was promised, its spread, P_FA, ICC, noise, misreading.",
    discussion: """
      Reads the tile log of one or more replays, or without a file the broker's, from its beginning. Which thing stood when \
      is hidden and estimated along with the rest (EM), so that misses of what is gone do not lower P_D, and sightings of \
      what has come are no clutter. Votes name pieces of the map; which class a piece is of only the map tells, so --map \
      has to hold the versions the log was matched with: for a replay the map.sqlite of its folder, for a broker storage.map.

      The table shows what was learned beside what the policy assumes. Where the log tells too little of something, the \
      model says what the policy assumes. Range and modality of a vote do not stand in the log: P_D is learned by what was \
      promised, which MATCH reckons from range, view, occlusion and the number of looks.
      """,
    examples: [
      .init("resurvey train sensor-model out/evidence.jsonl --map out/map.sqlite --out sensors.json", "from a replay"),
      .init(
        "resurvey train sensor-model --map map.sqlite --out sensors.json --brokers localhost:9092", "from the topic"),
      .init(
        "resurvey train sensor-model out/evidence.jsonl --map out/map.sqlite --out sensors.json --json", "for programs"),
    ])

  @Argument(
    help: ArgumentHelp("Evidence of replays, as proto3-JSON lines; none: the broker's.", valueName: "evidence.jsonl"))
  var evidence: [String] = []

  @Option(help: ArgumentHelp("The map with its versions.", valueName: "map.sqlite"))
  var map: String

  @Option(help: ArgumentHelp("Where the model goes.", valueName: "file.json"))
  var out: String

  @Option(help: "The model's name; its version is added.")
  var name = "sensors"

  @Flag(help: "What was learned as JSON: the same as the file.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    let allowed = name.utf8.allSatisfy {
      $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") || $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z")
        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
    }
    guard allowed, (1...SensorModelFile.longestName).contains(name.utf8.count) else {
      throw ValidationError(
        "--name is '\(name)'; give 1 to \(SensorModelFile.longestName) of a to z, 0 to 9, '-', '_' and '.'")
    }
  }

  func run() async throws {
    let configuration = try settings.load()
    let policy = try configuration.decisionPolicy()
    var learner = SensorModelLearner(assumed: policy)
    try know(&learner)
    var progress = ProgressLine()
    var records = 0
    func add(_ bytes: [UInt8], _ place: @autoclosure () -> String) throws {
      do throws(Rejection) { learner.add(try TileLogCodec.decode(bytes)) } catch {
        throw CommandError(.dataError, "\(place()): \(error)")
      }
      records += 1
      progress.show("\(records) records read")
    }
    for file in evidence {
      try MessageFile.forEach(file, as: .tileLogRecord) { entry in
        let place = "\(file): line \(entry.line ?? 1)"
        switch entry.bytes {
        case .success(let bytes): try add(bytes, place)
        case .failure(let rejection): throw CommandError(.dataError, "\(place): \(rejection)")
        }
      }
    }
    if evidence.isEmpty {
      let reading = try TopicReading(configuration, .evidence, from: .earliest)
      try reading.forEach(until: .init(isAtEnd: true)) { record in
        // What was refused at the door has taught the fold nothing either.
        if let value = record.value, (try? TileLogCodec.decode(value)) != nil {
          try add(value, "\(reading.name): partition \(record.partition), offset \(record.offset)")
        }
        return true
      }
    }
    let lesson = learner.learn { progress.show("\(records) records, look \($0) through them") }
    progress.finish("\(records) records, \(lesson.source.traversals) traversals")
    guard !lesson.classes.isEmpty else {
      throw CommandError(
        .dataError,
        lesson.source.traversals == 0
          ? "no record is of a traversal: there is nothing to learn from"
          : "none of \(lesson.source.unknownVotes) votes is on a piece that \(map) holds: give the map the log was matched with"
      )
    }
    let file = SensorModelFile(lesson, name: name)
    let output = try OutputFile(out)
    try output.write(try file.encode())
    try output.finish()
    if json { try Console.printJSON(file) } else { print(SensorModelText(file, assumed: policy).text) }
  }

  private func know(_ learner: inout SensorModelLearner) throws {
    let store = try MapStoreFile.open(map)
    do {
      for id in try store.currentIDs() {
        for entry in try store.history(of: id) {
          if let tile = try store.tile(id, version: entry.version) { learner.know(tile) }
        }
      }
    } catch { throw CommandError(.dataError, "\(map): \(error)") }
  }
}
