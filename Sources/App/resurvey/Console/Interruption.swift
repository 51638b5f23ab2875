import Dispatch
import Foundation
import Runtime

/// Turns SIGINT and SIGTERM into a stop signal; a second one ends the process at once.
final class Interruption {
  private let sources: [any DispatchSourceSignal]

  /// Watches both signals and raises `stop` on the first.
  init(raising stop: StopSignal) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { @Sendable in
        if stop.isRaised { _exit(128 + number) }
        stop.raise()
      }
      source.resume()
      return source
    }
  }

  deinit { sources.forEach { $0.cancel() } }
}
