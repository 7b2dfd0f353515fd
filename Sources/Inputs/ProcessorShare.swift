// How many threads are worth starting here: the cores that this process may run on, or fewer where a container limits its
// processor time. It starts no thread.

import Foundation

/// What this process may use of the machine's processor.
public struct ProcessorShare: Sendable {
  /// Logical cores of the machine.
  public let machine: Int
  /// Cores that the process may run on: its affinity mask, which `taskset`, `docker --cpuset-cpus` and Slurm set.
  public let allowed: Int
  /// Cores' worth of time that its control groups grant (`docker --cpus`); nil where there is no limit.
  public let quota: Double?

  /// The share of this process, as it was when first asked for.
  public static let here = ProcessorShare(below: "", machine: ProcessInfo.processInfo.activeProcessorCount)

  /// The share that the system's files below the folder `root` give; tests make up such a folder.
  public init(below root: String, machine: Int) {
    let mask = ProcessorShare.lines(root + "/proc/self/status").first { $0.hasPrefix("Cpus_allowed:") }
    // Hexadecimal digits in groups. The mask may also name cores that the machine could have, and has not.
    let allowed = mask?.dropFirst("Cpus_allowed:".count).compactMap(\.hexDigitValue).map(\.nonzeroBitCount)
    self.init(
      machine: machine, allowed: min(machine, allowed?.reduce(0, +) ?? machine),
      quota: ProcessorShare.quota(below: root))
  }

  /// A share in numbers.
  public init(machine: Int, allowed: Int, quota: Double?) {
    self.machine = machine
    self.allowed = allowed
    self.quota = quota
  }

  /// Threads that can run at once, at least 1. A part of a core counts as one: the thread on it has to wait at times.
  public var threads: Int {
    max(1, Int(min(Double(allowed), quota?.rounded(.up) ?? .infinity)))
  }

  /// Why `threads` are fewer than the machine has cores, in words; nil if they are not.
  public var reason: String? {
    guard threads < machine else { return nil }
    let limit = threads < allowed ? "the container's CPU quota" : "the cores this process may run on"
    return "\(limit); the machine has \(machine) cores"
  }

  /// The smallest quota of this process's control groups and of those above them, in cores; nil for none.
  ///
  /// A line of `/proc/self/cgroup` is `number:controllers:path`. Version 2 names no controllers and keeps quota and period
  /// in `cpu.max`; version 1 has a folder for each set of controllers, with a file for either number. In a container the
  /// path may be the host's. Its folders are then missing, and the topmost one is the container's own.
  /// <https://docs.kernel.org/admin-guide/cgroup-v2.html>, <https://docs.kernel.org/scheduler/sched-bwc.html>
  private static func quota(below root: String) -> Double? {
    func quota(in folder: String) -> Double? {
      let version2 = lines(folder + "/cpu.max").flatMap { $0.split(separator: " ") }
      let version1 = lines(folder + "/cpu.cfs_quota_us") + lines(folder + "/cpu.cfs_period_us")
      // No limit is the word "max" in version 2 and −1 in version 1.
      let numbers = (version2.isEmpty ? version1 : version2).compactMap { Int($0) }.filter { $0 > 0 }
      return numbers.count == 2 ? Double(numbers[0]) / Double(numbers[1]) : nil
    }
    return lines(root + "/proc/self/cgroup").flatMap { line -> [Double] in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, fields[1].isEmpty || fields[1].split(separator: ",").contains("cpu") else {
        return []
      }
      let top = root + "/sys/fs/cgroup" + (fields[1].isEmpty ? "" : "/\(fields[1])")
      let names = fields[2].split(separator: "/").filter { $0 != ".." }.map(String.init)
      return (0...names.count).compactMap { quota(in: ([top] + names.prefix($0)).joined(separator: "/")) }
    }.min()
  }

  private static func lines(_ path: String) -> [Substring] {
    ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
  }
}
