import Evidence
import MapModel

/// Why a change was told: what the fold knew of it after every traversal, as it was when the log was folded.
public struct ChangeExplanation: Sendable {
  /// A step of its life.
  public struct Step: Sendable {
    /// What was told.
    public var event: ChangeEvent
    /// Offset of the record that caused it.
    public var offset: Int64
    /// Event time, ns since 1970.
    public var time_ns: Int64
  }

  /// What one traversal said of it.
  public struct Testimony: Hashable, Sendable {
    /// Offset of its record.
    public var offset: Int64
    /// Who drove.
    public var vehicle: String
    /// The trip.
    public var drive: String
    /// Capture time of the last frame, ns since 1970.
    public var time_ns: Int64
    /// In words: detected, missed though visible, displaced, read otherwise, sighted, absent.
    public var word: String
    /// Intervals or pieces of it that the traversal spoke of.
    public var parts: Int
    /// Probability with which it should have been seen, the mean over parts, in 1/255.
    public var expected: UInt8
    /// The same as the element's own history has it, at its lower quantile; nil for something new.
    public var cautious: UInt8?
    /// Probability that it was seen, the mean over parts, in 1/255.
    public var detected: UInt8
    /// Where it was seen against where it is mapped, cm: of a line to its left, of a point east and north; nil where it was not.
    public var offset_cm: (first: Int16, second: Int16)?
    /// What it was read as.
    public var reading: Attributes
    /// Evidence for the change before and after, thousandths of a nat; after it was applied that for what the map holds now.
    public var before_mnat: Int64
    /// See `before_mnat`.
    public var after_mnat: Int64
    /// Distinct vehicles, distinct days and traversals for the change, after it.
    public var support: Support
    /// True where it speaks on what was applied.
    public var isVerifying: Bool
    /// Places it saw it at, in the tile's frame: one entry a part.
    public var places: [[TilePoint]]

    /// By all parts.
    public static func == (a: Testimony, b: Testimony) -> Bool {
      a.offset == b.offset && a.word == b.word && a.after_mnat == b.after_mnat && a.support == b.support
    }

    /// Of what tells it from others.
    public func hash(into hasher: inout Hasher) { hasher.combine(offset) }
  }

  /// A condition it had to meet.
  public struct Gate: Hashable, Sendable {
    /// Its name, as the policy has it.
    public var name: String
    /// What was needed, in the unit of its name.
    public var needed: Int64
    /// Index of the testimony with which it was met for good; nil where it never was.
    public var met: Int?
  }

  /// The change.
  public let change: String
  /// Its life so far, in order.
  public var steps: [Step] = []
  /// Traversals that said anything of it since its evidence last stood at nothing, in order of the log.
  public var testimonies: [Testimony] = []
  /// What it had to meet, each with when.
  public var gates: [Gate] = []
  /// The tile before its first step.
  public var before: MapTile
  /// The tile at the end of the log.
  public var after: MapTile
}
