/// Why a partition file was not opened or a batch not committed.
public enum PartitionStoreError: Error, Hashable, Sendable {
  /// The file's word.
  case database(DatabaseError)
  /// Another owner moved on: the file is not at the offset this one expects. Stop, and load again.
  case fenced(expected: Int64?, found: Int64?)
  /// The file belongs to another partition or application.
  case otherPartition(path: String, expected: String, found: String)
  /// A batch that would leave a gap in a topic's numbers, or repeat one: a defect of the fold.
  case outboxGap(topic: String, expected: UInt64, found: UInt64)
  /// A batch that ends before it begins: a defect of the fold.
  case backwards(from: Int64?, to: Int64)
}

extension PartitionStoreError: CustomStringConvertible {
  /// One line with the fix.
  public var description: String {
    func word(_ offset: Int64?) -> String { offset.map(String.init) ?? "none" }
    switch self {
    case .database(let error): return "\(error)"
    case .fenced(let expected, let found):
      return
        "partition file stands at offset \(word(found)), not \(word(expected)): another owner wrote it; load it again"
    case .otherPartition(let path, let expected, let found):
      return "\(path): it is the file of '\(found)', not of '\(expected)': check the state folder"
    case .outboxGap(let topic, let expected, let found):
      return "outbox of \(topic): number \(found) where \(expected) is next: this is a defect of the program"
    case .backwards(let from, let to):
      return "a batch from offset \(word(from)) to \(to): this is a defect of the program"
    }
  }
}
