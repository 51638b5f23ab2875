/// Memory that is written anew for every frame and only grows: an array without reference counts and copies on the hot path. Every access is
/// checked against the capacity.
@safe public struct ReusedMemory<Value: BitwiseCopyable>: ~Copyable {
  @usableFromInline var start: UnsafeMutablePointer<Value>
  /// Values there is room for.
  public private(set) var capacity: Int

  /// Room for some values, all bytes zero.
  public init(_ capacity: Int = 64) {
    self.capacity = capacity
    unsafe start = UnsafeMutablePointer<Value>.allocate(capacity: capacity)
    // Any bit pattern is a value; zero bytes are as good as others.
    unsafe UnsafeMutableRawPointer(start).initializeMemory(
      as: UInt8.self, repeating: 0, count: capacity * MemoryLayout<Value>.stride)
  }

  deinit { unsafe start.deallocate() }

  /// Makes room for `count` values; what was there is lost where it grows.
  @inlinable @inline(__always) public mutating func reserve(_ count: Int) {
    if count > capacity { grow(count) }
  }

  @usableFromInline mutating func grow(_ count: Int) { self = ReusedMemory(max(count, capacity * 2)) }

  /// The value at a place below the capacity.
  @inlinable public subscript(i: Int) -> Value {
    @inline(__always) get {
      precondition(UInt(bitPattern: i) < UInt(bitPattern: capacity), "a place inside the reused memory")
      return unsafe start[i]
    }
    @inline(__always) nonmutating set {
      precondition(UInt(bitPattern: i) < UInt(bitPattern: capacity), "a place inside the reused memory")
      unsafe start[i] = newValue
    }
  }

  /// The first values.
  @_lifetime(borrow self)
  @inlinable public func prefix(_ count: Int) -> Span<Value> {
    precondition(count >= 0 && count <= capacity, "a prefix inside the reused memory")
    return unsafe _overrideLifetime(Span(_unsafeStart: start, count: count), borrowing: self)
  }
}
