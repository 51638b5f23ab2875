import Foundation

/// The floor under every sequential test on votes that are seen or not: the one-sided CUSUM that knows both probabilities exactly, which no
/// test beats at the same rate of false alarms (G. Lorden 1971, doi:10.1214/aoms/1177693055; G. V. Moustakides 1986,
/// doi:10.1214/aos/1176350164).
///
/// Its score moves on a lattice, so that delay and time between false alarms are expected times to absorption of a finite Markov chain
/// (D. Brook and D. A. Evans 1972, doi:10.1093/biomet/59.3.539) and come from linear equations, not from trials.
public struct CUSUMFloor: Hashable, Sendable {
  /// Votes that a test listens to.
  public enum Kind: Hashable, Sendable {
    /// Something stood there and may be gone: a miss speaks for the change.
    case removal
    /// Nothing stood there and something may: a sighting speaks for the change.
    case addition
  }

  /// Steps in which the larger of the two scores is counted: the error of a score is half a step.
  private static let stepsOfLargerScore = 48.0
  /// Longest lattice that is solved.
  private static let mostStates = 2000

  /// Rise at a vote for the change, and fall at one against it, in lattice steps.
  private let rise: Int
  private let fall: Int
  /// Probability of a vote for the change before it and after it.
  private let before: Double
  private let after: Double

  /// The test between two probabilities.
  /// - Parameters:
  ///   - detection: P_D, the probability that a traversal sees what stands there, within (0, 1).
  ///   - falseAlarm: P_FA, the probability that it sees what does not, within (0, 1) and below `detection`.
  public init(_ kind: Kind, detection: Double, falseAlarm: Double) {
    precondition(0 < falseAlarm && falseAlarm < detection && detection < 1, "0 < P_FA < P_D < 1")
    let seen = log(detection / falseAlarm)
    let missed = log((1 - falseAlarm) / (1 - detection))
    let step = max(seen, missed) / Self.stepsOfLargerScore
    let up = kind == .removal ? missed : seen
    let down = kind == .removal ? seen : missed
    rise = max(Int((up / step).rounded()), 1)
    fall = max(Int((down / step).rounded()), 1)
    before = kind == .removal ? 1 - detection : falseAlarm
    after = kind == .removal ? 1 - falseAlarm : detection
  }

  /// Delay of the test whose false alarms are as rare as asked.
  public struct Delay: Hashable, Sendable {
    /// Expected number of traversals from the change to the alarm.
    public let traversals: Double
    /// Expected number of traversals between false alarms; at least what was asked.
    public let betweenFalseAlarms: Double
  }

  /// The delay at no more than one false alarm in `interval` traversals of an element: of the least threshold on the lattice that keeps it.
  /// - Returns: nil where no threshold of at most `mostStates` steps keeps it.
  public func delay(oneFalseAlarmIn interval: Double) -> Delay? {
    var low = 1
    var high = rise
    while runLength(threshold: high, before) < interval {
      low = high + 1
      high *= 2
      guard high <= Self.mostStates else { return nil }
    }
    while low < high {
      let middle = (low + high) / 2
      if runLength(threshold: middle, before) >= interval { high = middle } else { low = middle + 1 }
    }
    return Delay(
      traversals: runLength(threshold: high, after), betweenFalseAlarms: runLength(threshold: high, before))
  }

  /// Expected traversals from a score of nothing to the threshold, where each speaks for the change with a probability.
  ///
  /// The run length L(s) from score s obeys L(s) = 1 + p L(s + rise) + (1 − p) L(max(s − fall, 0)), with L = 0 from the threshold on.
  /// Gaussian elimination without pivots: the matrix is an M-matrix, diagonally dominant. Only the band between rise and fall is filled.
  private func runLength(threshold: Int, _ probability: Double) -> Double {
    var rows = Array(repeating: [Double](repeating: 0, count: threshold), count: threshold)
    var right = [Double](repeating: 1, count: threshold)
    for score in 0..<threshold {
      rows[score][score] += 1
      rows[score][max(score - fall, 0)] -= 1 - probability
      if score + rise < threshold { rows[score][score + rise] -= probability }
    }
    // From the highest score down, so that what is left in the end is the equation of the lowest.
    for pivot in stride(from: threshold - 1, to: 0, by: -1) {
      for row in max(pivot - rise, 0)..<pivot where rows[row][pivot] != 0 {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        for column in max(pivot - fall, 0)...pivot where rows[pivot][column] != 0 {
          rows[row][column] -= factor * rows[pivot][column]
        }
        right[row] -= factor * right[pivot]
      }
    }
    return right[0] / rows[0][0]
  }
}
