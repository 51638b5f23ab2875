import Evidence
import Localization
import Observations
import Settings

extension ResurveyConfiguration {
  /// The decision's thresholds with what is configured.
  /// - Throws: `CommandError` naming a threshold that does not exist or its range.
  func decisionPolicy() throws -> Policy {
    var policy = Policy()
    for (name, value) in self.policy.sorted(by: { $0.key < $1.key }) {
      do throws(PolicyError) { try policy.set(name, to: value) } catch {
        throw CommandError(.configuration, "policy.\(name): \(error)")
      }
    }
    return policy
  }

  /// Localization, matching and accumulation as configured.
  /// - Throws: `CommandError` naming the models there are.
  func driveMatching() throws -> DriveMatcherConfiguration {
    var matching = DriveMatcherConfiguration()
    guard let model = SensorModel.named(match.model) else {
      throw CommandError(
        .configuration,
        "match.model is '\(match.model)', must be one of \(SensorModel.builtIn.map(\.name).joined(separator: ", "))")
    }
    matching.model = model
    matching.localization.biasTime_s = match.gnssCorrelation_s
    matching.localization.lineCorrelation_s = match.lineCorrelation_s
    matching.localization.lineCommonShare = match.lineCommonShare
    return matching
  }
}
