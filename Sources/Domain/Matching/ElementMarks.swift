import Geometry

/// A set of element numbers that is emptied in no time: what a frame has seen. Its memory is kept from frame to frame.
public struct ElementMarks: ~Copyable {
  @usableFromInline struct Slot: BitwiseCopyable {
    @usableFromInline var epoch: UInt32
    @usableFromInline var element: Int32

    @inlinable init(epoch: UInt32, element: Int32) {
      self.epoch = epoch
      self.element = element
    }
  }

  @usableFromInline var slots = ReusedMemory<Slot>(1024)
  @usableFromInline var epoch: UInt32 = 1

  /// An empty set.
  public init() {}

  /// Empties the set and makes room for some elements.
  public mutating func clear(room: Int) {
    if slots.capacity < 4 * room {
      slots = ReusedMemory(1 << (Int.bitWidth - (4 * room - 1).leadingZeroBitCount))
      epoch = 0
    }
    epoch &+= 1
    if epoch == 0 {
      slots = ReusedMemory(slots.capacity)
      epoch = 1
    }
  }

  @inlinable @inline(__always) func place(of element: Int32) -> (at: Int, isThere: Bool) {
    let mask = UInt32(slots.capacity - 1)
    var at = UInt32(bitPattern: element) &* 2_654_435_761 >> 12 & mask
    while true {
      let slot = slots[Int(at)]
      if slot.epoch != epoch { return (Int(at), false) }
      if slot.element == element { return (Int(at), true) }
      at = (at + 1) & mask
    }
  }

  /// Adds an element.
  @inlinable @inline(__always) public mutating func insert(_ element: Int32) {
    let place = place(of: element)
    if !place.isThere { slots[place.at] = Slot(epoch: epoch, element: element) }
  }

  /// True for an element that was added.
  @inlinable @inline(__always) public func contains(_ element: Int32) -> Bool { place(of: element).isThere }
}
