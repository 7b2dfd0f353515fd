// The number of threads under CPU quotas, read from made-up trees of control groups.

import Inputs
import TestPrograms
import Testing

@Suite struct ProcessorShareTests {
  /// The share of a machine of 16 cores that a tree of files (path: text) gives.
  private func share(_ files: [String: String]) throws -> ProcessorShare {
    let root = try Folder()
    for (path, text) in files { try root.file(path, text) }
    return ProcessorShare(below: root.path, machine: 16)
  }

  private func quota(_ files: [String: String]) throws -> Double? { try share(files).quota }

  @Test func version2TakesTheSmallestOfAllAncestors() throws {
    let groups = [
      "/proc/self/cgroup": "0::/jobs/one\n", "/sys/fs/cgroup/jobs/one/cpu.max": "400000 100000\n",
    ]
    #expect(try quota(groups) == 4)
    let above = ["/sys/fs/cgroup/jobs/cpu.max": "150000 100000\n"]
    #expect(try quota(groups.merging(above) { $1 }) == 1.5)
    #expect(try quota(groups.merging(["/sys/fs/cgroup/jobs/cpu.max": "max 100000\n"]) { $1 }) == 4)
    // Another group's limit is not this process's.
    #expect(try quota(groups.merging(["/sys/fs/cgroup/jobs/two/cpu.max": "100000 100000"]) { $1 }) == 4)
  }

  /// A container that sees its own group as the topmost one, and one that is shown the host's path.
  @Test(arguments: ["0::/\n", "0::/../other\n", "0::/system.slice/docker-1f.scope\n"])
  func version2InAContainer(line: String) throws {
    #expect(
      try quota(["/proc/self/cgroup": line, "/sys/fs/cgroup/cpu.max": "50000 100000\n"]) == 0.5)
  }

  @Test(arguments: ["cpu", "cpu,cpuacct"]) func version1(controllers: String) throws {
    let lines = "5:memory:/m\n4:\(controllers):/docker/1f\n3:cpuset:/c\n1:name=systemd:/docker/1f\n0::/\n"
    func tree(_ folder: String, _ quotaText: String) -> [String: String] {
      [
        "/proc/self/cgroup": lines, "/sys/fs/cgroup/\(controllers)\(folder)/cpu.cfs_quota_us": quotaText,
        "/sys/fs/cgroup/\(controllers)\(folder)/cpu.cfs_period_us": "100000\n",
      ]
    }
    #expect(try quota(tree("/docker/1f", "250000\n")) == 2.5)
    #expect(try quota(tree("", "250000\n")) == 2.5)
    #expect(try quota(tree("", "-1\n")) == nil)
    #expect(try quota(tree("", "-1\n").merging(tree("/docker", "300000\n")) { $1 }) == 3)
  }

  /// What is not as the kernel writes it is no limit.
  @Test(arguments: ["", "max", "100000", "100000 0", "nan 100000", "1 2 3", "-5 100000", "\u{0}"])
  func anythingElseIsNoQuota(text: String) throws {
    #expect(try quota(["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": text]) == nil)
    #expect(try quota(["/sys/fs/cgroup/cpu.max": "100000 100000"]) == nil)
    #expect(try quota(["/proc/self/cgroup": text]) == nil)
  }

  @Test(
    arguments: [
      (16, 16, nil, 16), (16, 16, 2, 2), (16, 16, 1.5, 2), (16, 16, 0.1, 1), (16, 16, 64, 16),
      (16, 4, nil, 4),
      (16, 4, 8, 4), (16, 4, 2, 2), (1, 1, 0.5, 1),
    ] as [(Int, Int, Double?, Int)])
  func threads(machine: Int, allowed: Int, quota: Double?, expected: Int) {
    let share = ProcessorShare(machine: machine, allowed: allowed, quota: quota)
    #expect(share.threads == expected)
    #expect((share.reason == nil) == (expected == machine))
    if expected < allowed {
      #expect(share.reason == "the container's CPU quota; the machine has 16 cores")
    }
  }

  @Test(arguments: [
    ("Cpus_allowed:\tff", 8), ("Name:\tx\nCpus_allowed:\t00000001,80000000\nMems_allowed:\t1\n", 2),
    ("Cpus_allowed:\tffffffff,ffffffff\nCpus_allowed_list:\t0-63\n", 16), ("Name:\tCpus_allowed: 1", 16),
    ("", 16),
  ]) func theAffinityMask(status: String, cores: Int) throws {
    #expect(try share(["/proc/self/status": status]).allowed == cores)
    #expect(try share(["/proc/self/status": status]).quota == nil)
  }

  @Test func thisProcessMayUseSomeOfTheMachine() {
    let share = ProcessorShare.here
    #expect((1...share.machine).contains(share.threads) && (1...share.machine).contains(share.allowed))
  }
}
