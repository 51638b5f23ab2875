import Contracts
import Learning
import Observations
import Settings

/// Recorded drives from files of frames.
enum RecordedDriveFiles {
  /// The drives of all files, in order of first appearance; lines that are refused are complained about.
  /// - Throws: `CommandError` where no frame can be read.
  static func read(_ files: [String], _ progress: inout ProgressLine) throws -> [RecordedDrive] {
    var frames: [ObservationFrame] = []
    for path in files {
      try MessageFile.forEachFrame(path) { entry in
        switch entry {
        case .success(let entry): frames.append(entry.frame)
        case .failure(let fault):
          progress.clear()
          Console.complain("\(path): \(fault)")
        }
        progress.show("\(frames.count) frames read")
      }
    }
    guard !frames.isEmpty else {
      throw CommandError(.dataError, "no frame was read: `resurvey validate` tells what is wrong with each line")
    }
    return RecordedDrive.drives(of: frames)
  }
}
