import Foundation
import Kafka

/// What did not come to be within its time.
struct Overdue: Error, CustomStringConvertible {
  var description: String
}

/// Repeats until a value is there, also over what Kafka calls worth another try; far longer than any sane machine needs, so that speed decides nothing.
func eventually<Value>(
  _ what: String, within limit: Duration = .seconds(400), _ attempt: () throws -> Value?
) throws -> Value {
  let deadline = ContinuousClock.now + limit
  while ContinuousClock.now < deadline {
    do {
      if let value = try attempt() { return value }
    } catch KafkaError.retryable {
      // A topic that was just made has no leaders yet.
    }
    Thread.sleep(forTimeInterval: 0.1)
  }
  throw Overdue(description: "not within \(limit): \(what)")
}
