import MapModel

extension TileEvidence {
  /// Adds the stored form of candidates, traffic, sight, gaps and zones; ledgers are stored by block, marks by trip.
  public func write(to writer: inout LedgerWriter) {
    candidates.write(to: &writer)
    traffic.write(to: &writer)
    sight.write(to: &writer)
    gaps.write(to: &writer)
    writer.list(zones) { $1.write(to: &$0) }
    writer.list(endedZones) { $1.write(to: &$0) }
  }

  /// Puts stored candidates, traffic, sight, gaps and zones back.
  public mutating func restore(from reader: inout LedgerReader) throws(LedgerCorruption) {
    candidates = try CandidateSet(from: &reader)
    traffic = try TileTraffic(from: &reader)
    sight = try TileSight(from: &reader)
    gaps = try TileGaps(from: &reader)
    zones = try reader.list("zones") { (reader: inout LedgerReader) throws(LedgerCorruption) -> WorkZone in
      try WorkZone(from: &reader)
    }
    endedZones = try reader.list("ended_zones") { (reader: inout LedgerReader) throws(LedgerCorruption) -> ZoneExtent in
      try ZoneExtent(from: &reader)
    }
  }
}
