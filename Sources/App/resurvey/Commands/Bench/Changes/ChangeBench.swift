import Evidence
import Foundation
import Learning
import MapModel
import Observations
import Simulation

/// All orders on the true map and on each wrong one, side by side on the machine's cores.
struct ChangeBench: Sendable {
  let replay: ChangeReplay
  let tiles: [MapTile]
  let stale: [StaleMap]
  let drives: [RecordedDrive]
  let orders: [DriveOrder]

  /// The report, and what the first order told on each wrong map.
  func measure(
    seed: UInt64, _ progress: inout ProgressLine
  ) async throws -> (report: ChangeBenchReport, first: [[ChangeEvent]]) {
    let events = try await replayAll(&progress)
    let whole = events.prefix(orders.count)
    let trueMap = zip(orders, whole).map { order, events in
      ChangeBenchReport.TrueOrder(order: order, claims: stale.first.map { claims(events.events, $0) } ?? [])
    }
    var edits: [ChangeBenchReport.Edit] = []
    var first: [[ChangeEvent]] = []
    for (number, stale) in stale.enumerated() {
      let told = events.dropFirst((number + 1) * orders.count).prefix(orders.count)
      let passes = StationPasses(stale.passed, in: stale.frame, drives: drives)
      let outcomes = zip(orders, zip(told, whole)).map { order, events in
        EditOutcome(
          events.0, stale: stale, passes: passes, order: order, drives: drives,
          trueClaims: claims(events.1.events, stale))
      }
      edits.append(ChangeBenchReport.Edit(stale, passes: passes, orders: outcomes))
      first.append(told.first?.events ?? [])
    }
    return (ChangeBenchReport(drives: drives, seed: seed, trueMap: trueMap, edits: edits), first)
  }

  private func claims(_ events: [ChangeEvent], _ stale: StaleMap) -> [ChangeClaim] {
    ChangeClaim.standing(events, class: stale.truth.elementClass, in: stale.frame)
  }

  /// Events of all orders on the true map, then on each wrong one.
  private func replayAll(_ progress: inout ProgressLine) async throws -> [EditOutcome.Told] {
    let maps = [tiles] + stale.map(\.tiles)
    let total = maps.count * orders.count
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "resurvey-changes-\(UUID().uuidString)", directoryHint: .isDirectory)
    var events = [EditOutcome.Told](repeating: EditOutcome.Told(), count: total)
    try await withThrowingTaskGroup(of: (Int, EditOutcome.Told).self) { group in
      func start(_ job: Int) {
        group.addTask {
          let order = orders[job % orders.count]
          let folder = scratch.appending(path: "\(job)", directoryHint: .isDirectory)
          return (job, try replay.told(maps[job / orders.count], drives, order: order, scratch: folder))
        }
      }
      let workers = min(max(ProcessInfo.processInfo.activeProcessorCount, 1), total)
      for job in 0..<workers { start(job) }
      var next = workers
      var done = 0
      while let (job, told) = try await group.next() {
        events[job] = told
        done += 1
        progress.show("\(done) of \(total) replays")
        if next < total { start(next) }
        next += 1
      }
    }
    try FileManager.default.removeItem(at: scratch)
    return events
  }
}
