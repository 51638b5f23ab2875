import Evidence
import Foundation
import MapModel

/// A learned sensor model as a file that a person can read: what the fold weighs by, its hash, and what it was learned from.
public struct SensorModelFile: Hashable, Sendable, Codable {
  /// What the file is, with the version of its layout.
  public let format: String
  /// Name and version of the model: the version is the beginning of its hash.
  public let model: String
  /// SHA-256 of what the fold weighs by, in hexadecimal.
  public let contentSha256: String
  /// What it was learned from.
  public let learnedFrom: SensorModelLesson.Source
  /// What was learned, class by class.
  public let classes: [Class]

  /// A class: the numbers the fold weighs by, and what they rest on.
  public struct Class: Hashable, Sendable, Codable {
    /// Name of the class.
    public let elementClass: String
    /// What the fold weighs by.
    public let weighedBy: Weights
    /// What it rests on.
    public let evidence: Evidence
  }

  /// What the fold weighs by, see `ClassModel`.
  public struct Weights: Hashable, Sendable, Codable {
    /// What votes promised, in 1/255, ascending.
    public let promised_255: [UInt8]
    /// What they saw of what stood, in 1/255.
    public let seen_255: [UInt8]
    /// Passes the class is worth as a prior.
    public let priorPasses: UInt16
    /// P_FA, in 1/255.
    public let falseAlarm_255: UInt8
    /// ICC of one day's votes, thousandths.
    public let sameDay_permille: UInt16
    /// Probability of misreading, in 1/255.
    public let misread_255: UInt8
    /// What new things show over what swaths promise, thousandths.
    public let reach_permille: UInt16
    /// Spread of offsets over the promised one, thousandths.
    public let offset_permille: UInt16
  }

  /// What a class's numbers rest on, see `ClassLesson`.
  public struct Evidence: Hashable, Sendable, Codable {
    /// Votes on what stood, and what they promised and saw in the mean.
    public let votes: Double
    /// See `votes`.
    public let promised: Double?
    /// See `votes`.
    public let seen: Double?
    /// The same by what was promised.
    public let steps: [ClassLesson.Step]
    /// Standard deviation of P_D between elements, and how many tell it.
    public let spread: Double?
    /// See `spread`.
    public let cells: Int
    /// Things of the map that were gone or went.
    public let gone: Double
    /// P_FA, and the looks at nothing that tell it.
    public let falseAlarm: Double?
    /// See `falseAlarm`.
    public let emptyLooks: Double
    /// ICC of one day's votes, its standard deviation, and the pairs of votes that tell it.
    public let sameDay: Double?
    /// See `sameDay`.
    public let sameDayDeviation: Double?
    /// See `sameDay`.
    public let pairs: Int
    /// Sightings of nothing, a km.
    public let clutter_perkm: Double
    /// Places where something was seen that the map lacks.
    public let places: Double
    /// What was seen of new things over what swaths promised.
    public let reach: Double?
    /// Probability of misreading, and the pairs of readings that tell it.
    public let misreading: Double?
    /// See `misreading`.
    public let readings: Int
    /// Standard deviation of an offset as promised and as it is, cm.
    public let promisedOffset_cm: Double?
    /// See `promisedOffset_cm`.
    public let offset_cm: Double?
  }

  /// The layout this program reads and writes.
  public static let format = "resurvey-sensor-model/1"

  /// A file of a lesson.
  /// - Parameter name: The model's name; its version is added.
  public init(_ lesson: SensorModelLesson, name: String) {
    format = Self.format
    let hash = Self.hexadecimal(lesson.model.contentHash)
    model = "\(name)-\(hash.prefix(Self.versionLength))"
    contentSha256 = hash
    learnedFrom = lesson.source
    classes = lesson.classes.map { lesson in
      Class(
        elementClass: lesson.elementClass.name, weighedBy: Weights(lesson.model), evidence: Evidence(lesson))
    }
  }

  /// Digits of the hash that make the version.
  static let versionLength = 12
  /// Longest name that leaves room for the version in a record's id.
  public static let longestName = 64 - versionLength - 1

  /// Why a file is none.
  public enum Fault: Error, Hashable, CustomStringConvertible {
    /// It is no JSON of this layout.
    case unreadable(reason: String)
    /// It is of another layout.
    case otherFormat(String)
    /// A value is outside of its range.
    case value(field: String, value: String, limit: String)
    /// What it says is not what its hash is of.
    case otherContent(stated: String, actual: String)

