import MapModel

/// How far the lines of one tile lie apart.
public struct TileGaps: Hashable, Sendable {
  /// Most pairs of lines that are kept: those of a motorway junction. What comes beyond is not measured.
  static let most = 256

  /// Every pair that was seen side by side, ordered by first piece, then second.
  private(set) var ledgers: [GapLedger] = []

  /// A tile nobody has passed.
  public init() {}

  /// True where no lines were seen side by side.
  var isEmpty: Bool { ledgers.isEmpty }

  /// Takes in what a visit said, where both lines are still as it was matched with them.
  mutating func fold(_ gaps: [LineGap], of visit: Visit, ledger: TileLedger) {
    for gap in gaps where stands(gap.first, in: ledger) && stands(gap.second, in: ledger) {
      let index = index(of: gap)
      if index == ledgers.count || !isOf(ledgers[index], gap) {
        guard ledgers.count < Self.most else { continue }
        ledgers.insert(GapLedger(gap), at: index)
      }
      ledgers[index].fold(gap, of: visit)
    }
  }

  /// Forgets lines that are no longer what was seen.
  mutating func carry(over ledger: TileLedger) {
    ledgers.removeAll {
      ledger.place(of: $0.first)?.pieceHash != $0.firstHash || ledger.place(of: $0.second)?.pieceHash != $0.secondHash
    }
  }

  /// Takes back what was said of an element whose lines only follow a border vertex: that leaves them where they are but for their last metres.
  mutating func keep(_ before: TileGaps, of element: ElementID, ledger: TileLedger) {
    for gap in before.ledgers where gap.first.element == element || gap.second.element == element {
      guard let first = ledger.place(of: gap.first), let second = ledger.place(of: gap.second),
        !ledgers.contains(where: { $0.first == gap.first && $0.second == gap.second })
      else { continue }
      ledgers.append(gap.matched(first.pieceHash, second.pieceHash))
    }
    ledgers.sort { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// Forgets all that was said of a piece.
  mutating func forget(_ piece: PieceID) { ledgers.removeAll { $0.holds(piece) } }

  private func stands(_ side: LineGap.Side, in ledger: TileLedger) -> Bool {
    ledger.place(of: side.piece)?.pieceHash == side.pieceHash
  }

  /// Where the ledger of a gap is, or belongs.
  private func index(of gap: LineGap) -> Int {
    var low = 0
    var high = ledgers.count
    while low < high {
      let middle = (low + high) / 2
      let ledger = ledgers[middle]
      if (ledger.first, ledger.second) < (gap.first.piece, gap.second.piece) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func isOf(_ ledger: GapLedger, _ gap: LineGap) -> Bool {
    ledger.first == gap.first.piece && ledger.second == gap.second.piece
  }

  func write(to writer: inout LedgerWriter) { writer.list(ledgers) { $1.write(to: &$0) } }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    ledgers = try reader.list("gaps") { (reader: inout LedgerReader) throws(LedgerCorruption) -> GapLedger in
      try GapLedger(from: &reader)
    }
    guard ledgers.count <= Self.most else { throw LedgerCorruption("gaps") }
  }
}
