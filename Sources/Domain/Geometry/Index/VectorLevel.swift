import CGeometry

/// Which build of the index's kernels runs; all give the same answers but for rounding.
public enum VectorLevel: Int32, CaseIterable, Sendable {
  /// For any machine.
  case portable = 0
  /// x86-64 with AVX2 and FMA.
  case avx2 = 1
  /// x86-64 with AVX-512 (F, BW, DQ, VL).
  case avx512 = 2

  /// The best level of this machine.
  public static let best = VectorLevel(rawValue: geo_best_level().rawValue) ?? .portable

  /// All levels this machine can run.
  public static var available: [VectorLevel] { allCases.filter { $0.rawValue <= best.rawValue } }

  var kernel: GeoLevel { GeoLevel(rawValue: rawValue) }
}
