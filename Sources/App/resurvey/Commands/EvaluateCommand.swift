import Evidence
import Foundation
import Learning
import Settings
import Simulation

/// `resurvey evaluate`: how late and how wrong decisions are, on worlds of votes with known truth.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures how late and how wrong decisions are, in scenarios with known truth.",
    discussion: """
      A scenario is a file: how many elements, how well they are seen, how often they are passed, what changes. Its traversals \
      are written as MATCH would write them and go through the TILE task, which knows nothing of the scenario; what it publishes \
      is held against the truth. The scenarios begin with the votes of traversals, not with frames.

      Delays are in informative traversals: those that say anything of the thing. Beside them stands the floor, the delay of the \
      CUSUM test that knows P_D and P_FA of every element, at the rate of false alarms that was measured; where there was none, at \
      the bound of that rate. "first day" is the mean delay with a quorum of one day, "quorum" what waiting for more days adds.

      --sensor-model begins the log with the activation of a model that `resurvey train sensor-model` learned; --learn-seed \
      learns one from the scenario's own log on another seed, as decided without it. What the decision is told of sensors \
      then is what a log told, and nothing of the scenario.

      --ablate leaves out one safeguard after the other: frames summed as if they were traversals, one mean P_D for all and no \
      word of blocked views, no tempering of votes of one day, no quorum, promises not \
      weighed by what a traversal sees of a tile, no FLEET guard.

      Rates have a bound that they are below with a confidence of 95 %: by resampling seeds and days, at least Poisson's.
      The report depends on scenario, seeds and policy alone.
      """,
    examples: [
      .init("resurvey evaluate --list", "the scenarios there are"),
      .init("resurvey evaluate --scenario clean --seed 1", "one of them"),
      .init("resurvey evaluate --scenario real-life --seed 11 --seeds 4 --json", "seeds 11 to 14, as JSON"),
      .init("resurvey evaluate --scenario real-life --ablate --vary elements=4000", "what each safeguard is worth"),
      .init(
        "resurvey evaluate --scenario real-life --seed 11 --learn-seed 5", "with a sensor model learned from seed 5"),
      .init("resurvey evaluate --scenario real-life --sensor-model sensors.json", "with one from a file"),
      .init("resurvey evaluate --scenario real-life --picture reliability.svg", "stated against true, as a picture"),
      .init(
        "resurvey evaluate --scenario clean --vary elements=500 --set policy.removed_threshold_mnat=9000",
        "with fewer elements and another threshold"),
    ])

  @Option(help: ArgumentHelp("A scenario by name, or the path of a file.", valueName: "name"))
  var scenario: String?

  @Option(help: "Seed of world and traffic.")
  var seed: UInt64 = 1

  @Option(help: "Number of seeds, counted up from the first.")
  var seeds = 1

  @Option(help: ArgumentHelp("A value that overrides the scenario's; repeat it.", valueName: "key.key=value"))
  var vary: [String] = []

  @Option(help: ArgumentHelp("Weighs votes by a learned sensor model.", valueName: "file.json"))
  var sensorModel: String?

  @Option(help: ArgumentHelp("Learns the sensor model from the log of this seed first.", valueName: "seed"))
  var learnSeed: UInt64?

  @Option(help: "Tiles at once; 0 for as many as there are processors.")
  var threads = 0

  @Option(help: ArgumentHelp("Writes the reliability curves to a file.", valueName: "file.svg"))
  var picture: String?

  @Flag(help: "Runs the scenario once without each of the decision's safeguards, and tells what each is worth.")
  var ablate = false

  @Flag(help: "Lists the scenarios there are.")
  var list = false

  @Flag(help: "The report as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    guard list || scenario != nil else {
      throw ValidationError("give --scenario NAME, or --list to see which there are")
    }
    guard (1...1000).contains(seeds) else { throw ValidationError("--seeds is \(seeds); give 1 to 1000") }
    guard (0...1024).contains(threads) else { throw ValidationError("--threads is \(threads); give 0 to 1024") }
    guard !ablate || picture == nil else { throw ValidationError("--picture is of one run: leave out --ablate") }
    guard sensorModel == nil || learnSeed == nil else {
      throw ValidationError("--sensor-model and --learn-seed both give a sensor model: leave out one of them")
    }
    if let learnSeed, learnSeed >= seed, learnSeed - seed < UInt64(seeds) {
      throw ValidationError("--learn-seed is \(learnSeed), which is measured too; give a seed that is not")
    }
    guard seed <= UInt64.max - 1000 else {
      throw ValidationError("--seed is \(seed); give at most \(UInt64.max - 1000)")
    }
  }

  func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    let folders = ScenarioFile.folders(config: settings.config ?? environment["RESURVEY_CONFIG"])
    if list { return try show(ScenarioFile.all(in: folders)) }
    guard let name = scenario else { return }
    let file = try ScenarioFile(name, folders: folders)
    let votes = try file.scenario(overrides: vary)
    let policy = try settings.load().decisionPolicy()
    let model = try await model(of: votes, policy)
    if ablate {
      var rows: [AblationRow] = []
      for ablation in Ablation.cases(for: votes) {
        rows.append(AblationRow(ablation, try await measure(votes, policy, model, without: ablation)))
      }
      if json { try Console.printJSON(rows) } else { print(AblationText(rows).text) }
      return
    }
    let report = try await measure(votes, policy, model, without: .nothing)
    if let picture {
      let out = try OutputFile(picture)
      try out.write(Array(ReliabilityPicture(report).svg.utf8))
      try out.finish()
    }
    if json { try Console.printJSON(report) } else { print(EvaluationText(report).text) }
  }

  /// The sensor model that is given, or learned first.
  private func model(of votes: VoteScenario, _ policy: Policy) async throws -> LearnedSensorModel? {
    if let sensorModel { return try SensorModelInput.file(sensorModel).learned() }
    guard let learnSeed else { return nil }
    var progress = ProgressLine()
    let training = ScenarioTraining(votes, seed: learnSeed, policy: policy)
    let lesson = try await training.run(threads: tilesAtOnce) {
      progress.show("learning: \($0) of \(votes.tiles) tiles of seed \(learnSeed)")
    }
    let file = SensorModelFile(lesson, name: votes.name)
    progress.finish("learned \(file.model) from seed \(learnSeed)")
    if !json { print(SensorModelText(file, assumed: policy).text + "\n") }
    return lesson.model
  }

  private var tilesAtOnce: Int { threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount }

  private func measure(
    _ votes: VoteScenario, _ policy: Policy, _ model: LearnedSensorModel?, without ablation: Ablation
  ) async throws -> EvaluationReport {
    let evaluation = Evaluation(
      votes, seeds: (0..<UInt64(seeds)).map { seed + $0 }, policy: policy, model: model, without: ablation)
    let clock = ContinuousClock()
    let start = clock.now
    var progress = ProgressLine()
    let report = try await evaluation.run(threads: tilesAtOnce) { done, folded in
      progress.show("\(done) of \(evaluation.tiles) tiles, \(folded) votes")
    }
    let seconds = (clock.now - start) / .seconds(1)
    let rate = Int(Double(report.votes) / max(seconds, 1e-3))
    progress.finish("\(report.votes) votes in \(Figure.number(seconds)) s, \(rate) votes/s")
    return report
  }

  private func show(_ files: [ScenarioFile]) throws {
    let rows = try files.map { (name: $0.name, summary: try $0.scenario().summary) }
    if json { return try Console.printJSON(rows.map { ["name": $0.name, "summary": $0.summary] }) }
    var table = TextTable([("scenario", .left), ("what it is", .left)])
    for row in rows { table.append([row.name, row.summary]) }
    print(table.text)
  }
}