    /// Field, value and what to do.
    public var description: String {
      switch self {
      case .unreadable(let reason): "is no sensor model: \(reason); `resurvey train sensor-model` writes one"
      case .otherFormat(let format): "is of format '\(format)', this program reads '\(SensorModelFile.format)'"
      case .value(let field, let value, let limit): "\(field) is \(value), must be \(limit)"
      case .otherContent(let stated, let actual):
        "contentSha256 is \(stated), but the classes hash to \(actual): it was changed after it was learned; learn it anew"
      }
    }
  }

  /// Reads a file.
  /// - Throws: `Fault`.
  public static func decode(_ bytes: [UInt8]) throws(Fault) -> SensorModelFile {
    struct Head: Decodable { let format: String }
    let file: SensorModelFile
    do {
      let head = try JSONDecoder().decode(Head.self, from: Data(bytes))
      guard head.format == format else { throw Fault.otherFormat(head.format) }
      file = try JSONDecoder().decode(SensorModelFile.self, from: Data(bytes))
    } catch let fault as Fault {
      throw fault
    } catch {
      throw .unreadable(reason: "\(error)")
    }
    _ = try file.learned()
    return file
  }

  /// The bytes of the file; equal lessons give equal bytes.
  public func encode() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// What the fold weighs by.
  /// - Throws: `Fault` for an unknown class, a value outside of its range, or another hash.
  public func learned() throws(Fault) -> LearnedSensorModel {
    var models: [ClassModel] = []
    for entry in classes {
      guard let elementClass = ElementClass(name: entry.elementClass) else {
        throw .value(field: "elementClass", value: entry.elementClass, limit: "a class's name")
      }
      let weights = entry.weighedBy
      guard weights.promised_255.count == weights.seen_255.count else {
        throw .value(
          field: "\(entry.elementClass).seen_255", value: "a list of \(weights.seen_255.count)",
          limit: "of \(weights.promised_255.count), as promised_255")
      }
      let model = weights.model(of: elementClass)
      if let fault = model.fault {
        throw .value(field: "\(entry.elementClass).\(fault.field)", value: fault.value, limit: fault.limit)
      }
      models.append(model)
    }
    let learned = LearnedSensorModel(classes: models)
    let hash = Self.hexadecimal(learned.contentHash)
    guard hash == contentSha256 else { throw .otherContent(stated: contentSha256, actual: hash) }
    return learned
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}

extension SensorModelFile.Weights {
  init(_ model: ClassModel) {
    promised_255 = model.steps.map(\.promised_255)
    seen_255 = model.steps.map(\.seen_255)
    priorPasses = model.priorPasses
    falseAlarm_255 = model.falseAlarm_255
    sameDay_permille = model.sameDay_permille
    misread_255 = model.misread_255
    reach_permille = model.reach_permille
    offset_permille = model.offset_permille
  }

  func model(of elementClass: ElementClass) -> ClassModel {
    var model = ClassModel(elementClass, assumed: Policy())
    model.steps = zip(promised_255, seen_255).map { ClassModel.Step(promised_255: $0, seen_255: $1) }
    model.priorPasses = priorPasses
    model.falseAlarm_255 = falseAlarm_255
    model.sameDay_permille = sameDay_permille
    model.misread_255 = misread_255
    model.reach_permille = reach_permille
    model.offset_permille = offset_permille
    return model
  }
}

extension SensorModelFile.Evidence {
  init(_ lesson: ClassLesson) {
    votes = lesson.votes
    promised = lesson.promised
    seen = lesson.seen
    steps = lesson.steps
    spread = lesson.spread
    cells = lesson.cells
    gone = lesson.gone
    falseAlarm = lesson.falseAlarm
    emptyLooks = lesson.emptyLooks
    sameDay = lesson.sameDay
    sameDayDeviation = lesson.sameDayDeviation
    pairs = lesson.pairs
    clutter_perkm = lesson.clutter_perkm
    places = lesson.places
    reach = lesson.reach
    misreading = lesson.misreading
    readings = lesson.readings
    promisedOffset_cm = lesson.promisedOffset_cm
    offset_cm = lesson.offset_cm
  }
}
