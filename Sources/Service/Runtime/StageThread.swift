import Foundation
import Synchronization

/// A thread for one stage. Its end ends the others: a stage that cannot go on is mended by a restart.
public final class StageThread: Sendable {
  private let done = DispatchSemaphore(value: 0)
  private let failure = Mutex<(any Error)?>(nil)

  /// Starts a thread that raises `stop` when it ends, whatever the reason.
  public init(_ name: String, stop: StopSignal, _ body: @escaping @Sendable () throws -> Void) {
    let thread = Thread { [self] in
      do { try body() } catch { failure.withLock { $0 = error } }
      stop.raise()
      done.signal()
    }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Waits for its end.
  /// - Throws: what ended it.
  public func join() throws {
    done.wait()
    done.signal()
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
