/// What each detection of a sensor could be, in the columns that `PairAssignment` reads. Its memory is used again.
struct PairCandidates {
  private(set) var ends: [UInt32] = []
  private(set) var elements: [Int32] = []
  private(set) var costs: [Float] = []

  /// Takes everything out.
  mutating func clear() {
    ends.removeAll(keepingCapacity: true)
    elements.removeAll(keepingCapacity: true)
    costs.removeAll(keepingCapacity: true)
  }

  /// Adds a candidate of the detection that is open.
  mutating func append(_ element: Int32, cost: Float) {
    elements.append(element)
    costs.append(cost)
  }

  /// Ends the candidates of a detection; the next one is open.
  mutating func endDetection() { ends.append(UInt32(elements.count)) }
}

extension PairAssignment {
  /// Chooses among candidates, where a detection that takes none costs `alone`.
  mutating func solve(_ candidates: PairCandidates, alone: Float) {
    solve(ends: candidates.ends.span, elements: candidates.elements.span, costs: candidates.costs.span, alone: alone)
  }
}
