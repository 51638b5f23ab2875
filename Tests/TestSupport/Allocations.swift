import CAllocationCount

/// Blocks of memory that a thread asks for.
public enum Allocations {
  /// True where they can be counted; not under a sanitizer.
  public static var areCounted: Bool { allocation_count() >= 0 }

  /// Number of blocks that some work asks for on this thread.
  public static func count(_ work: () throws -> Void) rethrows -> Int {
    let before = allocation_count()
    try work()
    return Int(allocation_count() - before)
  }
}
