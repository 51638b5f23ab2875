/// A one-sided CUSUM of "gone" against "there" (E. S. Page, Biometrika 41, 1954, doi:10.1093/biomet/41.1-2.100), with those who spoke
/// since it last stood at zero.
public struct RemovalExcursion: Hashable, Sendable {
  /// Evidence that it is gone, thousandths of a nat; never negative.
  public internal(set) var score_mnat: Int64 = 0
  /// Evidence it began with: of an element that nobody had seen (`Policy.unseen_mnat`).
  var head_mnat: Int64 = 0
  /// Who missed it.
  public internal(set) var support = Support()
  /// What was expected and seen meanwhile; becomes history once the score is back at zero.
  var pending = DetectionHistory()

  /// Evidence that votes have given, thousandths of a nat.
  public var gathered_mnat: Int64 { max(score_mnat - head_mnat, 0) }

  func write(to writer: inout LedgerWriter) {
    writer.unsigned(score_mnat)
    writer.unsigned(head_mnat)
    support.write(to: &writer)
    pending.write(to: &writer)
  }

  init() {}

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    score_mnat = try reader.unsigned("removal.score")
    head_mnat = try reader.unsigned("removal.head")
    support = try Support(from: &reader)
    pending = try DetectionHistory(from: &reader)
  }
}
