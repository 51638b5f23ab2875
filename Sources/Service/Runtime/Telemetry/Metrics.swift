import Synchronization

/// A number that only grows, such as frames read. Safe from any thread.
public final class Counter: Sendable {
  private let count = Atomic<UInt64>(0)

  init() {}

  /// Adds `amount`; wraps beyond 2⁶⁴.
  public func increment(by amount: UInt64 = 1) {
    count.wrappingAdd(amount, ordering: .relaxed)
  }

  /// What was counted so far.
  public var value: UInt64 { count.load(ordering: .relaxed) }
}

/// A number that goes up and down, such as lag. Safe from any thread.
public final class Gauge: Sendable {
  private let bits = Atomic<UInt64>(0)

  init() {}

  /// Sets the number.
  public func set(_ value: Double) {
    bits.store(value.bitPattern, ordering: .relaxed)
  }

  /// Sets the number.
  public func set(_ value: some BinaryInteger) {
    set(Double(value))
  }

  /// Adds to the number, less than zero to take away.
  public func add(_ amount: Double) {
    var old = bits.load(ordering: .relaxed)
    while true {
      let new = (Double(bitPattern: old) + amount).bitPattern
      let (exchanged, seen) = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
      if exchanged { return }
      old = seen
    }
  }

  /// The number now.
  public var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
}

/// How values are distributed over buckets, such as the time a batch takes. Safe from any thread.
public final class Histogram: Sendable {
  /// What was observed so far.
  public struct Snapshot: Sendable, Hashable {
    /// Upper bounds, ascending; a value on a bound belongs to it. The last bucket, without bound, is left out.
    public var bounds: [Double]
    /// How many values fell in each bucket and, last, beyond all bounds.
    public var counts: [UInt64]
    /// Sum of all values.
    public var sum: Double

    /// How many values there were.
    public var count: UInt64 { counts.reduce(0, +) }
  }

  /// Bounds for the time of a batch, in seconds: 1 ms to 10 s.
  public static let timeBounds_s: [Double] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]

  private let state: Mutex<Snapshot>

  init(bounds: [Double]) {
    precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "bounds must ascend")
    precondition(bounds.allSatisfy(\.isFinite), "the bound +Inf is always there")
    state = Mutex(Snapshot(bounds: bounds, counts: Array(repeating: 0, count: bounds.count + 1), sum: 0))
  }

  /// Counts a value; NaN is not counted.
  public func observe(_ value: Double) {
    guard !value.isNaN else { return }
    state.withLock { state in
      let bucket = state.bounds.firstIndex { value <= $0 } ?? state.bounds.count
      state.counts[bucket] += 1
      state.sum += value
    }
  }

  /// What was observed so far, all parts at one moment.
  public var snapshot: Snapshot { state.withLock { $0 } }
}
