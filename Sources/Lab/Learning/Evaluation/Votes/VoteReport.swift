/// What the votes of a log are like.
public struct VoteReport: Hashable, Sendable, Codable {
  /// Traversals of tiles.
  public var traversals: Int
  /// Distance driven, km.
  public var driven_km: Double
  /// Votes on points.
  public var points: Kind
  /// Votes on intervals of lines and of polygons' outlines.
  public var lines: Kind

  /// Votes on things of one kind. Shares and correlations are of firm votes, those that promise six in ten and more.
  public struct Kind: Hashable, Sendable, Codable {
    /// All votes.
    public var votes: Int
    /// Those that promise enough.
    public var firm: Int
    /// Mean of what was promised, 0 … 1.
    public var promised: Double
    /// Mean of what was seen, 0 … 1.
    public var seen: Double
    /// Share of votes that are sure, below 10 or from 245 of 255 on.
    public var sure: Double
    /// Standard deviation of the probability of a sighting between things, 0 … 1.
    public var betweenThings: Double
    /// Correlation of what different traversals of one day see of one thing, beyond what the thing itself brings (ICC).
    public var sameDay: Double
    /// Correlation of what one traversal sees of different things.
    public var sameTraversal: Double
    /// Correlation of what one traversal sees of intervals of a line that touch; 0 for points.
    public var neighbours: Double
    /// Offsets from the map, cm on one axis: root mean square.
    public var offset_cm: Double
    /// What is promised of them, cm.
    public var promised_cm: Double
    /// Root mean square of offsets over their promised standard deviations.
    public var offsetOverPromised: Double
    /// Standard deviation of what all visits find of one place, cm.
    public var lasting_cm: Double
    /// Standard deviation of what one traversal finds of different things, cm; lines that run in different directions take from it.
    public var common_cm: Double
    /// Sightings of what is not on the map, a km.
    public var unexpectedPerKm: Double

    init(_ votes: [VoteSample], sightings: Int, driven_km: Double) {
      let firm = votes.filter(\.isFirm)
      let count = Double(max(firm.count, 1))
      self.votes = votes.count
      self.firm = firm.count
      promised = firm.reduce(0) { $0 + Double($1.expected) / 255 } / count
      seen = firm.reduce(0) { $0 + Double($1.detected) / 255 } / count
      sure = Double(firm.count { $0.detected < 10 || $0.detected >= 245 }) / count
      let rates = Self.rates(firm)
      let misses = VoteDependence(firm) { Double($0.detected) / 255 - rates[Int($0.expected) / 16] }
      betweenThings = max(misses.ofCell.mean, 0).squareRoot()
      let within = misses.variance - misses.ofCell.mean
      sameDay =
        misses.ofCellAndDay.pairs > 0 && within > 0 ? (misses.ofCellAndDay.mean - misses.ofCell.mean) / within : 0
      sameTraversal = misses.variance > 0 ? misses.ofTraversal.mean / misses.variance : 0
      let own = misses.ofNeighboursThemselves.mean
      neighbours = own > 0 ? misses.ofNeighbours.mean / own : 0
      let told = firm.filter { $0.sigma_cm > 0 }
      let first = VoteDependence(told) { Double($0.offset_cm) }
      let places = Double(max(told.count, 1))
      offset_cm = first.variance.squareRoot()
      promised_cm = (told.reduce(0) { $0 + Double($1.sigma_cm) * Double($1.sigma_cm) } / places).squareRoot()
      offsetOverPromised =
        (told.reduce(0) { sum, vote in
          let ratio = Double(vote.offset_cm) / Double(vote.sigma_cm)
          return sum + ratio * ratio
        } / places).squareRoot()
      lasting_cm = max(first.ofCell.mean, 0).squareRoot()
      common_cm = max(first.ofTraversal.mean, 0).squareRoot()
      unexpectedPerKm = driven_km > 0 ? Double(sightings) / driven_km : 0
    }

    /// How often things are seen by what was promised, in bins of sixteen.
    private static func rates(_ votes: [VoteSample]) -> [Double] {
      var sums = [(seen: Double, count: Double)](repeating: (0, 0), count: 16)
      for vote in votes {
        sums[Int(vote.expected) / 16].seen += Double(vote.detected) / 255
        sums[Int(vote.expected) / 16].count += 1
      }
      return sums.map { $0.count > 0 ? $0.seen / $0.count : 0 }
    }
  }
}
