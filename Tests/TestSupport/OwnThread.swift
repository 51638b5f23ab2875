public import Testing

internal import Foundation

/// Runs each test of a suite on a thread of its own. For tests that wait (on brokers, on processes): they would take the
/// few threads of the cooperative pool away from all others.
public struct OwnThread: SuiteTrait, TestTrait, TestScoping {
  /// Every test of the suite, not the suite as a whole.
  public var isRecursive: Bool { true }

  /// Called by the testing library around each test.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    guard testCase != nil else { return try await function() }
    try await withTaskExecutorPreference(ThreadExecutor()) { try await function() }
  }
}

extension Trait where Self == OwnThread {
  /// Runs each test on a thread of its own.
  public static var onOwnThread: Self { OwnThread() }
}

/// Gives every job a new thread.
private final class ThreadExecutor: TaskExecutor {
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    Thread.detachNewThread { [self] in
      unsafe job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}
