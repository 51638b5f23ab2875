import Foundation

/// CPU time of this process: what others do on the machine does not count.
enum ProcessorTime {
  /// Seconds so far.
  static var now_s: Double {
    var time = timespec()
    // The system writes one value of ours.
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
