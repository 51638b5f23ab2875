import MapModel

/// Evidence of each kind below which no ledger of a piece makes a difference: nearly every piece a traversal touches is passed over so.
struct QuietLimits {
  let removal_mnat, move_mnat, attribute_mnat: Int64

  /// True where even what nothing speaks for could make a difference.
  var isZero: Bool { min(removal_mnat, move_mnat, attribute_mnat) <= 0 }

  /// Below what no change of a piece is proposed: neither confirmed, nor pooled, nor the other half of a move.
  init(_ policy: Policy) {
    removal_mnat = min(policy.removedThreshold_mnat, policy.fadingThreshold_mnat, policy.neighbourThreshold_mnat)
    move_mnat = policy.movedThreshold_mnat
    attribute_mnat = policy.attributeThreshold_mnat
  }

  /// The same for pieces of too few intervals to speak as one, where none of them can be the other half of a move.
  init(alone policy: Policy) {
    removal_mnat = policy.removedThreshold_mnat
    move_mnat = policy.movedThreshold_mnat
    attribute_mnat = policy.attributeThreshold_mnat
  }

  /// Below what no change has a share of its threshold, in thousandths.
  init(_ policy: Policy, share_permille: Int64) {
    // A share is rounded down, so this evidence, rounded down too, has at most that share.
    func limit(_ kind: ChangeEvent.Kind) -> Int64 { share_permille * max(kind.threshold_mnat(policy), 1) / 1000 }
    removal_mnat = limit(.removed)
    move_mnat = limit(.moved)
    attribute_mnat = limit(.attributeChanged)
  }
}

extension TileEvidence {
  /// Those of some pieces, ascending, of which a suspicion could have a share of its threshold.
  public func pieces(_ pieces: [PieceID], atLeast share_permille: Int64, policy: Policy) -> [PieceID] {
    let quiet = QuietLimits(policy, share_permille: share_permille)
    var index = 0
    return pieces.filter { piece in
      guard let found = ledger.index(of: piece, near: index) else { return false }
      index = found
      return !ledger.isQuiet(ledger.places[found].entries, quiet)
    }
  }
}

extension TileLedger {
  /// True where all ledgers of a range are below the limits; false wherever a limit is zero.
  func isQuiet(_ range: Range<Int>, _ limits: QuietLimits) -> Bool {
    for index in range {
      guard entries[index].isRemarkable else {
        if limits.isZero { return false }
        continue
      }
      if entries[index].removal.score_mnat >= limits.removal_mnat { return false }
      if entries[index].move.score_mnat >= limits.move_mnat { return false }
      if entries[index].attribute.score_mnat >= limits.attribute_mnat { return false }
    }
    return true
  }
}
