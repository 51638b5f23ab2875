import Foundation
import Synchronization
import Testing

@testable import Runtime

/// Keeps the lines a logger writes.
final class LineSink: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }

  func logger(level: LogLevel = .trace, format: LogFormat, metadata: LogMetadata = [:]) -> Logger {
    Logger(
      label: "test", level: level, format: format, metadata: metadata,
      now: { Date(timeIntervalSince1970: 1_772_344_800.25) },
      write: { [self] line in lines.withLock { $0.append(line) } })
  }
}

@Suite struct LoggerTests {
  @Test func aTextLineIsLogfmt() {
    let sink = LineSink()
    let logger = sink.logger(format: .text, metadata: ["stage": "match"])
    logger.info(
      "batch done", ["frames": 120, "rate_hz": 15.5, "ok": true, "path": "a b", "empty": "", "stage": "tile"])
    #expect(
      sink.all == [
        """
        time=2026-03-01T06:00:00.250Z level=info label=test message="batch done" stage=tile frames=120 \
        rate_hz=15.5 ok=true path="a b" empty=""

        """
      ])
  }

  struct Line: Decodable, Equatable {
    var time: String
    var level: String
    var label: String
    var message: String
    var frames: Int
    var rate_hz: Double
    var ok: Bool
    var _level: String
    var odd: String
  }

  @Test func aJSONLineIsOneObjectWithTypes() throws {
    let sink = LineSink()
    let text = "say \"hé\"\\\n\u{7}"
    sink.logger(format: .json).error(
      "\(text)", ["frames": -3, "rate_hz": 0.1, "ok": false, "level": "mine", "odd": .number(.nan)])
    let line = try #require(sink.all.first)
    #expect(line.filter { $0 == "\n" }.count == 1 && line.hasSuffix("}\n"))
    let expected = Line(
      time: "2026-03-01T06:00:00.250Z", level: "error", label: "test", message: text, frames: -3, rate_hz: 0.1,
      ok: false, _level: "mine", odd: "nan")
    #expect(try JSONDecoder().decode(Line.self, from: Data(line.utf8)) == expected)
  }

  @Test(arguments: [LogFormat.text, .json])
  func noValueCanBeginALineOfItsOwn(format: LogFormat) {
    let sink = LineSink()
    let hostile = "x\nlevel=critical\r\u{2028}\u{85}\u{0}\u{1B}[31m\"}"
    sink.logger(format: format).info("\(hostile)", ["key": "\(hostile)", "a \n=\"b": 1])
    #expect(sink.all.count == 1)
    let inside = sink.all[0].dropLast().unicodeScalars
    #expect(!inside.contains { $0.value < 0x20 || $0.value == 0x85 || $0.value == 0x2028 })
  }

  @Test func whatIsNotImportantEnoughIsNotEvenBuilt() {
    let sink = LineSink()
    let logger = sink.logger(level: .warning, format: .text)
    logger.info("\(Issue.record("built") as Any)")
    logger.notice("x", ["y": "\(Issue.record("built") as Any)"])
    logger.warning("one")
    logger.critical("two")
    #expect(sink.all.count == 2)
  }

  @Test func levelsAreOrdered() {
    #expect(LogLevel.allCases == LogLevel.allCases.sorted())
    #expect(LogLevel.trace < .debug && LogLevel.error < .critical && !(LogLevel.info < .info))
  }

  @Test func aCopyWithMoreMetadataLeavesTheOriginalAlone() {
    let sink = LineSink()
    let logger = sink.logger(format: .text, metadata: ["a": 1])
    let partition: Int32 = 3
    logger.with(["b": LogValue(partition), "a": 2]).info("copy")
    logger.info("original")
    #expect(sink.all[0].contains("message=copy a=2 b=3"))
    #expect(sink.all[1].hasSuffix("message=original a=1\n"))
  }

  @Test func aRemovedValueIsGone() {
    var metadata: LogMetadata = ["a": 1, "b": 2]
    metadata["a"] = nil
    #expect(metadata == ["b": 2])
    #expect(LogValue(UInt64.max) == .text("18446744073709551615"))
  }
}
