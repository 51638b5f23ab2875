import CContracts
import Evidence
import MapModel
import Observations

/// Candidates as packed columns, vertices as differences over all candidates.
enum CandidateColumns {
  static func read(
    _ message: Resurvey__V1__Candidates, labels: Int, _ limits: RecordLimits
  ) throws(Rejection) -> [CandidateSighting] {
    let group = "traversal.candidates"
    let count = unsafe message.n_element_class
    try FieldCheck.count(count, group, atMost: limits.votes)
    try unsafe FieldCheck.length(message.n_shape_kind, "\(group).shape_kind", count)
    let vertices = unsafe Columns.copy(message.n_vertex_count, message.vertex_count)
    try FieldCheck.length(vertices.count, "\(group).vertex_count", count)
    let points = try unsafe RecordCheck.points(
      x_cm: Deltas.sums(Columns.copy(message.n_x_delta_cm, message.x_delta_cm)),
      y_cm: Deltas.sums(Columns.copy(message.n_y_delta_cm, message.y_delta_cm)), "\(group).vertices", limits)
    let sum = vertices.reduce(0) { $0 + Int($1) }
    guard sum == points.count else {
      throw Rejection(
        .lengthMismatch, field: "\(group).vertex_count", value: "sum \(sum)",
        limit: "\(points.count), the number of vertices")
    }
    let sigmas = unsafe Columns.copy(message.n_sigma_cm, message.sigma_cm)
    let existence = unsafe Columns.copy(message.existence_u8)
    let frames = unsafe Columns.copy(message.n_frame_count, message.frame_count)
    try FieldCheck.length(sigmas.count, "\(group).sigma_cm", count)
    try FieldCheck.length(existence.count, "\(group).existence_u8", count)
    try FieldCheck.length(frames.count, "\(group).frame_count", count)
    let indexes = try unsafe RecordCheck.column(
      Columns.copy(message.n_label_index_plus_1, message.label_index_plus_1), "\(group).label_index_plus_1",
      orZeros: count)
    try FieldCheck.indexes(indexes, "\(group).label_index_plus_1", into: "labels and none", count: labels + 1)

    var candidates: [CandidateSighting] = []
    var next = 0
    for i in 0..<count {
      let kind = try unsafe WireEnum.shapeKind(message.shape_kind[i].rawValue, "\(group).shape_kind[\(i)]")
      try RecordCheck.vertexCount(Int(vertices[i]), kind, "\(group).vertex_count[\(i)]", limits)
      let end = next + Int(vertices[i])
      candidates.append(
        CandidateSighting(
          elementClass: try unsafe WireEnum.elementClass(
            message.element_class[i].rawValue, "\(group).element_class[\(i)]"),
          kind: kind, points: Array(points[next..<end]),
          sigma_cm: try RecordCheck.narrow(sigmas[i], "\(group).sigma_cm[\(i)]"), existence: existence[i],
          frames: try RecordCheck.narrow(frames[i], "\(group).frame_count[\(i)]"),
          label: try RecordCheck.narrow(indexes[i], "\(group).label_index_plus_1[\(i)]")))
      next = end
    }
    return candidates
  }

  static func write(
    _ candidates: [CandidateSighting], _ arena: borrowing Arena
  ) -> UnsafeMutablePointer<Resurvey__V1__Candidates> {
    let message = unsafe arena.message(resurvey__v1__candidates__init)
    unsafe (message.pointee.n_element_class, message.pointee.element_class) = arena.column(
      candidates.map { Resurvey__V1__ElementClass(rawValue: UInt32($0.elementClass.rawValue)) })
    unsafe (message.pointee.n_shape_kind, message.pointee.shape_kind) = arena.column(
      candidates.map { Resurvey__V1__ShapeKind(rawValue: UInt32($0.kind.rawValue)) })
    unsafe (message.pointee.n_vertex_count, message.pointee.vertex_count) = arena.column(
      candidates.map { UInt32($0.points.count) })
    let points = candidates.flatMap(\.points)
    unsafe (message.pointee.n_x_delta_cm, message.pointee.x_delta_cm) = arena.column(
      Deltas.differences(points.map(\.x_cm)))
    unsafe (message.pointee.n_y_delta_cm, message.pointee.y_delta_cm) = arena.column(
      Deltas.differences(points.map(\.y_cm)))
    unsafe (message.pointee.n_sigma_cm, message.pointee.sigma_cm) = arena.column(candidates.map { UInt32($0.sigma_cm) })
    unsafe message.pointee.existence_u8 = arena.bytes(candidates.map(\.existence))
    unsafe (message.pointee.n_frame_count, message.pointee.frame_count) = arena.column(
      candidates.map { UInt32($0.frames) })
    unsafe (message.pointee.n_label_index_plus_1, message.pointee.label_index_plus_1) = arena.column(
      RecordCheck.unlessZeros(candidates.map { UInt32($0.label) }))
    return unsafe message
  }
}
