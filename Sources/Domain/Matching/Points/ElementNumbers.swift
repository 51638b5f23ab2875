import Geometry

/// Numbers from 0 for the elements that a frame's candidates name.
struct ElementNumbers: ~Copyable {
  /// Internal, because the compiler (6.3.1, debug) loses a private type inside a noncopyable value of another file.
  struct Slot: BitwiseCopyable {
    var epoch: UInt32
    var element: Int32
    var number: Int32
  }

  private var slots = ReusedMemory<Slot>(256)
  private var ofCandidate = ReusedMemory<Int32>()
  private var epoch: UInt32 = 0
  /// How many there are.
  private(set) var count = 0

  init() {}

  /// The number of a candidate's element; −1 for a candidate too dear to be taken.
  @inline(__always) subscript(candidate: Int) -> Int { Int(ofCandidate[candidate]) }

  /// Numbers the elements of all candidates below `alone`; returns how many there are.
  mutating func number(_ elements: Span<Int32>, _ costs: Span<Float>, _ alone: Float) -> Int {
    let candidates = elements.count
    ofCandidate.reserve(candidates)
    epoch &+= 1
    if slots.capacity < 4 * candidates || epoch == 0 {
      slots = ReusedMemory(max(slots.capacity, 1 << (Int.bitWidth - (4 * candidates).leadingZeroBitCount)))
      epoch = 1
    }
    let mask = UInt32(slots.capacity - 1)
    count = 0
    for e in 0..<candidates {
      guard costs[e] < alone else {
        ofCandidate[e] = -1
        continue
      }
      let element = elements[e]
      var at = Int(UInt32(bitPattern: element) &* 2_654_435_761 >> 8 & mask)
      while slots[at].epoch == epoch, slots[at].element != element { at = (at + 1) & Int(mask) }
      if slots[at].epoch != epoch {
        slots[at] = Slot(epoch: epoch, element: element, number: Int32(count))
        count += 1
      }
      ofCandidate[e] = slots[at].number
    }
    return count
  }
}
