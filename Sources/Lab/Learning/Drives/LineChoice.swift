import Foundation
import Observations
import Simulation

/// Which lines of a recorded frame a localizer may see. Lines go by drive, frame and their place in the frame, so that every program
/// that reads the same drives chooses the same.
enum LineChoice {
  /// The name a line's choice is drawn by: `drive/sequence/line`, the drive as the recording numbers it.
  static func name(drive: String, sequence: UInt64, line: Int) -> String { "\(drive)/\(sequence)/\(line)" }

  /// The number in a drive's id: what follows its last `-` (`drive-104` is 104); an id without one is taken whole.
  static func number(of drive: DriveID) -> String {
    drive.text.split(separator: "-", omittingEmptySubsequences: false).last.map(String.init) ?? drive.text
  }

  /// True for the third of all lines that are kept from the localizer: the first byte of the name's MD5 is divisible by three.
  static func isHidden(drive: String, sequence: UInt64, line: Int) -> Bool {
    MD5.digest(name(drive: drive, sequence: sequence, line: line).utf8)[0] % 3 == 0
  }

  /// Which half a line belongs to, 0 or 1; the second byte of the name's MD5 after the seed.
  static func half(drive: String, sequence: UInt64, line: Int, seed: UInt64) -> Int {
    Int(MD5.digest("\(seed)/\(name(drive: drive, sequence: sequence, line: line))".utf8)[1] & 1)
  }
}

extension ObservationFrame {
  /// The frame without the lines that are not to be kept.
  func keepingLines(where isKept: (Int) -> Bool) -> ObservationFrame {
    var kept = LineDetections()
    for i in 0..<lines.count where isKept(i) {
      let vertices = lines.vertices(of: i)
      kept.firstVertex.append(UInt32(kept.x_m.count))
      kept.vertexCount.append(UInt32(vertices.count))
      kept.x_m += lines.x_m[vertices]
      kept.y_m += lines.y_m[vertices]
      kept.sigma_m.append(lines.sigma_m[i])
      kept.label.append(lines.label[i])
      kept.sensor.append(lines.sensor[i])
      kept.existence.append(lines.existence[i])
      kept.tracking.append(lines.tracking[i])
    }
    var frame = self
    frame.lines = kept
    return frame
  }
}
