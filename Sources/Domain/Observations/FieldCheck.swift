/// Checks of single values and columns; a failed one says field, value and limit. Paths are built only on failure.
package enum FieldCheck {
  package static func id(_ text: String, _ field: String, atLeast least: Int, atMost most: Int) throws(Rejection) {
    let bytes = text.utf8.count
    guard bytes >= least else { throw Rejection(.missing, field: field, limit: "\(least) to \(most) bytes of text") }
    guard bytes <= most else {
      throw Rejection(.badLength, field: field, value: "\(bytes) bytes", limit: "at most \(most) bytes")
    }
    guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
      throw Rejection(.controlCharacter, field: field, value: text, limit: "text without control characters")
    }
  }

  package static func count(_ count: Int, _ field: @autoclosure () -> String, atMost most: Int) throws(Rejection) {
    guard count <= most else {
      throw Rejection(.tooMany, field: field(), value: "\(count) entries", limit: "at most \(most)")
    }
  }

  package static func number(
    _ value: Double, _ field: @autoclosure () -> String, in range: ClosedRange<Double>
  ) throws(Rejection) {
    guard value.isFinite else { throw Rejection(.notFinite, field: field(), value: "\(value)", limit: "finite") }
    guard range.contains(value) else {
      throw Rejection(.outOfRange, field: field(), value: "\(value)", limit: range.words)
    }
  }

  package static func positive(_ value: Double, _ field: @autoclosure () -> String, atMost most: Double)
    throws(Rejection)
  {
    try number(value, field(), in: Double.leastNormalMagnitude...most)
  }

  /// One pass without branches, so that it runs on vector units; the culprit is looked for only where there is one.
  package static func column(_ values: [Float], _ field: @autoclosure () -> String, in range: ClosedRange<Float>)
    throws(Rejection)
  {
    let low = range.lowerBound
    let high = range.upperBound
    var bad: UInt32 = 0
    for value in values { bad |= value >= low && value <= high ? 0 : 1 }
    guard bad != 0, let i = values.firstIndex(where: { !range.contains($0) }) else { return }
    try number(Double(values[i]), "\(field())[\(i)]", in: Double(low)...Double(high))
  }

  package static func indexes(_ values: [UInt32], _ field: @autoclosure () -> String, into table: String, count: Int)
    throws(Rejection)
  {
    var highest: UInt32 = 0
    for value in values { highest = max(highest, value) }
    guard !values.isEmpty, Int(highest) >= count, let i = values.firstIndex(where: { Int($0) >= count }) else { return }
    throw Rejection(
      .indexOutOfRange, field: "\(field())[\(i)]", value: "\(values[i])", limit: "an index into \(count) \(table)")
  }

  package static func length(_ length: Int, _ field: @autoclosure () -> String, _ expected: Int) throws(Rejection) {
    guard length == expected else {
      throw Rejection(.lengthMismatch, field: field(), value: "\(length) entries", limit: "\(expected) entries")
    }
  }

  /// Every matrix of the three columns is positive definite; the diagonals are checked before.
  package static func covariances(xx: [Float], xy: [Float], yy: [Float], _ field: String) throws(Rejection) {
    for i in xx.indices where !(Double(xy[i]) * Double(xy[i]) < Double(xx[i]) * Double(yy[i])) {
      guard xy[i].isFinite else {
        throw Rejection(.notFinite, field: "\(field)[\(i)]", value: "\(xy[i])", limit: "finite")
      }
      throw Rejection(
        .badCovariance, field: "\(field)[\(i)]", value: "\(xy[i])",
        limit: "below the root of \(xx[i]) × \(yy[i]) in size")
    }
  }
}

extension ClosedRange<Double> {
  /// The range as a limit reads.
  var words: String {
    lowerBound == Double.leastNormalMagnitude || lowerBound == Double(Float.leastNormalMagnitude)
      ? "above 0, at most \(upperBound)" : "\(lowerBound) to \(upperBound)"
  }
}
