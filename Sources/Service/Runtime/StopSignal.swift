import Synchronization

/// Tells loops on other threads to come to an end. Once raised it stays raised.
public final class StopSignal: Sendable {
  private let raised = Atomic(false)

  /// A signal that is not raised.
  public init() {}

  /// Asks every loop that watches it to end.
  public func raise() { raised.store(true, ordering: .releasing) }

  /// True once somebody asked to end.
  public var isRaised: Bool { raised.load(ordering: .acquiring) }
}
