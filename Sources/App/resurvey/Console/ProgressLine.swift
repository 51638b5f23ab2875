import Foundation

/// One line on standard error that tells how far long work has come: rewritten in place on a terminal, else a new line now and then.
struct ProgressLine {
  private let interval: Duration
  private var last: ContinuousClock.Instant?
  private var isOpen = false

  /// A line that is rewritten at most every fifth of a second on a terminal, every five seconds elsewhere.
  init() {
    interval = Console.isTerminal ? .milliseconds(200) : .seconds(5)
  }

  /// Shows where the work stands, if it is time to.
  mutating func show(_ text: @autoclosure () -> String) {
    let now = ContinuousClock.now
    if let last, now - last < interval { return }
    last = now
    write(text())
  }

  /// Shows the end of the work and leaves the line.
  mutating func finish(_ text: String) {
    write(text)
    if Console.isTerminal { FileHandle.standardError.write(Data("\n".utf8)) }
    isOpen = false
  }

  /// Takes the line off a terminal, for what is to be said next.
  mutating func clear() {
    guard isOpen, Console.isTerminal else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    isOpen = false
    last = nil
  }

  private mutating func write(_ text: String) {
    FileHandle.standardError.write(Data((Console.isTerminal ? "\r\u{1B}[K\(text)" : "\(text)\n").utf8))
    isOpen = true
  }
}
