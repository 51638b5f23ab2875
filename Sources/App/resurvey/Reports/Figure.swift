import Foundation

/// Figures as tables show them; – where there is none.
enum Figure {
  static let none = "–"

  /// A length to the millimetre.
  static func metres(_ value: Double?) -> String { number(value, digits: 3).map { $0 + " m" } ?? none }

  /// A share to a tenth of a percent.
  static func percent(_ share: Double?) -> String {
    number(share.map { $0 * 100 }, digits: 1).map { $0 + " %" } ?? none
  }

  /// A part of a whole to a tenth of a percent.
  static func percent(_ part: Int, of whole: Int) -> String {
    percent(whole > 0 ? Double(part) / Double(whole) : nil)
  }

  /// A number to two places.
  static func number(_ value: Double?) -> String { number(value, digits: 2) ?? none }

  /// A small rate with two digits, such as 1.5e-3.
  static func scientific(_ value: Double?) -> String {
    guard let value, value.isFinite else { return none }
    if value == 0 { return "0" }
    let exponent = Int(log10(abs(value)).rounded(.down))
    return "\(number(value / pow(10, Double(exponent)), digits: 1) ?? none)e\(exponent)"
  }

  private static func number(_ value: Double?, digits: Int) -> String? {
    guard let value, value.isFinite else { return nil }
    return value.formatted(.number.precision(.fractionLength(digits)).grouping(.never).locale(Locale(identifier: "en")))
  }
}
