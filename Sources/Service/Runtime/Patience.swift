import Foundation
import Kafka

/// Tries again what a broker that is still finding its leaders refuses, for a while.
struct Patience {
  /// How long in all, s.
  var limit_s = 60.0
  /// Told before each new try.
  var report: (KafkaError) -> Void = { _ in }

  /// Does `body`, again after every retryable error, until it works or the time is up.
  /// - Throws: the last error; at once where trying again cannot help or `stop` is raised.
  func callAsFunction<Result>(until stop: StopSignal, _ body: () throws -> Result) throws -> Result {
    let end = ContinuousClock.now + .seconds(limit_s)
    var wait_s = 0.1
    while true {
      do {
        return try body()
      } catch KafkaError.retryable(let fault) where !stop.isRaised && ContinuousClock.now < end {
        report(.retryable(fault))
        Thread.sleep(forTimeInterval: wait_s)
        wait_s = min(wait_s * 2, 2)
      }
    }
  }
}
