/// A piece of line is judged in intervals, since half a boundary can go.
public enum LineInterval {
  /// Length of an interval, cm; the last of a line may be up to half as long again, or as short as half.
  public static let length_cm = 2000

  /// Number of intervals of a line: its length over `length_cm`, rounded to nearest, at least one.
  public static func count(lineLength_cm: Int) -> Int { max((lineLength_cm + length_cm / 2) / length_cm, 1) }
}
