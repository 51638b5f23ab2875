import Foundation

/// What a run of the tile bench measured.
struct TileBenchReport: Encodable {
  /// The shape: tiles, elements of a tile, traversals, votes of each, partitions of the log.
  var tiles = 0
  var elementsPerTile = 0
  var records = 0
  var votesPerRecord = 0
  var partitions = 0
  /// Wall time to make the map and to begin the log, to open the tiles the log begins with, and to write the traversals.
  var map_s = 0.0
  var open_s = 0.0
  var produce_s = 0.0
  /// Bytes of a traversal's record.
  var bytesPerRecord = 0.0
  /// From the assignment of the partitions to the last commit.
  var wall_s = 0.0
  /// CPU time of the process from the start of the stage to the last commit.
  var cpu_s = 0.0
  var votesPerSecond = 0.0
  var votesPerCPUSecond = 0.0
  /// Transactions.
  var commits = 0
  /// What became of it: traversals and votes that counted, votes on other content, traversals that had counted before, changes confirmed,
  /// changes suspected, tile versions.
  var traversals: UInt64 = 0
  var votes: UInt64 = 0
  var staleVotes: UInt64 = 0
  var repeated: UInt64 = 0
  var confirmed: UInt64 = 0
  var suspected: UInt64 = 0
  var versions: UInt64 = 0
  /// Bytes of ledgers for an element that was voted on, and of all of the partition files but the geometry for an element of the map.
  var ledgerBytesPerElement = 0.0
  var fileBytesPerElement = 0.0
  /// Most memory the process has held, MB.
  var resident_MB = 0.0

  /// For people.
  var text: String {
    func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
    return """
      \(records) traversals of \(votesPerRecord) votes, \(number(bytesPerRecord, 0)) bytes each, on \(tiles) tiles of \
      \(elementsPerTile) elements in \(partitions) partitions
      \(number(votesPerSecond, 0)) votes/s, \(number(votesPerCPUSecond, 0)) votes a CPU second, in \(commits) commits; \
      \(number(wall_s, 2)) s wall, \(number(cpu_s, 2)) s CPU
      map \(number(map_s, 1)) s, tiles opened \(number(open_s, 1)) s, traversals written \(number(produce_s, 1)) s
      counted: \(traversals) traversals, \(votes) votes, \(staleVotes) of them stale; \(repeated) repeated; \
      \(suspected) suspected, \(confirmed) confirmed, \(versions) versions
      state: \(number(ledgerBytesPerElement, 1)) bytes of ledger an element voted on, \(number(fileBytesPerElement, 1)) \
      bytes of file an element without geometry; \(number(resident_MB, 0)) MB of memory at most
      """
  }
}
