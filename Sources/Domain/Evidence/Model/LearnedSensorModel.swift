import MapModel

/// What votes are worth, class by class, as learned from a log. Classes it does not name are weighed as the policy says.
public struct LearnedSensorModel: Hashable, Sendable {
  /// The classes it knows, ascending, each once.
  public let classes: [ClassModel]

  /// A model of some classes; of a class given twice the first counts.
  public init(classes: [ClassModel]) {
    var known: Set<ElementClass> = []
    self.classes = classes.filter { known.insert($0.elementClass).inserted }.sorted {
      $0.elementClass < $1.elementClass
    }
  }

  /// What it says of a class.
  public subscript(elementClass: ElementClass) -> ClassModel? { classes.first { $0.elementClass == elementClass } }

  /// SHA-256 (32 bytes) of its canonical bytes: equal models, equal hashes.
  public var contentHash: [UInt8] {
    var writer = LedgerWriter()
    write(to: &writer)
    return SHA256.digest(writer.bytes)
  }

  /// Adds the stored form.
  public func write(to writer: inout LedgerWriter) {
    writer.list(classes) { writer, model in
      writer.byte(model.elementClass.rawValue)
      writer.list(model.steps) { writer, step in
        writer.byte(step.promised_255)
        writer.byte(step.seen_255)
      }
      writer.unsigned(model.priorPasses)
      writer.byte(model.falseAlarm_255)
      writer.unsigned(model.sameDay_permille)
      writer.byte(model.misread_255)
      writer.unsigned(model.reach_permille)
      writer.unsigned(model.offset_permille)
    }
  }

  /// Reads the stored form.
  public init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    self.init(
      classes: try reader.list("model.classes") { (reader: inout LedgerReader) throws(LedgerCorruption) in
        guard let elementClass = ElementClass(rawValue: try reader.byte("model.class")) else {
          throw LedgerCorruption("model.class")
        }
        var model = ClassModel(elementClass, assumed: Policy())
        model.steps = try reader.list("model.steps") { (reader: inout LedgerReader) throws(LedgerCorruption) in
          ClassModel.Step(
            promised_255: try reader.byte("model.promised"), seen_255: try reader.byte("model.seen"))
        }
        model.priorPasses = try reader.unsigned("model.prior_passes")
        model.falseAlarm_255 = try reader.byte("model.false_alarm")
        model.sameDay_permille = try reader.unsigned("model.same_day")
        model.misread_255 = try reader.byte("model.misread")
        model.reach_permille = try reader.unsigned("model.reach")
        model.offset_permille = try reader.unsigned("model.offset")
        return model
      })
  }
}
