import CContracts
import Evidence
import MapModel
import Observations

/// A learned sensor model in a record of the tile log.
enum LearnedModelColumns {
  static func read(_ message: Resurvey__V1__LearnedSensorModel) throws(Rejection) -> LearnedSensorModel {
    let field = "model_activation.learned.classes"
    try unsafe FieldCheck.count(message.n_classes, field, atMost: ElementClass.allCases.count)
    var classes: [ClassModel] = []
    for i in 0..<(unsafe message.n_classes) {
      guard let entry = unsafe message.classes[i] else { continue }
      let model = try unsafe self.model(entry.pointee, "\(field)[\(i)]")
      if let last = classes.last, last.elementClass >= model.elementClass {
        throw Rejection(
          last.elementClass == model.elementClass ? .duplicate : .outOfOrder, field: "\(field)[\(i)].element_class",
          value: model.elementClass.name, limit: "after \(last.elementClass.name)")
      }
      classes.append(model)
    }
    return LearnedSensorModel(classes: classes)
  }

  private static func model(
    _ message: Resurvey__V1__LearnedClass, _ field: String
  ) throws(Rejection) -> ClassModel {
    var model = ClassModel(
      try unsafe WireEnum.elementClass(message.element_class.rawValue, "\(field).element_class"), assumed: Policy())
    let promised = unsafe Columns.copy(message.promised_u8)
    let seen = unsafe Columns.copy(message.seen_u8)
    try FieldCheck.length(seen.count, "\(field).seen_u8", promised.count)
    model.steps = zip(promised, seen).map { ClassModel.Step(promised_255: $0, seen_255: $1) }
    model.priorPasses = try unsafe RecordCheck.narrow(message.prior_passes, "\(field).prior_passes")
    model.falseAlarm_255 = try unsafe RecordCheck.narrow(message.false_alarm_u8, "\(field).false_alarm_u8")
    model.sameDay_permille = try unsafe RecordCheck.narrow(message.same_day_permille, "\(field).same_day_permille")
    model.misread_255 = try unsafe RecordCheck.narrow(message.misread_u8, "\(field).misread_u8")
    model.reach_permille = try unsafe RecordCheck.narrow(message.reach_permille, "\(field).reach_permille")
    model.offset_permille = try unsafe RecordCheck.narrow(message.offset_permille, "\(field).offset_permille")
    if let fault = model.fault {
      throw Rejection(.outOfRange, field: "\(field).\(fault.field)", value: fault.value, limit: fault.limit)
    }
    return model
  }

  static func write(
    _ model: LearnedSensorModel, _ arena: borrowing Arena
  ) -> UnsafeMutablePointer<Resurvey__V1__LearnedSensorModel> {
    let body = unsafe arena.message(resurvey__v1__learned_sensor_model__init)
    guard !model.classes.isEmpty else { return unsafe body }
    let pointers = unsafe arena.pointers(to: Resurvey__V1__LearnedClass.self, model.classes.count)
    for (i, learned) in model.classes.enumerated() {
      let entry = unsafe arena.message(resurvey__v1__learned_class__init)
      unsafe entry.pointee.element_class = .init(rawValue: UInt32(learned.elementClass.rawValue))
      unsafe entry.pointee.promised_u8 = arena.bytes(learned.steps.map(\.promised_255))
      unsafe entry.pointee.seen_u8 = arena.bytes(learned.steps.map(\.seen_255))
      unsafe entry.pointee.prior_passes = UInt32(learned.priorPasses)
      unsafe entry.pointee.false_alarm_u8 = UInt32(learned.falseAlarm_255)
      unsafe entry.pointee.same_day_permille = UInt32(learned.sameDay_permille)
      unsafe entry.pointee.misread_u8 = UInt32(learned.misread_255)
      unsafe entry.pointee.reach_permille = UInt32(learned.reach_permille)
      unsafe entry.pointee.offset_permille = UInt32(learned.offset_permille)
      unsafe pointers[i] = entry
    }
    unsafe body.pointee.classes = pointers
    unsafe body.pointee.n_classes = model.classes.count
    return unsafe body
  }
}
