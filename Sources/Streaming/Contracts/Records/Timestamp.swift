/// Times as RFC 3339 text in UTC, exact to the nanosecond. Days and years by H. Hinnant's civil calendar algorithms
/// ("chrono-Compatible Low-Level Date Algorithms", 2013).
public enum Timestamp {
  private static let day_ns: Int64 = 86_400_000_000_000

  /// `2025-06-15T12:00:00.000000000Z`, always nine decimals, so that texts sort as times do.
  public static func text(of time_ns: Int64) -> String {
    let days = floorDivide(time_ns, day_ns)
    let rest_ns = time_ns - days * day_ns
    let (year, month, day) = date(ofDay: days)
    let second = rest_ns / 1_000_000_000
    return
      "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):"
      + "\(padded(second % 60, 2)).\(padded(rest_ns % 1_000_000_000, 9))Z"
  }

  /// The time of such a text, with any number of decimals up to nine; nil for every other text.
  public static func time_ns(of text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z") else { return nil }
    let marks: [(Int, Character)] = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")]
    guard marks.allSatisfy({ bytes[$0.0] == $0.1.asciiValue }) else { return nil }
    func number(_ range: Range<Int>) -> Int64? {
      guard bytes[range].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
      return bytes[range].reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19), year >= 1678, year <= 2261, (1...12).contains(month),
      (1...31).contains(day), hour < 24, minute < 60, second < 60
    else { return nil }
    var fraction_ns: Int64 = 0
    if bytes.count > 20 {
      let digits = 20..<bytes.count - 1
      guard bytes[19] == UInt8(ascii: "."), (1...9).contains(digits.count), let number = number(digits) else {
        return nil
      }
      fraction_ns = (digits.count..<9).reduce(number) { value, _ in value * 10 }
    }
    let days = self.day(ofYear: year, month: month, day: day)
    guard date(ofDay: days) == (year, month, day) else { return nil }
    return days * day_ns + (hour * 3600 + minute * 60 + second) * 1_000_000_000 + fraction_ns
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(width - digits.count, 0)) + digits
  }

  private static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { a >= 0 ? a / b : (a - b + 1) / b }

  private static func date(ofDay day: Int64) -> (Int64, Int64, Int64) {
    let shifted = day + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private static func day(ofYear year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
