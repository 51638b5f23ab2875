/// How frames become one vote. Frames of a traversal are correlated: however many, they count as a few independent looks.
public struct AccumulationConfiguration: Hashable, Sendable {
  /// Seconds between looks that are independent enough to count apart. With this and the next, votes come true on real drives and on
  /// simulated ones: of the intervals expected with .6, .75 and .86 the drives saw .66, .80 and .91.
  public var lookInterval_s = 0.35
  /// Most independent looks a traversal has at one element.
  public var mostLooks = 6.0
  /// Most independent offsets a traversal tells of one: what makes a detector misplace a line lasts longer than what makes it miss one.
  public var mostOffsets = 2.5
  /// Most a traversal is ever expected to see, whatever its looks.
  public var mostExpected = 0.93
  /// Least frames that make a candidate.
  public var candidateFrames = 3
  /// Share of the frames that could see the parts of a line candidate that must show it.
  public var candidateRate = 0.3
  /// Probability that an element that is not there seems seen in a frame.
  public var falseSighting = 0.04
  /// Least length of an interval in view that makes a look, m.
  public var lookLength_m = 4.0
  /// Votes less expected than this and not seen are left out.
  public var leastExpected = 0.08
  /// Distance between vertices of the driven path, m.
  public var pathSpacing_m = 10.0
  /// A tile gets a record if a fix of the traversal lies in it or at most this far outside, m.
  public var tileMargin_m = 40.0
  /// Most candidates of one kind a traversal keeps.
  public var candidateLimit = 64

  /// The defaults.
  public init() {}
}
