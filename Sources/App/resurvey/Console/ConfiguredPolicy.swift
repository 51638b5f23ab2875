import Evidence
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
}
