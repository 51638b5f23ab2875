/// Eight numbers in a row. What holds a SIMD8 asks for memory aligned to 32 bytes, which is slow to come by, and supports come and go by
/// the vote.
struct FewNumbers: Hashable, Sendable {
  private var numbers = InlineArray<8, UInt32>(repeating: 0)

  subscript(index: Int) -> UInt32 {
    get { numbers[index] }
    set { numbers[index] = newValue }
  }

  /// By all numbers.
  static func == (a: FewNumbers, b: FewNumbers) -> Bool {
    a.numbers.indices.allSatisfy { a.numbers[$0] == b.numbers[$0] }
  }

  /// Of all numbers.
  func hash(into hasher: inout Hasher) { for index in numbers.indices { hasher.combine(numbers[index]) } }
}
