import MapModel

extension CandidateCluster {
  func write(to writer: inout LedgerWriter) {
    writer.unsigned(id)
    writer.byte(elementClass.rawValue)
    writer.byte(kind.rawValue)
    writer.signed(score_mnat)
    support.write(to: &writer)
    writer.unsigned(absences)
    labels.write(to: &writer)
    writer.flag(isHeld)
    switch geometry {
    case .point(let mean, let outline, let outlineSigma_cm):
      mean.write(to: &writer)
      writer.list(outline) { $0.point($1) }
      writer.unsigned(outlineSigma_cm)
    case .line(let profile): profile.write(to: &writer)
    }
    writer.unsigned(last.trip)
    writer.signed(last.slot)
    writer.signed(last.ratio_mnat)
    writer.unsigned(last.nodes)
    writer.byte(last.existence)
    last.day.write(to: &writer)
    writer.list(rivals) { $1.write(to: &$0) }
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    id = try reader.unsigned("cluster.id")
    guard let elementClass = ElementClass(rawValue: try reader.byte("cluster.class")) else {
      throw LedgerCorruption("cluster.class")
    }
    guard let kind = ShapeKind(rawValue: try reader.byte("cluster.kind")) else {
      throw LedgerCorruption("cluster.kind")
    }
    self.elementClass = elementClass
    self.kind = kind
    score_mnat = try reader.signed("cluster.score")
    support = try Support(from: &reader)
    absences = try reader.unsigned("cluster.absences")
    labels = try LabelTally(from: &reader)
    isHeld = try reader.flag("cluster.is_held")
    if kind == .line {
      geometry = .line(try LineProfile(from: &reader))
    } else {
      let mean = try PointMean(from: &reader)
      let outline = try reader.list("cluster.outline") { (reader: inout LedgerReader) throws(LedgerCorruption) in
        try reader.point("cluster.outline")
      }
      geometry = .point(mean, outline: outline, outlineSigma_cm: try reader.unsigned("cluster.outline_sigma"))
    }
    last = LastVisit(
      trip: try reader.unsigned("cluster.trip"), slot: try reader.signed("cluster.slot"),
      ratio_mnat: try reader.signed("cluster.ratio"), nodes: try reader.unsigned("cluster.nodes"),
      existence: try reader.byte("cluster.existence"), day: try SameDay(from: &reader))
    rivals = try reader.list("cluster.rivals") { (reader: inout LedgerReader) throws(LedgerCorruption) in
      try RivalLine(from: &reader)
    }
  }
}
