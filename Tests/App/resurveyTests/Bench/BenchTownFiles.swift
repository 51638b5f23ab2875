import Foundation

/// Bytes of the benchmark's formats: little endian, every array padded to a multiple of 8.
private struct Bytes {
  var data = Data()

  mutating func append<Value>(_ values: [Value], isPadded: Bool = true) {
    unsafe values.withUnsafeBytes { unsafe data.append(contentsOf: $0) }
    while isPadded, data.count % 8 != 0 { data.append(0) }
  }
}

extension BenchTown {
  /// The map as a file of the benchmark.
  var mapFile: Data {
    var bytes = Bytes(data: Data("PBM1".utf8))
    let vertices = lines.flatMap(\.vertices)
    bytes.append(
      [1, points.count, lines.count, vertices.count, 0].map(UInt32.init), isPadded: false)
    func spots(_ p: [SIMD2<Double>]) -> [SIMD2<Int32>] { p.map { SIMD2<Int32>($0 * 1000, rounding: .toNearestOrEven) } }
    bytes.append(spots(points.map(\.at)))
    bytes.append(points.map(\.kind))
    bytes.append(lines.reduce(into: [UInt32(0)]) { $0.append($0[$0.count - 1] + UInt32($1.vertices.count)) })
    bytes.append(lines.map(\.kind))
    bytes.append(spots(vertices))
    return bytes.data
  }

  /// The frames as a file of the benchmark.
  var framesFile: Data {
    var bytes = Bytes(data: Data("PBF1".utf8))
    let points = frames.flatMap(\.points)
    let lines = frames.flatMap(\.lines)
    func offsets(_ counts: [Int]) -> [UInt32] {
      counts.reduce(into: [UInt32(0)]) { $0.append($0[$0.count - 1] + UInt32($1)) }
    }
    let samples = lines.flatMap(\.samples)
    bytes.append(
      [frames.count, vehicles, framesPerVehicle, points.count, lines.count, samples.count, 0].map(UInt32.init),
      isPadded: false)
    bytes.append(frames.flatMap { frame -> [Double] in [frame.position.x, frame.position.y, 0] })
    bytes.append(offsets(frames.map(\.points.count)))
    bytes.append(offsets(frames.map(\.lines.count)))
    bytes.append(points.map(\.at))
    bytes.append(points.flatMap { point -> [Float] in [point.covariance.x, point.covariance.y, point.covariance.z] })
    bytes.append(points.map(\.kind))
    bytes.append(offsets(lines.map(\.samples.count)))
    bytes.append(lines.map(\.kind))
    bytes.append(samples)
    return bytes.data
  }
}

/// What a run wrote of one frame.
struct BenchResult: Equatable {
  var points: [Int32] = []
  var lines: [Int32] = []
  var missed: [Int32] = []
  var expected: Int32 = 0

  /// All frames of a result file.
  static func all(_ data: Data) -> [BenchResult] {
    let values = stride(from: 0, to: data.count - 3, by: 4).map { at in
      (0..<4).reduce(Int32(0)) { $0 | Int32(bitPattern: UInt32(data[at + $1]) << UInt32(8 * $1)) }
    }
    var at = 0
    func list() -> [Int32] {
      let count = Int(values[at])
      at += count + 1
      return Array(values[(at - count)..<at])
    }
    var results: [BenchResult] = []
    while at < values.count {
      var result = BenchResult(points: list(), lines: list(), missed: list())
      result.expected = values[at]
      at += 1
      results.append(result)
    }
    return results
  }
}
