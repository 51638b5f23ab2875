/// An element of the true world, with the time it is there.
public struct TimedElement: Hashable, Sendable {
  /// What is there.
  public var element: WorldElement
  /// When it comes, ns since 1970; the smallest number where it always was.
  public var from_ns: Int64
  /// When it goes, ns since 1970; the largest number where it stays.
  public var until_ns: Int64

  /// An element that is there for some time, by default always.
  public init(_ element: WorldElement, from_ns: Int64 = .min, until_ns: Int64 = .max) {
    self.element = element
    self.from_ns = from_ns
    self.until_ns = until_ns
  }
}
