/// A failure of the Kafka adapter, named by what to do next.
public enum KafkaError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Passing trouble (network, a broker down, a rebalance under way): do the same again later.
  case retryable(KafkaFault)
  /// Another process owns what this one held: stop writing, give the partitions up, join again.
  case fenced(KafkaFault)
  /// The request or the configuration is wrong and stays wrong: correct what the fault names.
  case rejected(KafkaFault)
  /// The client cannot go on: close it and start anew, or end the process.
  case fatal(KafkaFault)

  /// What happened, whatever the case.
  public var fault: KafkaFault {
    switch self {
    case .retryable(let fault), .fenced(let fault), .rejected(let fault), .fatal(let fault): fault
    }
  }

  /// The case, the operation and the reason in one line.
  public var description: String {
    switch self {
    case .retryable(let fault): "retryable: \(fault)"
    case .fenced(let fault): "fenced: \(fault)"
    case .rejected(let fault): "rejected: \(fault)"
    case .fatal(let fault): "fatal: \(fault)"
    }
  }
}

/// What went wrong, on what.
public struct KafkaFault: Hashable, Sendable, CustomStringConvertible {
  /// What was tried, with the topic, group or property it was tried on.
  public var operation: String
  /// librdkafka's name of the error (`_TRANSPORT`, `UNKNOWN_TOPIC_OR_PART`), or `CONFIGURATION`, `USAGE`.
  public var code: String
  /// The reason in words, with the remedy where one is known.
  public var reason: String

  /// A fault from its parts.
  public init(operation: String, code: String, reason: String) {
    self.operation = operation
    self.code = code
    self.reason = reason
  }

  /// `operation: reason (code)`.
  public var description: String { "\(operation): \(reason) (\(code))" }
}
