import Evidence
import MapModel

/// What a log has taught: the model, and what it rests on.
public struct SensorModelLesson: Hashable, Sendable {
  /// What it was learned from.
  public struct Source: Hashable, Sendable, Codable {
    /// Records read.
    public let records: Int
    /// Traversals that counted.
    public let traversals: Int
    /// Tiles they passed.
    public let tiles: Int
    /// Driven in them, km.
    public let driven_km: Double
    /// Votes on pieces that no known map holds: they teach nothing.
    public let unknownVotes: Int
  }

  /// The model, as a record of the log would carry it.
  public let model: LearnedSensorModel
  /// What was learned of each class of which there is anything, ascending.
  public let classes: [ClassLesson]
  /// What it was learned from.
  public let source: Source

  init(look: LogLook, samples: [TileSample], policy: Policy, source: Source) {
    var models: [ClassModel] = []
    var lessons: [ClassLesson] = []
    let all = look.sums.reduce(into: ClassSums()) { $0.add($1) }
    for elementClass in ElementClass.allCases {
      let index = Int(elementClass.rawValue)
      var noise = VoteNoise()
      for sample in samples { noise.add(sample.noise[index]) }
      let lesson = ClassLesson(
        elementClass, look: look, noise: noise, all: all, driven_km: source.driven_km, policy: policy)
      guard lesson.votes + lesson.places > 0 else { continue }
      lessons.append(lesson)
      models.append(lesson.model)
    }
    model = LearnedSensorModel(classes: models)
    classes = lessons
    self.source = source
  }
}
